from datetime import date
from typing import Annotated

from django.utils.timezone import localdate
from ninja import Field, Query, Router, Schema

from convivio.organisations.merging.joining import get_successor_or_404
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.search.finding import MOST_PAGES, Question, expansions_of, find, still_seen
from convivio.web.policies import ANYONE, policy
from convivio.web.problems import REFUSALS

MOST = 100
FILTERS = ("kind", "size", "country", "nuts", "concept", "cluster")

router = Router(tags=["organisations"])


class OrganisationsIn(Schema):
    """Which organisations: words, and values of facets of which any will do."""

    q: str = Field("", max_length=400)
    kind: list[str] = Field(default_factory=list)
    size: list[str] = Field(default_factory=list)
    country: list[str] = Field(
        default_factory=list, description="Two letters; EL and UK as the Commission writes."
    )
    nuts: list[str] = Field(default_factory=list, description="A NUTS code of any level; all below it count.")
    concept: list[str] = Field(default_factory=list, description="scheme:code")
    cluster: list[str] = Field(default_factory=list, description="The short name of a cluster.")
    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(20, ge=1, le=MOST)


class OrganisationLine(Schema):
    """An organisation as one line of a list."""

    key: str
    slug: str
    name: str
    kind: str
    size: str
    country: str
    nuts: str
    city: str


class OrganisationsOut(Schema):
    """One page of organisations."""

    total: int
    organisations: list[OrganisationLine]


class IdentifierOut(Schema):
    scheme: str
    value: str


class AccreditationOut(Schema):
    """A status, and whether it holds today."""

    kind: str
    granted_by: str
    from_on: date
    until_on: date | None
    holds: bool


class SourceOut(Schema):
    """Where the facts come from."""

    title: str
    publisher: str
    licence: str
    attribution: str
    read_on: date


class OrganisationOut(OrganisationLine):
    """An organisation, with what is known of it and where from."""

    short_name: str
    website: str
    latitude: float | None
    longitude: float | None
    description: dict[str, str]
    looking_for: dict[str, str]
    confirmed_on: date | None
    identifiers: list[IdentifierOut]
    accreditations: list[AccreditationOut]
    concepts: list[str]
    source: SourceOut | None


@router.get("/", response=REFUSALS | {200: OrganisationsOut}, operation_id="list_organisations")
@policy(ANYONE)
def list_organisations(
    request: ActingRequest, asked: Annotated[OrganisationsIn, Query()]
) -> OrganisationsOut:
    """List organisations by words and facets."""
    reader = request.acting.reader
    question = Question(
        words=asked.q,
        types=("organisation",),
        filters={name: getattr(asked, name) for name in FILTERS},
        page=asked.page,
        size=asked.per_page,
        expansions=expansions_of(asked.q),
    )
    found = find(question, reader)
    numbers = [int(hit.key.rpartition(":")[2]) for hit in still_seen(found.hits, reader)]
    rows = Organisation.objects.visible_to(reader).in_bulk(numbers)
    lines = [_line(rows[number]) for number in numbers if number in rows]
    return OrganisationsOut(total=found.total, organisations=[OrganisationLine(**line) for line in lines])


@router.get("/{slug}", response=REFUSALS | {200: OrganisationOut}, operation_id="get_organisation")
@policy(ANYONE)
def get_organisation(request: ActingRequest, slug: str) -> OrganisationOut:
    """Give one organisation; for a record that was merged, the one that was kept."""
    rows = Organisation.objects.visible_to(request.acting.reader).select_related("reading__source")
    row = rows.filter(slug=slug).first() or get_successor_or_404(slug, request.acting.reader)
    today = localdate()
    return OrganisationOut(
        **_line(row),
        short_name=row.short_name,
        website=row.website,
        latitude=row.latitude,
        longitude=row.longitude,
        description=dict(row.description),
        looking_for=dict(row.looking_for),
        confirmed_on=row.confirmed_on,
        identifiers=[IdentifierOut(scheme=one.scheme, value=one.value) for one in row.identifiers.all()],
        accreditations=[
            AccreditationOut(
                kind=one.kind,
                granted_by=one.granted_by,
                from_on=one.from_on,
                until_on=one.until_on,
                holds=one.holds_on(today),
            )
            for one in row.accreditations.all()
        ],
        concepts=sorted({f"{one.scheme}:{one.code}" for one in row.concepts.all()}),
        source=_source(row),
    )


def _line(row: Organisation) -> dict[str, str]:
    return {
        "key": row.key,
        "slug": row.slug,
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "country": row.country,
        "nuts": row.nuts,
        "city": row.city,
    }


def _source(row: Organisation) -> SourceOut | None:
    if row.reading is None:
        return None
    source = row.reading.source
    return SourceOut(
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        attribution=source.attribution,
        read_on=row.reading.read_at.date(),
    )
