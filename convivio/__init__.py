"""Convivio: a shared table for the skills, ideas and resources of an innovation cluster."""
