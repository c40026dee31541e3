"""Plain keys that name a row from outside its table: `organisation:17`, `call:9`.

The trace, audiences and the index name things by key, so that a low room can speak of
rows it has never heard of.
"""

from django.db.models import Model


def key_of(thing: Model) -> str:
    """Name a saved row by its kind and number."""
    return f"{thing._meta.model_name}:{thing.pk}"


def split_key(key: str) -> tuple[str, int]:
    """Take a key apart.

    Errors: ValueError, when it is not a kind, a colon and a number.
    """
    kind, _, number = key.partition(":")
    if not kind or not number.isdecimal():
        message = f"“{key}” is not a key"
        raise ValueError(message)
    return kind, int(number)
