"""Where the facts come from: each source with its licence, and the day it was last read."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from convivio.sources.models import Reading, Source


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source, and the last time that it was read to its end."""

    source: Source
    reading: Reading


def sources_read() -> list[ReadSource]:
    """Give the sources that were read, by publisher and title."""
    done = Reading.objects.filter(source=OuterRef("pk"), state=Reading.State.DONE).order_by("-read_at", "-pk")
    sources = Source.objects.annotate(last=Subquery(done.values("pk")[:1])).exclude(last=None)
    readings = Reading.objects.select_related("source").filter(pk__in=sources.values("last"))
    return [ReadSource(one.source, one) for one in readings.order_by("source__publisher", "source__title")]
