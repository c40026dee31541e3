"""Mandates: what people may do for an organisation, from a day to a day, given by whoever holds as much."""
