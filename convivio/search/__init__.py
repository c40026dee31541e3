"""Search: the one index, fed by what rooms declare, and kept fresh by a log of changes.

A *document* is what can be found of a row. Each room declares its documents in its
`AppConfig.ready()`; an action that changes a row writes a *change* in the same transaction; a
single writer reads the changes and brings the index up to date. The database stays the truth:
the index can be thrown away and built again, and what it finds is checked when it is read.
"""
