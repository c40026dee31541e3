"""Plain keys that name a row from outside its table: `organisation:17`, `call:9`.

The trace, audiences and the index name things by key, so that a low room can speak of
rows it has never heard of.
"""

from django.db.models import Model

MOST_DIGITS = 18


def key_of(thing: Model) -> str:
    """Name a saved row by its kind and number."""
    return f"{thing._meta.model_name}:{thing.pk}"


def split_key(key: str) -> tuple[str, int]:
    """Take a key apart.

    Errors: ValueError, when it is not a kind, a colon and a number.
    """
    kind, _, digits = key.partition(":")
    number = number_in(digits)
    if not kind or number is None:
        message = f"“{key}” is not a key"
        raise ValueError(message)
    return kind, number


def number_in(text: str) -> int | None:
    """Read the number of a row, or of a line, that somebody sent; None for what can be none.

    Databases hold no more digits, and Python refuses to read some thousands of them.
    """
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None
