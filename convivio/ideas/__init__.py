"""What organisations would do with others: challenges to be solved, proposals to be carried out.

An *idea* is written by its *authors* (its *team*): people, each for an organisation. It goes from *draft* to *open*, then
to a *team*, a *concept* and a *consortium*, or is *set aside*. At each *stage* it says who may read which part of it. Each
change that is kept is a *version*. Whoever may read it can *support* it and *comment* on it.
"""
