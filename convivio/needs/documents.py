"""How an entry is found: by its title, and by its words where nobody is hidden; never by who asks."""

from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Reader
from convivio.needs.models import Entry
from convivio.search.documents import Document
from convivio.search.showing import Hit, Showing

BATCH = 500


def entry_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each entry that stands on the board."""
    rows = Entry.objects.on_the_board().order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for one in rows.iterator(BATCH):
        yield document_of(one)


def document_of(one: Entry) -> Document:
    texts = (one.title,) if one.is_blinded else (one.title, one.body)
    words = {code: "\n".join(filter(None, (text.get(code, "") for text in texts))) for code in ("it", "en")}
    return Document(
        key=one.key,
        type="entry",
        title=str(one.title),
        names=tuple(filter(None, one.title.values())),
        it=words["it"],
        en=words["en"],
        audiences=(one.audience,),
        data={"address": one.address, "side": one.side},
    )


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these entries that this reader may see now."""
    rows = Entry.objects.on_the_board().visible_to(reader).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("needs:page", args=[hit.data["address"]])


SHOWING = Showing(
    kind="entry",
    label=_("Needs and offers"),
    noun=_("need or offer"),
    icon="shared",
    position=33,
    url_of=_url_of,
    seen_by=seen_by,
)
