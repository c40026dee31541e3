"""Calls for many organisations at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from convivio.engine.documents import Document
from convivio.engine.rank_calls import CallReason, Calls, CallSuggestion, rank_calls
from convivio.kernel.audiences import ANYONE, PUBLIC
from convivio.kernel.keys import split_key
from convivio.matching.batch import Told, organisations_by_pic
from convivio.matching.lines import Answer, Line
from convivio.matching.radar import in_quotes
from convivio.search.freshness import the_index
from convivio.trackrecord.models import Project


def answer_calls(
    bodies: Sequence[Line], candidates: Sequence[Line], *, top: int, before: date | None, told: Told,
    unknown: Callable[[Line], None],
) -> Iterator[Answer]:  # fmt: skip
    """Rank the candidates for each organisation, as anyone would see what it did.

    Shape: an answer for each line, in order; one that names no organisation of this installation
        has an empty ranking, and is told to `unknown`. Topics in a line's `exclude` are left out.
    """
    by_topic = {line.text("topic"): line for line in reversed(candidates)}
    calls = Calls(the_index().evidence, _documents(by_topic), before)
    known = organisations_by_pic({line.text("id") for line in bodies})
    for number, line in enumerate(bodies, 1):
        organisation = known.get(line.text("id"))
        found = []
        if organisation is None:
            unknown(line)
        else:
            audiences, done = sorted(ANYONE.audiences), line.texts("exclude")
            found = rank_calls(calls, [organisation.key], audiences=audiences, exclude=done, limit=top)
        yield {"id": line.said["id"], "ranking": _ranking(found, by_topic)}
        told(number, len(bodies))


def _documents(by_topic: dict[str, Line]) -> Iterator[Document]:
    for topic, line in by_topic.items():
        words = "\n".join((line.text("keywords").replace("|", " "), line.text("text")))
        yield Document(key=topic, type="call", title=line.text("title"), en=words, audiences=(PUBLIC,))


def _ranking(found: Sequence[CallSuggestion], by_topic: dict[str, Line]) -> list[Answer]:
    projects = _projects(reason for one in found for reason in one.reasons)
    return [
        {
            "topic": one.key,
            "title": by_topic[one.key].text("title"),
            "score": round(one.score, 6),
            "reasons": [said for reason in one.reasons if (said := _sentence(reason, projects))],
        }
        for one in found
    ]


def _projects(reasons: Iterable[CallReason]) -> dict[int, Project]:
    keys = {reason.evidence for reason in reasons if reason.evidence.startswith("project:")}
    return Project.objects.only("acronym", "title").in_bulk([split_key(key)[1] for key in keys])


def _sentence(reason: CallReason, projects: dict[int, Project]) -> str:
    """Phrase one reason; one without a telling word in common, or whose evidence is gone, says nothing."""
    kind, number = split_key(reason.evidence)
    words = in_quotes(reason.words)
    if not words:
        return ""
    if kind == "organisation":
        return _("Its own page and the call both speak of %(words)s.") % {"words": words}
    if number not in projects:
        return ""
    values = {"project": projects[number], "year": reason.day.year if reason.day else "", "words": words}
    text = (
        _("Its project %(project)s (%(year)s) and the call both speak of %(words)s.")
        if reason.day
        else _("Its project %(project)s and the call both speak of %(words)s.")
    )
    return text % values
