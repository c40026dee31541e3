"""How a skill is found, by those who may see it: by all names of its concept in both languages, and by its own words."""

from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Reader
from convivio.search.documents import Document
from convivio.search.showing import Hit, Showing
from convivio.skills.models import Skill

BATCH = 500


def skill_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each skill that stands."""
    rows = Skill.objects.standing().select_related("organisation", "concept").order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    for one in rows.iterator(BATCH):
        yield document_of(one)


def document_of(one: Skill) -> Document:
    label, synonyms = one.concept.label, one.concept.synonyms
    words = {
        code: "\n".join(filter(None, (label.get(code, ""), *synonyms.get(code, ()), one.words.get(code, ""))))
        for code in ("it", "en")
    }
    return Document(
        key=one.key,
        type="skill",
        title=str(one.concept),
        names=tuple(filter(None, label.values())),
        it=words["it"],
        en=words["en"],
        audiences=(one.audience,),
        data={"number": one.pk, "label": dict(label), "organisation": one.organisation.name},
    )


def seen_by(numbers: Collection[int], reader: Reader) -> set[int]:
    """Give those of these skills that this reader may see now."""
    rows = Skill.objects.standing().visible_to(reader).filter(pk__in=numbers)
    return set(rows.values_list("pk", flat=True))


def _url_of(hit: Hit) -> str:
    return reverse("skills:page", args=[hit.data["number"]])


SHOWING = Showing(
    kind="skill",
    label=_("Skills"),
    noun=_("skill"),
    icon="skill",
    position=36,
    url_of=_url_of,
    seen_by=seen_by,
    aside_of=lambda hit: str(hit.data.get("organisation", "")),
)
