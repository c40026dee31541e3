"""The call radar: which calls to come fit what an organisation did and says, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.calls.documents import document_of
from convivio.calls.models import Call, CallQuerySet
from convivio.engine.errors import IndexIsMissing
from convivio.engine.evidence import Evidence
from convivio.engine.rank_calls import CallReason, Calls, CallSuggestion, rank_calls
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.matching.sentences import Sentence
from convivio.matching.telling import enumerated
from convivio.organisations.models import Organisation
from convivio.search.freshness import the_index
from convivio.search.stems import stem
from convivio.trackrecord.models import Project

LEAST_SHARE = 0.5
"""A call that fits less than half as well as the best one is left out: it would be there to fill the list."""
SPARE = 4
"""How many times more calls are ranked than shown, as some may be hidden from the reader."""


@dataclass(frozen=True, slots=True)
class FittingCall:
    """A call that an organisation could win, and why."""

    call: Call
    fit: float
    reasons: tuple[Sentence, ...]


def calls_for(organisation: Organisation, reader: Reader, *, most: int = 5) -> list[FittingCall]:
    """Give the calls to come that fit an organisation, best first, each with reasons that can be opened.

    Nothing fits an organisation of which nothing is known, nor before the index was built.
    """
    try:
        evidence = the_index().evidence
    except IndexIsMissing:
        return []
    ranked = rank_calls(
        _candidates(evidence, localdate()),
        [organisation.key],
        audiences=sorted(reader.audiences),
        limit=most * SPARE,
    )
    rows = Call.objects.visible_to(reader).in_bulk([split_key(one.key)[1] for one in ranked])
    seen = [one for one in ranked if split_key(one.key)[1] in rows]
    least = LEAST_SHARE * max((one.fit for one in seen), default=0.0)
    kept = [one for one in seen if one.fit >= least][:most]
    projects = _projects(kept)
    found = [
        FittingCall(rows[split_key(one.key)[1]], one.fit, _sentences(one.reasons, projects, organisation))
        for one in kept
    ]
    return [one for one in found if one.reasons]


def _projects(suggestions: Sequence[CallSuggestion]) -> dict[int, Project]:
    keys = {reason.evidence for one in suggestions for reason in one.reasons}
    return Project.objects.in_bulk([split_key(key)[1] for key in keys if key.startswith("project:")])


def _sentences(
    reasons: Sequence[CallReason], projects: dict[int, Project], organisation: Organisation
) -> tuple[Sentence, ...]:
    said = (_sentence(reason, projects, organisation) for reason in reasons)
    return tuple(sentence for sentence in said if sentence is not None)


def _sentence(
    reason: CallReason, projects: dict[int, Project], organisation: Organisation
) -> Sentence | None:
    """Phrase one reason; one without a word in common, or whose evidence is gone, is left out."""
    words = in_quotes(reason.words)
    if not words:
        return None
    if reason.evidence == organisation.key:
        text = _("Your page speaks of %(words)s, and so does the call.") % {"words": words}
        return _made(reason, "profile", text, organisation.get_absolute_url(), _("Open your page"))
    kind, number = split_key(reason.evidence)
    project = projects.get(number) if kind == "project" else None
    if project is None:
        return None
    values = {"project": project, "year": reason.day.year if reason.day else "", "words": words}
    text = (
        _("Close to your project %(project)s (%(year)s): both speak of %(words)s.")
        if reason.day
        else _("Close to your project %(project)s: both speak of %(words)s.")
    )
    opens = _("Open %(project)s") % values
    return _made(reason, "past_work", text % values, project.get_absolute_url(), opens)


def in_quotes(words: Sequence[str]) -> str:
    """Join words, without articles and the like, which another language's analysis takes for words."""
    return enumerated([word for word in words if stem(word, "en") and stem(word, "it")])


def _made(reason: CallReason, kind: str, text: str, url: str, opens: str) -> Sentence:
    return Sentence(kind, text, url, opens, round(reason.weight, 4), (reason.evidence,))


def calls_to_come(day: date) -> CallQuerySet:
    """Give the calls that take proposals on a day or later."""
    return Call.objects.filter(Q(deadline__gte=day) | Q(deadline=None, opens_on__gt=day))


_lock = Lock()
_kept: tuple[object, Calls] | None = None


def _candidates(evidence: Evidence, day: date) -> Calls:
    """Give the calls to come, read once for each state of the index and of the calls."""
    global _kept  # noqa: PLW0603 - one copy in a process, made anew when something changes
    to_come = calls_to_come(day)
    state = to_come.aggregate(Max("pk"), Max("reading"), Count("pk"))
    mark = (id(evidence), day, *state.values())
    kept = _kept
    if kept is None or kept[0] != mark:
        with _lock:
            kept = (mark, Calls(evidence, [document_of(call) for call in to_come.order_by("pk")]))
            _kept = kept
    return kept[1]
