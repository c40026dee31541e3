"""Facets as people read them: each with its name, and a name for each of its values."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from convivio.kernel.audiences import Reader
from convivio.web.choices import Choice

Names = Mapping[str, str | Promise]
NamesOf = Callable[[Collection[str], Reader], Names]
"""From values to their names in the reader's language; a value without a name shows itself."""
Choose = Callable[[Mapping[str, int], Collection[str]], list[str]]
"""From counts by value, and what is chosen, to the values to offer, in order."""

MOST_CHOICES = 12


def most_frequent(counts: Mapping[str, int], chosen: Collection[str]) -> list[str]:
    """Offer what is chosen, then what is there most."""
    ordered = sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))
    missing = [value for value in chosen if value not in counts]
    return [*missing, *ordered][: MOST_CHOICES + len(chosen)]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list."""

    name: str
    label: str | Promise
    names_of: NamesOf
    choose: Choose = most_frequent
    is_kind: bool = False


_declared: dict[str, Facet] = {}


def declare_facet(facet: Facet) -> None:
    """Let the room that knows the values of a facet name them."""
    _declared[facet.name] = facet


def facet_of(name: str) -> Facet | None:
    return _declared.get(name)


def names_in(values: Mapping[str, Collection[str]], reader: Reader) -> dict[str, dict[str, str]]:
    """Name the values of several facets; facets named by the same room are asked together."""
    asked: dict[NamesOf, set[str]] = {}
    for name, wanted in values.items():
        facet = _declared.get(name)
        if facet is not None and wanted:
            asked.setdefault(facet.names_of, set()).update(wanted)
    answers = {names_of: names_of(wanted, reader) for names_of, wanted in asked.items()}
    return {
        name: {value: str(answers[_declared[name].names_of].get(value, value)) for value in wanted}
        for name, wanted in values.items()
        if wanted and name in _declared
    }


def facets_to_show(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Collection[str]], reader: Reader
) -> list[dict[str, Any]]:
    """Give the facets of a list in the shape that `web/_facets.html` wants."""
    offered = {
        name: _declared[name].choose(found, chosen.get(name, ()))
        for name, found in counts.items()
        if name in _declared
    }
    names = names_in(offered, reader)
    return [
        {
            "name": name,
            "label": _declared[name].label,
            "kind": _declared[name].is_kind,
            "choices": [
                Choice(value, names[name][value], counts[name].get(value, 0), value in chosen.get(name, ()))
                for value in values
            ],
        }
        for name, values in offered.items()
        if values
    ]


def chips(
    chosen: Mapping[str, Sequence[str]],
    names: Mapping[str, Mapping[str, str]],
    without: Callable[[str, str], str],
) -> list[dict[str, str]]:
    """Say what narrows a list now, each with the address of the list without it."""
    return [
        {"label": names.get(name, {}).get(value, value), "url": without(name, value)}
        for name, values in chosen.items()
        for value in values
    ]
