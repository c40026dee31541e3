"""Merging: two records of one body become one, with every conflict shown first, and two again if that was wrong."""
