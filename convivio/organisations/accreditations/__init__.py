"""Accreditations: a status granted by a body, from a day to a day, never taken out of the record."""
