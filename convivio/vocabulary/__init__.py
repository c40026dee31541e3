"""The words of the field: concepts with labels and synonyms in several languages, and places.

A *scheme* is one list of concepts: our own technologies, sectors, S3 areas, NACE, EuroSciVoc.
A *mapping* says that a concept of one scheme means that of another. A *place* is a NUTS territory.
"""
