"""How an organisation is found: by its names, what it says of itself, and what it is known for."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.timezone import localdate

from convivio.kernel.translated import Translated
from convivio.organisations.directory.map_cells import cells_of
from convivio.organisations.models import Accreditation, Competence, Identifier, Organisation, Site
from convivio.search.documents import Document
from convivio.vocabulary.models import Concept

BATCH = 2000
NUTS_LENGTHS = (2, 3, 4, 5)


def organisation_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each organisation, a batch of rows at a time."""
    rows = Organisation.objects.order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        identifiers = _by_organisation(Identifier.objects.filter(organisation__in=batch), "value")
        competences = _by_organisation(Competence.objects.filter(organisation__in=batch), "concept_id")
        accreditations = _accreditations(batch)
        sites = _sites(batch)
        known = {number for numbers in competences.values() for number in numbers}
        concepts = Concept.objects.in_bulk(known) if known else {}
        for organisation in batch:
            if organisation.merged_into_id is not None:
                continue
            said = [concepts[number] for number in competences.get(organisation.pk, ())]
            yield document_of(
                organisation,
                identifiers.get(organisation.pk, []),
                said,
                accreditations.get(organisation.pk, []),
                sites.get(organisation.pk, []),
            )


def document_of(
    organisation: Organisation,
    identifiers: list[str],
    concepts: list[Concept],
    accreditations: list[Accreditation],
    sites: list[Site],
) -> Document:
    description, labels = Translated(organisation.description), [concept.label for concept in concepts]
    towns = " ".join(sorted({site.city for site in sites if site.city}))
    points = [[site.latitude, site.longitude] for site in sites if site.latitude is not None]
    return Document(
        key=organisation.key,
        type="organisation",
        title=organisation.name,
        names=tuple(name for name in (organisation.short_name, *identifiers) if name),
        en=_text(description.get("en", ""), *(label.get("en", "") for label in labels), towns),
        it=_text(description.get("it", ""), *(label.get("it", "") for label in labels), towns),
        audiences=(organisation.audience,),
        facets={
            "kind": (organisation.kind,),
            "size": (organisation.size or "unknown",),
            "country": (organisation.country,) if organisation.country else (),
            "nuts": _territories(organisation, sites),
            "concept": tuple(f"{concept.scheme}:{concept.code}" for concept in concepts),
            "accreditation": tuple(sorted({one.kind for one in accreditations if one.holds_on(localdate())})),
            **_squares([[organisation.latitude, organisation.longitude], *points]),
        },
        day=organisation.confirmed_on,
        data={
            "slug": organisation.slug,
            "kind": organisation.kind,
            "city": organisation.city,
            "country": organisation.country,
            "at": [organisation.latitude, organisation.longitude]
            if organisation.latitude is not None
            else [],
            "sites": points,
            "accreditations": [
                [one.kind, one.from_on.isoformat(), one.until_on.isoformat() if one.until_on else ""]
                for one in accreditations
            ],
        },
    )


def _by_organisation(rows: QuerySet[Identifier] | QuerySet[Competence], column: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for organisation, value in rows.values_list("organisation_id", column):
        found.setdefault(organisation, []).append(value)
    return found


def _accreditations(batch: list[Organisation]) -> dict[int, list[Accreditation]]:
    found: dict[int, list[Accreditation]] = {}
    for one in Accreditation.objects.filter(organisation__in=batch).order_by("from_on"):
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _sites(batch: list[Organisation]) -> dict[int, list[Site]]:
    found: dict[int, list[Site]] = {}
    for one in Site.objects.filter(organisation__in=batch):
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _territories(organisation: Organisation, sites: list[Site]) -> tuple[str, ...]:
    """Name every territory, large and small, where an organisation has its seat or works."""
    codes = dict.fromkeys((organisation.nuts, *(site.nuts for site in sites)))
    return tuple(
        dict.fromkeys(code[:length] for code in codes for length in NUTS_LENGTHS if len(code) >= length)
    )


def _squares(points: list[list[float | None]]) -> dict[str, tuple[str, ...]]:
    """Name the squares of the map in which any of these points lies."""
    found: dict[str, dict[str, None]] = {}
    for point in points:
        for name, squares in cells_of(*point).items():
            found.setdefault(name, {}).update(dict.fromkeys(squares))
    return {name: tuple(squares) for name, squares in found.items()}


def _text(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
