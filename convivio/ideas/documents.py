"""How an idea is found, by those who may read of it: by its whole text while that is open to them, else by its summary."""

from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.ideas.models import Idea
from convivio.ideas.stages import Part, shows
from convivio.kernel.audiences import Reader
from convivio.search.documents import Document
from convivio.search.showing import Hit, Showing

BATCH = 500
TEXTS_OF = {
    Part.SUMMARY: ("title", "summary"),
    Part.PARTNER: ("sought",),
    Part.BODY: ("what", "advantages"),
}


def idea_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each idea that stands in the list."""
    rows = Idea.objects.listed().select_related("organisation").order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for one in rows.iterator(BATCH):
        yield document_of(one)


def document_of(one: Idea) -> Document:
    """Say what is found of an idea: the parts that its audience reads at its stage, and nothing else."""
    names = [
        name for part, texts in TEXTS_OF.items() if shows(one.stage, part, to_team=False) for name in texts
    ]
    words = {
        code: "\n".join(filter(None, (getattr(one, name).get(code, "") for name in names)))
        for code in ("it", "en")
    }
    return Document(
        key=one.key,
        type="idea",
        title=str(one.title),
        names=tuple(filter(None, one.title.values())),
        it=words["it"],
        en=words["en"],
        audiences=(one.audience,),
        data={"number": one.pk, "whose": one.organisation.name},
    )


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these ideas that this reader may read of now."""
    rows = Idea.objects.listed().visible_to(reader).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("ideas:page", args=[hit.data["number"]])


SHOWING = Showing(
    kind="idea",
    label=_("Ideas"),
    noun=_("idea"),
    icon="idea",
    position=36,
    url_of=_url_of,
    seen_by=seen_by,
    aside_of=lambda hit: str(hit.data.get("whose", "")),
)
