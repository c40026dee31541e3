"""Matching: from a need or a call to partners, each with reasons that can be checked.

A *question* is a need put to the network, kept so that its answer has an address. A *pick* is a
partner that the asker wants at the table. The answers themselves are computed when they are read.
"""
