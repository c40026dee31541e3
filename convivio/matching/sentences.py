"""Reasons in plain sentences, each with one link that opens its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.engine.rank import Ranking
from convivio.engine.reasons import Reason
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.matching.telling import Telling
from convivio.organisations.models import Organisation
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept
from convivio.web.amounts import in_words

ORDER = ("past_work", "collaboration", "introduction", "profile", "record")
"""What is said first: the closest work, then whom they know, then their own words, then the rest."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason as a person reads it.

    `kind` chooses its icon; `evidence` are the keys of what it rests on, and `url` opens the first;
    `words` are those that carried it.
    """

    kind: str
    text: str
    url: str = ""
    opens: str = ""
    weight: float = 0.0
    evidence: tuple[str, ...] = field(default=())

    def kept(self) -> dict[str, object]:
        """Give what is kept of it with a pick or a seat."""
        return {
            "kind": self.kind,
            "text": self.text,
            "url": self.url,
            "opens": self.opens,
            "evidence": list(self.evidence),
        }


def phrased(reasons: Sequence[Sequence[Reason]], ranking: Ranking, reader: Reader) -> list[list[Sentence]]:
    """Phrase the reasons of several suggestions, reading every row they name at once.

    Shape: for each suggestion its sentences, one of each kind before a second of any.
    A reason whose evidence the reader may not open, or that is gone, is left out.
    """
    rows = _Rows([one for several in reasons for one in several], ranking, reader)
    return [[said for one in _in_turn(several) if (said := _phrase(one, rows))] for several in reasons]


def _in_turn(reasons: Sequence[Reason]) -> list[Reason]:
    """Put one reason of each kind before a second of any; they come weightiest first."""
    seen: dict[str, int] = {}
    places = []
    for reason in reasons:
        turn = seen[reason.kind] = seen.get(reason.kind, 0) + 1
        places.append((turn, ORDER.index(reason.kind)))
    return [reason for _place, reason in sorted(zip(places, reasons, strict=True), key=lambda pair: pair[0])]


class _Rows:
    """The rows that reasons name, as far as the reader may see them."""

    def __init__(self, reasons: Sequence[Reason], ranking: Ranking, reader: Reader) -> None:
        leads = ranking.asked.leads
        keys = {key for one in reasons for key in one.evidence} | set(leads)
        numbers: dict[str, set[int]] = {"project": set(), "organisation": set()}
        for key in keys:
            kind, number = split_key(key)
            numbers.setdefault(kind, set()).add(number)
        shown = Project.objects.only("id", "acronym", "title")
        self.projects = shown.in_bulk(numbers["project"])
        self.organisations = Organisation.objects.visible_to(reader).in_bulk(numbers["organisation"])
        self.telling = Telling({word for one in reasons for word in one.words}, _labels(reasons))
        self.lead = next((self.organisation(key) for key in leads), None)
        self.asks_for_itself = self.lead is not None and reader.sees(self.lead.key)

    def project(self, key: str) -> Project | None:
        kind, number = split_key(key)
        return self.projects.get(number) if kind == "project" else None

    def organisation(self, key: str) -> Organisation | None:
        kind, number = split_key(key)
        return self.organisations.get(number) if kind == "organisation" else None

    def words(self, reason: Reason) -> str:
        return self.telling.listed(reason.words, reason.concepts)


def _labels(reasons: Sequence[Reason]) -> Mapping[str, str]:
    codes = {code for one in reasons for code in one.concepts}
    if not codes:
        return {}
    rows = Concept.objects.filter(code__in={code.partition(":")[2] for code in codes})
    return {f"{row.scheme}:{row.code}": str(row.label) for row in rows if f"{row.scheme}:{row.code}" in codes}


def _phrase(reason: Reason, rows: _Rows) -> Sentence | None:
    makers = {
        "past_work": _past_work,
        "profile": _profile,
        "record": _record,
        "collaboration": _collaboration,
        "introduction": _introduction,
    }
    return makers[reason.kind](reason, rows)


def _past_work(reason: Reason, rows: _Rows) -> Sentence | None:
    project = rows.project(reason.evidence[0])
    if project is None:
        return None
    values = {"project": _dated(project, reason), "words": rows.words(reason)}
    if reason.role == "coordinator":
        text = (
            _("It coordinated %(project)s, which speaks of %(words)s.")
            if values["words"]
            else _("It coordinated %(project)s, close to what you look for.")
        )
    else:
        text = (
            _("It worked in %(project)s, which speaks of %(words)s.")
            if values["words"]
            else _("It worked in %(project)s, close to what you look for.")
        )
    opens = _("Open %(project)s") % {"project": project}
    return _sentence(reason, text % values, project.get_absolute_url(), opens)


def _profile(reason: Reason, rows: _Rows) -> Sentence | None:
    organisation = rows.organisation(reason.evidence[0])
    words = rows.words(reason)
    if organisation is None or not words:
        return None
    if organisation.confirmed_on:
        text = _("It says of itself that it deals with %(words)s, confirmed on %(day)s.")
        values = {"words": words, "day": in_words(organisation.confirmed_on, "j F Y")}
    else:
        text, values = _("It says of itself that it deals with %(words)s."), {"words": words}
    return _sentence(reason, text % values, organisation.get_absolute_url(), _("Open its page"))


def _record(reason: Reason, rows: _Rows) -> Sentence | None:
    """Say what all it did adds up to, where the reader may open some of it."""
    if not any(rows.project(key) or rows.organisation(key) for key in reason.evidence):
        return None
    values = {"count": reason.count, "words": rows.words(reason)}
    text = (
        ngettext(
            "%(count)s piece of its past work touches this: %(words)s.",
            "%(count)s pieces of its past work touch this: %(words)s.",
            reason.count,
        )
        if values["words"]
        else ngettext(
            "%(count)s piece of its past work touches this.",
            "%(count)s pieces of its past work touch this.",
            reason.count,
        )
    )
    return _sentence(reason, text % values)


def _collaboration(reason: Reason, rows: _Rows) -> Sentence | None:
    shared = [project for key in reason.evidence if (project := rows.project(key))]
    if rows.lead is None or not shared:
        return None
    values = {
        "lead": rows.lead.short_name or rows.lead.name,
        "count": reason.count,
        "project": _dated(shared[0], reason),
    }
    if rows.asks_for_itself:
        text = ngettext(
            "It worked with you in %(project)s.",
            "It worked with you in %(count)s projects, last in %(project)s.",
            reason.count,
        )
    else:
        text = ngettext(
            "It worked with %(lead)s in %(project)s.",
            "It worked with %(lead)s in %(count)s projects, last in %(project)s.",
            reason.count,
        )
    opens = _("Open %(project)s") % {"project": shared[0]}
    return _sentence(reason, text % values, shared[0].get_absolute_url(), opens)


def _introduction(reason: Reason, rows: _Rows) -> Sentence | None:
    """Say where it met those who can introduce it."""
    through = next((project for key in reason.evidence if (project := rows.project(key))), None)
    if rows.lead is None or through is None:
        return None
    if rows.asks_for_itself:
        text = _("In %(project)s it worked with partners of yours.")
    else:
        text = _("In %(project)s it worked with partners of %(lead)s.")
    values = {"project": str(through), "lead": rows.lead.short_name or rows.lead.name}
    opens = _("Open %(project)s") % {"project": through}
    return _sentence(reason, text % values, through.get_absolute_url(), opens)


def _sentence(reason: Reason, text: str, url: str = "", opens: str = "") -> Sentence:
    return Sentence(reason.kind, text, url, opens, round(reason.weight, 4), reason.evidence)


def _dated(project: Project, reason: Reason) -> str:
    return f"{project} ({reason.day.year})" if reason.day else str(project)
