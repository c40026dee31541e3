"""The batch: everybody's questions answered at once, on one machine or on many.

Three questions: the calls and needs that fit each organisation, the pairs of organisations worth
introducing, and what the network of past work looks like from each. Each is written once, as tables
joined and added up (Ibis); DuckDB answers them inside one process, Spark on a cluster.

Weights are whole numbers, so that a sum is the same in whatever order it is added up, and ties are
broken by number: every engine gives the same answer to the last digit. Nothing is compared all against
all: a word brings two together only when few hold it.

The modules that name Ibis, DuckDB or Spark are not imported by the rest of the house: they are extras.
"""
