"""People: the account, the sign-in, and for whom a person acts.

A *person* signs in by a code sent to an e-mail address. People act for organisations and
offices: a *capacity* is one such “for”, and the rooms above say which a person has today.
"""
