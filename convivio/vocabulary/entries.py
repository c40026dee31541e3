"""Concepts and places as a list brings them, and how they become rows: never twice, in few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from convivio.kernel.translated import Translated
from convivio.sources.models import Reading
from convivio.vocabulary.errors import BroaderGoesRound, NoSuchBroader
from convivio.vocabulary.models import Concept, Place

LONGEST_PATH = 400
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptEntry:
    """One concept of a list: its names by language, its synonyms, the code of the broader one."""

    code: str
    label: Mapping[str, str]
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    broader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One territory of a list."""

    code: str
    level: int
    name: Mapping[str, str]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True)
class Counts:
    """How many rows a list brought, changed, and found as they were."""

    new: int = 0
    updated: int = 0
    same: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.new + other.new, self.updated + other.updated, self.same + other.same)

    def as_figures(self) -> dict[str, int]:
        return {"new": self.new, "updated": self.updated, "same": self.same}


def put_concepts(
    scheme: str, entries: Iterable[ConceptEntry], reading: Reading, *, replaces: bool = False
) -> Counts:
    """Write the concepts of one scheme; names in other languages stay, unless the list `replaces` them.

    Errors: NoSuchBroader, BroaderGoesRound.
    """
    wanted = {entry.code: entry for entry in entries}
    known = {concept.code: concept for concept in Concept.objects.of_scheme(scheme).select_related("broader")}
    broader = {code: concept.broader.code if concept.broader else "" for code, concept in known.items()}
    before = dict(broader)
    broader.update({code: entry.broader for code, entry in wanted.items()})
    changed, counts = [], Counts()
    for entry in wanted.values():
        row = known.get(entry.code) or Concept(scheme=scheme, code=entry.code)
        was = (row.label, row.synonyms, row.path, before.get(entry.code))
        row.label = Translated(entry.label if replaces else {**row.label, **_said(entry.label)})
        row.synonyms = _synonyms(entry, {} if replaces else row.synonyms)
        row.path = path_of(entry.code, broader)
        if (row.label, row.synonyms, row.path, entry.broader) == was:
            counts.same += 1
            continue
        counts.updated, counts.new = counts.updated + bool(row.pk), counts.new + (not row.pk)
        row.reading = reading
        changed.append(row)
    _save(changed)
    _hang(scheme, {row.code: broader[row.code] for row in changed})
    return counts


def put_places(entries: Iterable[PlaceEntry], reading: Reading) -> Counts:
    """Write territories; a name or a position that the list does not give stays as it was."""
    known = {place.code: place for place in Place.objects.all()}
    changed, counts = [], Counts()
    for entry in {entry.code: entry for entry in entries}.values():
        row = known.get(entry.code) or Place(code=entry.code)
        was = (row.level, row.name, row.latitude, row.longitude)
        row.level = entry.level
        row.name = Translated({**_said(entry.name), **row.name})
        row.latitude = row.latitude if entry.latitude is None else entry.latitude
        row.longitude = row.longitude if entry.longitude is None else entry.longitude
        if (row.level, row.name, row.latitude, row.longitude) == was:
            counts.same += 1
            continue
        counts.updated, counts.new = counts.updated + bool(row.pk), counts.new + (not row.pk)
        row.reading = reading
        changed.append(row)
    Place.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "name", "latitude", "longitude", "reading"],
    )
    return counts


def path_of(code: str, broader: Mapping[str, str]) -> str:
    """Return the codes from the top of a scheme down to this one, each between slashes.

    A code that is a path already (`/27/79`, as EuroSciVoc's) is its own.

    Errors: NoSuchBroader, BroaderGoesRound.
    """
    if code.startswith("/"):
        return f"{code.rstrip('/')}/"
    steps = [code]
    while above := broader[steps[-1]]:
        if above in steps:
            raise BroaderGoesRound(code)
        if above not in broader:
            raise NoSuchBroader(steps[-1], above)
        steps.append(above)
    return f"/{'/'.join(reversed(steps))}/"[:LONGEST_PATH]


def _said(by_language: Mapping[str, str]) -> dict[str, str]:
    return {language: text for language, text in by_language.items() if text}


def _synonyms(entry: ConceptEntry, before: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Join the synonyms of a list to those there are, each once."""
    languages = sorted({*before, *entry.synonyms})
    joined = {
        language: list(dict.fromkeys([*before.get(language, ()), *entry.synonyms.get(language, ())]))
        for language in languages
    }
    return {language: terms for language, terms in joined.items() if terms}


def _save(rows: Sequence[Concept]) -> None:
    Concept.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["label", "synonyms", "path", "reading"],
    )


def _hang(scheme: str, broader: Mapping[str, str]) -> None:
    """Hang each of these concepts below the one that is broader.

    Errors: NoSuchBroader, for a code that is in neither the list nor the tables.
    """
    rows = {concept.code: concept for concept in Concept.objects.of_scheme(scheme)}
    for code, above in broader.items():
        if above and above not in rows:
            raise NoSuchBroader(code, above)
        rows[code].broader = rows[above] if above else None
    Concept.objects.bulk_update([rows[code] for code in broader], ["broader"], batch_size=AT_ONCE)
