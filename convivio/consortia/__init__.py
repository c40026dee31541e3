"""Consortia: partners with roles for one call, from idea to submission.

A *consortium* is kept as a draft of *seats*; each seat has a role and a partner, or is empty.
Its verdict against the call's rules is computed when it is read, never stored.
"""
