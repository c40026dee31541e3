"""The numbers of the batch written out as rows that people read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from convivio.engine import store

Row: TypeAlias = Sequence[object]

AT_ONCE = 50_000

WORDS = [f"{what}_{nth}" for nth in (1, 2, 3) for what in ("word", "part")]
FILES: dict[str, list[str]] = {
    "fits": ["organisation", "name", "place", "ask", "title", "score", *WORDS],
    "introductions": ["organisation", "name", "other", "other_name", "words", "score", *WORDS],
    "network": [
        "organisation", "name", "documents", "degree", "strength", "triangles", "clustering", "component",
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of the batch are called; None where somebody may no longer see it."""

    organisations: Sequence[str]
    names: Sequence[str | None]
    asks: Sequence[str]
    titles: Sequence[str]
    words: Sequence[str]


def rows_of(name: str, folder: Path, names: Names) -> Iterator[Row]:
    """Give the rows of one answer that anyone may still see, some at a time: there may be millions."""
    columns = [store.load_array(folder, f"{name}_{column}") for column in _COLUMNS[name]]
    made = _MAKING[name]
    for start in range(0, len(columns[0]), AT_ONCE):
        here = [column[start : start + AT_ONCE].tolist() for column in columns]
        for row in zip(*here, strict=True):
            written = made(dict(zip(_COLUMNS[name], row, strict=True)), names)
            if written is not None:
                yield written


def _fit(row: dict[str, int], names: Names) -> Row | None:
    one, ask = row["organisation"], row["ask"]
    if names.names[one] is None:
        return None
    begin = [names.organisations[one], names.names[one], row["place"] + 1, names.asks[ask], names.titles[ask]]
    return [*begin, row["score"], *_words(row, names)]


def _introduction(row: dict[str, int], names: Names) -> Row | None:
    pair = row["organisation"], row["other"]
    if any(names.names[one] is None for one in pair):
        return None
    begin = [text for one in pair for text in (names.organisations[one], names.names[one])]
    return [*begin, row["words"], row["score"], *_words(row, names)]


def _place(row: dict[str, int], names: Names) -> Row | None:
    one, possible = row["organisation"], row["degree"] * (row["degree"] - 1) // 2
    if names.names[one] is None:
        return None
    counted = [row[name] for name in ("documents", "degree", "strength", "triangles")]
    clustering = round(row["triangles"] / possible, 6) if possible else ""
    component = names.organisations[row["component"]]
    return [names.organisations[one], names.names[one], *counted, clustering, component]


def _words(row: dict[str, int], names: Names) -> list[object]:
    terms = [(row[f"term_{nth}"], row[f"part_{nth}"]) for nth in (1, 2, 3)]
    return [cell for term, part in terms for cell in ((names.words[term], part) if part else ("", ""))]


_TOLD = [f"{what}_{nth}" for nth in (1, 2, 3) for what in ("term", "part")]
_COLUMNS = {
    "fits": ["organisation", "place", "ask", "score", *_TOLD],
    "introductions": ["organisation", "other", "words", "score", *_TOLD],
    "network": ["organisation", "documents", "degree", "strength", "triangles", "component"],
}
_MAKING: dict[str, Callable[[dict[str, int], Names], Row | None]] = {
    "fits": _fit,
    "introductions": _introduction,
    "network": _place,
}
