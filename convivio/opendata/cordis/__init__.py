"""CORDIS: the European Commission's record of the projects it funded, and of who took part.

A *framework programme* (Horizon Europe, H2020, FP7) is one data set, published as a zip of CSV
files that changed their columns over the years. `reader` makes rows of it, in a process within
limits; `identity` says which organisation of ours a row speaks of; the rest writes, all or nothing.
"""
