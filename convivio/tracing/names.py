"""The names of whom and what entries speak of: as far as the reader may know them, and no further."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from convivio.activity.acts import thing_of
from convivio.activity.models import Trace
from convivio.kernel.keys import split_key
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.tracing.sights import Sight, rows_of_body

BARE = frozenset({"organisation", "cluster", "network", "person"})
"""Kinds of things whose name says what they are."""


@dataclass(slots=True)
class Names:
    """The names of keys, and where they open."""

    names: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def who(self, entry: Trace) -> str:
        """Name who did it: a person, somebody who was erased, or the clock."""
        return self.person(entry.person) if entry.person else _("The clock")

    def person(self, key: str) -> str:
        return self.names.get(key) or _("A person who was erased")

    def thing(self, key: str) -> str:
        """Name a thing: by its name, or else by its kind and number."""
        if not key:
            return ""
        kind, _colon, number = key.partition(":")
        if kind == "person":
            return self.person(key)
        thing = thing_of(kind)
        word = _(thing.word) if thing else kind.replace("_", " ")
        if (name := self.names.get(key)) is None:
            return _("%(thing)s (no. %(number)s)") % {"thing": word, "number": number}
        return name if kind in BARE else _("%(thing)s “%(name)s”") % {"thing": word, "name": name}


def names_in(found: Iterable[Trace], acting: Acting) -> Names:
    """Read the names that stand in a list of entries: one question for each kind that is named in lists."""
    names = Names()
    for kind, numbers in _by_kind(key for entry in found for key in keys_in(entry)).items():
        thing = thing_of(kind)
        if kind == "person":
            names.names |= _people(numbers)
        elif thing and thing.seen and thing.label:
            rows = thing.seen(acting.reader).filter(pk__in=numbers)
            pairs = rows.order_by().values_list("pk", thing.label)
            names.names |= {f"{kind}:{number}": str(name) for number, name in pairs}
    return names


def names_and_places(found: Iterable[Trace], sight: Sight, acting: Acting) -> Names:
    """Read the names of all that a few entries speak of, and where each opens."""
    names = names_in(found, acting)
    keys = (key for entry in found for key in (*keys_in(entry), *_told(entry)))
    for kind, numbers in _by_kind(keys).items():
        if kind == "person":
            names.names |= _people(numbers)
            continue
        for row in _rows(kind, numbers, sight, acting):
            key = f"{kind}:{row.pk}"
            names.names[key] = str(row)
            if hasattr(row, "get_absolute_url"):
                names.urls[key] = row.get_absolute_url()
    return names


def keys_in(entry: Trace) -> tuple[str, ...]:
    return (entry.person, entry.acting_for, entry.subject, entry.because)


def _told(entry: Trace) -> Iterable[str]:
    """Give the keys that stand among what an entry tells besides."""
    for value in entry.facts.values():
        yield from (one for one in (value if isinstance(value, list) else [value]) if is_key(one))


def is_key(value: object) -> bool:
    """Say whether a value names a row."""
    kind = value.partition(":")[0] if isinstance(value, str) else ""
    return bool(kind) and thing_of(kind) is not None


def _by_kind(keys: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key in keys:
        try:
            kind, number = split_key(key)
        except ValueError:
            continue
        found.setdefault(kind, set()).add(number)
    return found


def _people(numbers: Iterable[int]) -> dict[str, str]:
    rows = Person.objects.filter(pk__in=numbers, erased_at=None).values_list("pk", "name")
    return {f"person:{number}": name or _("A person without a name") for number, name in rows}


def _rows(kind: str, numbers: Iterable[int], sight: Sight, acting: Acting) -> Iterable[Any]:
    """Give the rows that the reader may know: as anyone who sees them, or as those whose they are."""
    thing = thing_of(kind)
    if thing is None:
        return
    if thing.seen is not None:
        yield from thing.seen(acting.reader).filter(pk__in=numbers)
    for body in sight.bodies:
        if (rows := rows_of_body(thing, body)) is not None:
            yield from rows.filter(pk__in=numbers)
