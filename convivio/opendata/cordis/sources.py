"""CORDIS as a source: one data set for each framework programme, and the readings of each."""

from datetime import date

from django.utils.text import slugify

from convivio.sources.models import Reading, Source

TITLES = {
    "HORIZON": "CORDIS: Horizon Europe projects",
    "H2020": "CORDIS: Horizon 2020 projects",
    "FP7": "CORDIS: Seventh Framework Programme projects",
}
AGES = {"FP7": 1, "H2020": 2, "HORIZON": 3}
"""The framework programmes from the oldest; the newest has the word on what an organisation is."""

PREFIX = "cordis-"
TOPICS = "cordis-topics"
READER_VERSION = 1
"""Raised when the reader learns to read more, so that a file read before is read anew."""


def slug_of(programme: str) -> str:
    return f"{PREFIX}{slugify(programme)}"[:60]


def ages_of_sources() -> dict[str, int]:
    """Give the age of each data set of CORDIS by its slug; one that is not named is 0."""
    return {slug_of(programme): age for programme, age in AGES.items()}


def source_of(programme: str) -> Source:
    """Find, or write down, the data set of a framework programme."""
    title = TITLES.get(programme, f"CORDIS: {programme} projects")
    return describe(slug_of(programme), title)


def describe(slug: str, title: str) -> Source:
    return Source.objects.get_or_create(
        slug=slug,
        defaults={
            "title": title[:200],
            "publisher": "Publications Office of the European Union, CORDIS",
            "url": "https://cordis.europa.eu/",
            "licence": "CC BY 4.0",
            "attribution": "Contains data © European Union, CORDIS, modified",
        },
    )[0]


def begin(source: Source, *, file_name: str, digest: str, published_on: date | None) -> Reading:
    return Reading.objects.create(
        source=source, file_name=file_name[:200], digest=digest, published_on=published_on
    )


def read_before(digest: str) -> Reading | None:
    """Find the reading of a file with this digest by the present reader, if nothing newer was read since."""
    done = Reading.objects.filter(state=Reading.State.DONE, source__slug__startswith=PREFIX)
    found = done.filter(digest=digest).select_related("source").order_by("-read_at").first()
    if found is None or found.counts.get("reader") != READER_VERSION:
        return None
    newer = done.filter(source=found.source, read_at__gt=found.read_at)
    return None if newer.exists() else found
