"""What organisations can do, and what they look for: each a concept of the vocabulary, with its level and its evidence.

A *skill* is *offered* or *needed*, has a *level*, *evidence* that others can check, and the day on which it was last
*confirmed*. `suggesting` finds skills in a text or in past projects, and publishes nothing; `naming` takes in words
that the vocabulary does not know yet; `gaps` says what is asked for and not offered.
"""
