"""Where a fact comes from: its publisher and licence, and the day it was read.

A *source* is a data set that somebody publishes. A *reading* is one time we read it: facts
point at the reading they came from, so that every one can show its source and its date.
"""
