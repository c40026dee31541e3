"""How a resource is found, by those who may see it."""

from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Reader
from convivio.resources.models import Resource
from convivio.search.documents import Document
from convivio.search.showing import Hit, Showing

BATCH = 500


def resource_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each resource that is offered."""
    rows = Resource.objects.offered().select_related("owner", "site").order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for one in rows.iterator(BATCH):
        yield document_of(one)


def document_of(one: Resource) -> Document:
    words = {
        code: "\n".join(
            filter(None, (text.get(code, "") for text in (one.name, one.description, one.prerequisites)))
        )
        for code in ("it", "en")
    }
    return Document(
        key=one.key,
        type="resource",
        title=str(one.name),
        names=tuple(filter(None, (one.manufacturer, one.model, *one.name.values()))),
        it=words["it"],
        en=words["en"],
        audiences=(one.audience,),
        data={"slug": one.slug, "owner": one.owner.name},
    )


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these resources that this reader may see now."""
    rows = Resource.objects.offered().visible_to(reader).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("resources:page", args=[hit.data["slug"]])


SHOWING = Showing(
    kind="resource",
    label=_("Resources"),
    noun=_("resource"),
    icon="resource",
    position=35,
    url_of=_url_of,
    seen_by=seen_by,
    aside_of=lambda hit: str(hit.data.get("owner", "")),
)
