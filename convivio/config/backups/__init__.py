"""Backups: one file with everything that cannot be made again, and a restore that believes nothing.

The file is a tar that ends with the SHA-256 of all before, so that a single changed bit is seen. In
it stand a manifest (each part with its SHA-256, each table with its number of rows), the database,
the files, the keys, the checkpoints of the trace and the journal of erasures. The index is not in
it: it is made again.
"""
