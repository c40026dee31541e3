"""How a draft is found, by those who may see it and nobody else."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.consortia.models import Consortium, Seat
from convivio.kernel.audiences import Reader
from convivio.search.documents import Document
from convivio.search.showing import Hit, Showing

BATCH = 500


def consortium_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each draft that is not set aside."""
    rows = Consortium.objects.kept().select_related("call").order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    seats = Seat.objects.exclude(organisation=None).select_related("organisation")
    for consortium in rows.prefetch_related(Prefetch("seats", seats)).iterator(BATCH):
        yield document_of(consortium)


def document_of(consortium: Consortium) -> Document:
    call = consortium.call
    partners = [seat.organisation.name for seat in consortium.seats.all() if seat.organisation]
    words = "\n".join(text for text in (consortium.need, str(call) if call else "", *partners) if text)
    return Document(
        key=consortium.key,
        type="consortium",
        title=consortium.name,
        it=words,
        en=words,
        audiences=(consortium.audience,),
        day=call.deadline if call else None,
        data={"number": consortium.pk, "partners": len(partners), "call": str(call) if call else ""},
    )


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these drafts that this reader may see now."""
    rows = Consortium.objects.visible_to(reader).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("consortia:page", args=[hit.data["number"]])


SHOWING = Showing(
    kind="consortium",
    label=_("Consortia"),
    noun=_("consortium"),
    icon="table",
    position=40,
    url_of=_url_of,
    seen_by=seen_by,
    aside_of=lambda hit: str(hit.data.get("call", "")),
)
