"""How an organisation becomes a member of a cluster, is suspended, leaves and comes back.

An *application* is what an organisation writes to become a member: a draft, sent to the *office*, which
checks it or sends it *back* with words, then before the *board*, whose *decision* admits it from a day or
refuses it with a sentence. A *passage* is one change of its state. What was is never rewritten: who
leaves and comes back has two memberships.
"""
