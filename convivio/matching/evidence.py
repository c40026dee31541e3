"""The text that a reason rests on, with the passages that speak of the need."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import get_language

from convivio.engine.aspects import telling_terms
from convivio.engine.rank import Ranking
from convivio.kernel.audiences import Reader
from convivio.kernel.translated import Translated
from convivio.matching.actions import words_of
from convivio.matching.answering import Wanted, rank
from convivio.matching.models import Question
from convivio.matching.passages import Passage, passages
from convivio.organisations.models import Organisation
from convivio.search.stems import language_of
from convivio.trackrecord.models import Participation, Project

LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the evidence: its language, and its passages."""

    language: str
    passages: tuple[Passage, ...]


def evidence_context(question: Question, of: str, slug: str, reader: Reader) -> dict[str, Any]:
    """Gather the evidence of one reason, as far as the reader may see it.

    Raises:
        Http404: there is no such evidence, or the reader may not see it.
    """
    organisation = Organisation.objects.visible_to(reader).filter(slug=slug).first()
    if organisation is None:
        raise Http404
    ranking = rank(Wanted(text=words_of(question), lead=question.lead), reader, 0)
    if of == organisation.key:
        return {
            "question": question,
            "organisation": organisation,
            "texts": texts_of([organisation.description], ranking),
            "reading": organisation.reading,
            "day": organisation.confirmed_on,
        }
    project = _project(of)
    part = Participation.objects.filter(project=project, organisation=organisation).first()
    if part is None:
        raise Http404
    own = Translated({language_of(project.objective) or "en": project.objective}) if project.objective else {}
    return {
        "question": question,
        "organisation": organisation,
        "project": project,
        "role": part.get_role_display(),
        "texts": texts_of([Translated(own), project.summary], ranking),
        "reading": project.reading,
        "day": project.signed_on,
    }


def _project(key: str) -> Project:
    number = key.removeprefix("project:")
    is_number = number != key and number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    rows = Project.objects.select_related("reading__source")
    found = rows.filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise Http404
    return found


def texts_of(told: list[Translated], ranking: Ranking) -> list[Text]:
    """Give the passages that speak of the need, of the text in the reader's language if it has any."""
    spoken = (get_language() or "it")[:2]
    found = [Text(language, _passages(text, ranking)) for language, text in _by_language(told)]
    held = [one for one in found if any(passage.holds_any for passage in one.passages)]
    held.sort(key=lambda one: one.language != spoken)
    return held[:1] or found[:1]


def _passages(text: str, ranking: Ranking) -> tuple[Passage, ...]:
    return tuple(passages(text, telling_terms(ranking.evidence, ranking.scores, text)))


def _by_language(told: list[Translated]) -> Iterator[tuple[str, str]]:
    for texts in told:
        for language, text in texts.items():
            if text:
                yield language, text
