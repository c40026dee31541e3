"""Writing down that a source was read, in the transaction that takes in what it says."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.utils.timezone import now

from convivio.sources.models import Reading, Source

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """A data set that somebody publishes, as it is written into `Source` when it is first read."""

    slug: str
    title: str
    publisher: str
    url: str = ""
    licence: str = ""
    attribution: str = ""


def reading_of(
    origin: Origin, *, file_name: str = "", digest: str = "", published_on: date | None = None
) -> Reading:
    """Write down that a source is read now, as done: it stands only if what it brings stands too."""
    source, _ = Source.objects.update_or_create(slug=origin.slug, defaults=asdict(origin))
    moment = now()
    return Reading.objects.create(
        source=source,
        state=Reading.State.DONE,
        file_name=Path(file_name).name[:200],
        digest=digest,
        published_on=published_on,
        read_at=moment,
        ended_at=moment,
    )


def finish(reading: Reading, counts: Mapping[str, int]) -> None:
    """Say what a reading brought, and when it was done."""
    reading.counts, reading.ended_at = dict(counts), now()
    reading.save(update_fields=["counts", "ended_at"])


def digest_of(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of some files, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    return digest.hexdigest()
