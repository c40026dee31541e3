"""The name of a file, as a person reads it: no folders, no signs that steer, not too long."""

import unicodedata
from pathlib import PurePosixPath

from convivio.files.models import Kind

LONGEST = 120
ENDINGS: dict[str, Kind] = {**{one.value: one for one in Kind}, "jpg": Kind.JPEG, "jpe": Kind.JPEG}


def cleaned(name: str) -> str:
    """Return the last part of a name without control signs, and without those that turn the reading round."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in last)
    return " ".join(plain.split()).strip(". ")


def promised_by(name: str) -> Kind | None:
    """Say which kind a name promises; None for an ending that is none of ours."""
    return ENDINGS.get(_ending(name))


def named_as(name: str, kind: Kind) -> str:
    """Return a name that ends as its kind does, and is not longer than what is kept of it."""
    ending = _ending(name)
    has_it = ENDINGS.get(ending) == kind
    stem = name[: -len(ending) - 1] if has_it else name
    end = f".{ending if has_it else kind.value}"
    return f"{(stem or 'file')[: LONGEST - len(end)].rstrip('. ') or 'file'}{end}"


def has_an_ending(name: str) -> bool:
    return bool(_ending(name))


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""
