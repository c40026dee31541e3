"""Taking lists into the vocabulary: our own, which ship with us, and those that others publish."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from convivio.kernel.translated import in_both
from convivio.sources.models import Reading
from convivio.sources.readings import Origin, digest_of, finish, reading_of
from convivio.vocabulary.entries import ConceptEntry, Counts, PlaceEntry, put_concepts, put_places
from convivio.vocabulary.models import Concept, Scheme
from convivio.vocabulary.models import Mapping as Meaning

DATA = Path(__file__).parent / "data"
OUR_LISTS = Origin(
    slug="convivio-lists",
    title="Convivio: sectors, S3 areas, technologies, economic activities, territories",
    publisher="Convivio",
    licence="EUPL-1.2",
)

Row = dict[str, Any]


def load_own_lists(*, again: bool = False) -> Counts | None:
    """Take in the lists that ship with us; nothing to do, and `None`, while they are as last taken in."""
    digest = digest_of(sorted(DATA.glob("*.toml")))
    last = Reading.objects.filter(source__slug=OUR_LISTS.slug).order_by("-pk").first()
    if last is not None and last.digest == digest and not again:
        return None
    with transaction.atomic():
        reading = reading_of(OUR_LISTS, digest=digest)
        counts = Counts()
        for scheme, entries in _own_concepts():
            counts += put_concepts(scheme, entries, reading, replaces=True)
        counts += put_places(_own_places(), reading)
        _map_own_lists()
        finish(reading, counts.as_figures())
    return counts


def map_euroscivoc() -> int:
    """Say which field of EuroSciVoc each technology of ours means, by its English names.

    Units: how many pairs are said now.
    """
    by_label: dict[str, list[Concept]] = {}
    for field in Concept.objects.of_scheme(Scheme.EUROSCIVOC):
        by_label.setdefault(field.label.get("en", "").casefold(), []).append(field)
    pairs = []
    chosen = own_table("technologies_euroscivoc.toml", "labels")
    for technology in Concept.objects.of_scheme(Scheme.TECHNOLOGY):
        own = {technology.label.get("en", ""), *technology.synonyms.get("en", [])}
        terms = {term.casefold() for term in own}
        for label in terms | {label.casefold() for label in chosen.get(technology.code, [])}:
            pairs += [
                Meaning(concept=technology, means=field, exact=label in terms)
                for field in by_label.get(label, [])
            ]
    with transaction.atomic():
        Meaning.objects.filter(concept__scheme=Scheme.TECHNOLOGY, means__scheme=Scheme.EUROSCIVOC).delete()
        Meaning.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(pairs)


@cache
def own_table(file: str, table: str) -> Any:
    """Read one table of a list that ships with us."""
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))[table]


def _own_concepts() -> Iterator[tuple[str, list[ConceptEntry]]]:
    yield Scheme.S3, [_entry(row) for row in own_table("s3_areas.toml", "areas")]
    yield Scheme.SECTOR, [_entry(row) for row in own_table("sectors.toml", "sectors")]
    technologies = own_table("technologies.toml", "technologies")
    yield Scheme.TECHNOLOGY, [_entry(row, row.get("broader", "")) for row in technologies]
    sections = [_entry(row) for row in own_table("nace.toml", "sections")]
    divisions = [_entry(row, row["section"]) for row in own_table("nace.toml", "divisions")]
    yield Scheme.NACE, [*sections, *divisions]


def _entry(row: Row, broader: str = "") -> ConceptEntry:
    return ConceptEntry(
        code=row["code"], label=row["label"], synonyms=row.get("synonyms", {}), broader=broader
    )


def _own_places() -> Iterator[PlaceEntry]:
    levels = ("countries", "macroregions", "regions", "provinces")
    for level, table in enumerate(levels):
        for row in own_table("nuts_it.toml", table):
            yield PlaceEntry(code=row["code"], level=level, name=in_both(**_both(row["label"])))


def _both(label: Mapping[str, str]) -> dict[str, str]:
    return {"italian": label["it"], "english": label["en"]}


def _map_own_lists() -> None:
    """Say which sector each field of technology serves, and which S3 area each sector belongs to."""
    _map(Scheme.SECTOR, Scheme.S3, _pairs("sectors.toml", "sectors", "s3_area"))
    _map(Scheme.TECHNOLOGY, Scheme.SECTOR, _pairs("technologies.toml", "technologies", "sector"))


def _pairs(file: str, table: str, column: str) -> list[tuple[str, str]]:
    return [(row["code"], row[column]) for row in own_table(file, table) if row.get(column)]


def _map(scheme: str, other: str, pairs: Iterable[tuple[str, str]]) -> None:
    ours = {concept.code: concept for concept in Concept.objects.of_scheme(scheme)}
    theirs = {concept.code: concept for concept in Concept.objects.of_scheme(other)}
    Meaning.objects.bulk_create(
        [Meaning(concept=ours[code], means=theirs[means], exact=False) for code, means in pairs],
        ignore_conflicts=True,
    )
