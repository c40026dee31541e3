"""How a past project looks as one line among answers."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.search.showing import Hit, Showing
from convivio.trackrecord.models import Project
from convivio.trackrecord.organisation_facets import PROGRAMMES


def seen_by(numbers: Collection[int], _reader: Reader) -> set[int]:
    """Give those of these projects that are there: past projects are public."""
    return set(Project.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("trackrecord:project", args=[split_key(hit.key)[1]])


def _aside_of(hit: Hit) -> str:
    programme = str(hit.data.get("programme", ""))
    year = str(hit.day.year) if hit.day else ""
    said = (hit.data.get("acronym"), PROGRAMMES.get(programme, programme), year, hit.data.get("coordinator"))
    return " · ".join(str(part) for part in said if part)


SHOWING = Showing(
    kind="project",
    label=_("Projects"),
    noun=_("past project"),
    icon="project",
    position=20,
    url_of=_url_of,
    seen_by=seen_by,
    aside_of=_aside_of,
)
