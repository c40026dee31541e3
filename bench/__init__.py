"""Measurements that anyone can repeat: python3 dev bench."""
