"""How an organisation looks as one line among answers."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Kind, Organisation
from convivio.search.showing import Hit, Showing, Words

KIND_NAMES: dict[str, Words] = dict(Kind.choices)


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these organisations that this reader may see now."""
    return set(Organisation.objects.visible_to(reader).filter(pk__in=numbers).values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return address_of("organisations:page", hit.data["slug"])


def _place_of(hit: Hit) -> str:
    return ", ".join(part for part in (hit.data.get("city"), hit.data.get("country")) if part)


def _noun_of(hit: Hit) -> Words:
    return KIND_NAMES.get(hit.data.get("kind", ""), "")


SHOWING = Showing(
    kind="organisation",
    label=_("Organisations"),
    noun=_("organisation"),
    icon="people",
    position=10,
    url_of=_url_of,
    seen_by=seen_by,
    noun_of=_noun_of,
    aside_of=_place_of,
    silhouette_of=lambda hit: str(hit.data.get("kind") or Kind.OTHER),
)
