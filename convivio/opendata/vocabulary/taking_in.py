"""Taking in a list of concepts or territories: all of it, or none."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from convivio.activity.trace import record
from convivio.kernel.actors import Actor
from convivio.opendata.limits import Limits, Row, read_apart
from convivio.opendata.vocabulary.reader import CONCEPT_COLUMNS, EUROSCIVOC, PLACE_COLUMNS
from convivio.sources.readings import Origin, digest_of, finish, reading_of
from convivio.vocabulary.entries import ConceptEntry, Counts, PlaceEntry, put_concepts, put_places
from convivio.vocabulary.loading import map_euroscivoc
from convivio.vocabulary.models import Concept

READER = "convivio.opendata.vocabulary.reader:read"
LIMITS = Limits(memory_mb=512, cpu_seconds=60, seconds=120)
CC_BY = "CC BY 4.0"
FIELDS_OF_SCIENCE = Origin(
    slug="euroscivoc",
    title="European Science Vocabulary (EuroSciVoc)",
    publisher="Publications Office of the European Union",
    url="https://op.europa.eu/en/web/eu-vocabularies/euroscivoc",
    licence=CC_BY,
    attribution="Contains data © European Union, EuroSciVoc, modified",
)
TERRITORIES = Origin(
    slug="nuts",
    title="NUTS: the territories of the European Union for statistics",
    publisher="Eurostat",
    url="https://ec.europa.eu/eurostat/web/nuts",
    licence=CC_BY,
    attribution="Contains data © European Union, NUTS, modified",
)
OTHER_LIST = Origin(slug="other-lists", title="Lists of concepts taken in from files", publisher="—")

Shows = Callable[[int], None]


def take_in_vocabulary(path: Path, *, scheme: str = "", by: Actor | None, shows: Shows) -> Counts:
    """Read a list, write its concepts or places, and say which of ours they mean.

    Raises:
        BadFile: a row cannot be read; BadInput: concepts hang below one that is not there.
    """
    concepts: dict[str, list[Row]] = {}
    places: list[PlaceEntry] = []
    for number, (table, row) in enumerate(read_apart(READER, str(path), scheme, limits=LIMITS), 1):
        shows(number)
        if table == "place":
            places.append(_place(row))
        else:
            concepts.setdefault(str(row[0]), []).append(row)
    with transaction.atomic():
        origin = _origin(set(concepts), has_places=bool(places))
        reading = reading_of(origin, file_name=path.name, digest=digest_of([path]))
        counts = put_places(places, reading) if places else Counts()
        for name, rows in concepts.items():
            counts += put_concepts(name, _entries(name, rows), reading)
        map_euroscivoc()
        finish(reading, counts.as_figures())
        record("vocabulary.taken_in", reading, by=by, facts=counts.as_figures())
    return counts


def _origin(schemes: set[str], *, has_places: bool) -> Origin:
    if has_places:
        return TERRITORIES
    return FIELDS_OF_SCIENCE if schemes == {EUROSCIVOC} else OTHER_LIST


def _place(row: Row) -> PlaceEntry:
    given = dict(zip(PLACE_COLUMNS, row, strict=True))
    north, east = given["latitude"], given["longitude"]
    return PlaceEntry(
        code=str(given["code"]),
        level=int(given["level"] or 0),
        name={"en": str(given["name"])},
        latitude=None if north is None else float(north),
        longitude=None if east is None else float(east),
    )


def _entries(scheme: str, rows: Iterable[Row]) -> list[ConceptEntry]:
    """Make entries; a concept that is known by another code and this very name keeps its own code."""
    ours = _codes_by_name(scheme)
    told = [dict(zip(CONCEPT_COLUMNS, row, strict=True)) for row in rows]
    codes = {
        str(concept["code"]): ours.get(str(concept["label_en"]).casefold(), str(concept["code"]))
        if str(concept["code"]).startswith("http")
        else str(concept["code"])
        for concept in told
    }
    entries = []
    for concept in told:
        code, broader = codes[str(concept["code"])], str(concept["broader"])
        keeps_its_place = code != concept["code"] and code.startswith("/")
        entries.append(
            ConceptEntry(
                code=code,
                label={"en": str(concept["label_en"]), "it": str(concept["label_it"])},
                synonyms={"en": _terms(concept["synonyms_en"]), "it": _terms(concept["synonyms_it"])},
                broader=code.rpartition("/")[0] if keeps_its_place else codes.get(broader, broader),
            )
        )
    return entries


def _codes_by_name(scheme: str) -> dict[str, str]:
    """Return the code of each concept whose English name no other concept of its list has."""
    codes: dict[str, list[str]] = {}
    for code, label in Concept.objects.of_scheme(scheme).values_list("code", "label"):
        codes.setdefault(label.get("en", "").casefold(), []).append(code)
    return {name: found[0] for name, found in codes.items() if name and len(found) == 1}


def _terms(given: object) -> list[str]:
    return [str(term) for term in given] if isinstance(given, list) else []
