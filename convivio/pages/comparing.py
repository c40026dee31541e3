"""What changed from one version of a text to another, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 20_000
"""Signs beyond which only whole paragraphs are compared: word by word would take too long."""
_words = re.compile(r"\s+|\w+|[^\w\s]")
_paragraphs = re.compile(r"\n+|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: kept, added or taken away."""

    change: str
    words: str


def compare(old: str, new: str) -> list[Piece]:
    """Say which words were kept, added and taken away, in the order of reading.

    Shape: two texts in, pieces out; the kept and the added ones, joined, are the new text.
    Units: words and signs; paragraphs when a text is longer than 20,000 signs.
    Errors: none.
    Source: Ratcliff and Metzener 1988, as `difflib` does it.
    """
    reader = _words if max(len(old), len(new)) <= LONGEST else _paragraphs
    return list(_pieces(reader.findall(old), reader.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield Piece("kept", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("gone", "".join(old[i:j]))
        if k < m:
            yield Piece("new", "".join(new[k:m]))
