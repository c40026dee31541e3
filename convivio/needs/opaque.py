"""Names for addresses that say nothing: not how many there are, not which came first, not whose they are."""

import secrets

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 14


def new_address() -> str:
    """Draw a name; two alike are less likely than a broken disk, and the database refuses the second."""
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
