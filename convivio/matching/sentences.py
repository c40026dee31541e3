"""Reasons in plain sentences, each with one link that opens its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.engine.rank import Ranking
from convivio.engine.reasons import Reason
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One reason as a person reads it.

    `kind` chooses its icon; `evidence` are the keys of what it rests on, and `url` opens the first.
    """

    kind: str
    text: str
    url: str = ""
    opens: str = ""
    weight: float = 0.0
    evidence: tuple[str, ...] = field(default=())


def phrased(reasons: Sequence[Sequence[Reason]], ranking: Ranking, reader: Reader) -> list[list[Sentence]]:
    """Phrase the reasons of several suggestions, reading every row they name at once.

    A reason whose evidence the reader may not open, or that is gone, is left out.
    """
    known = _Rows([one for several in reasons for one in several], ranking, reader)
    return [[said for one in several if (said := _phrase(one, known))] for several in reasons]


class _Rows:
    """The rows that reasons name."""

    def __init__(self, reasons: Sequence[Reason], ranking: Ranking, reader: Reader) -> None:
        keys = {key for one in reasons for key in one.evidence}
        leads = set(ranking.asked.leads)
        numbers: dict[str, set[int]] = {"project": set(), "organisation": set()}
        for key in keys | leads:
            kind, number = split_key(key)
            numbers.setdefault(kind, set()).add(number)
        self.projects = Project.objects.in_bulk(numbers["project"])
        self.organisations = Organisation.objects.visible_to(reader).in_bulk(numbers["organisation"])
        codes = {code for one in reasons for code in one.concepts}
        self.concepts = _concepts(codes)
        self.lead = next((self.organisation(key) for key in ranking.asked.leads), None)

    def project(self, key: str) -> Project | None:
        kind, number = split_key(key)
        return self.projects.get(number) if kind == "project" else None

    def organisation(self, key: str) -> Organisation | None:
        kind, number = split_key(key)
        return self.organisations.get(number) if kind == "organisation" else None


def _concepts(codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    pairs = [code.partition(":") for code in codes]
    wanted = {(scheme, code) for scheme, _colon, code in pairs}
    rows = Concept.objects.filter(code__in=[code for _scheme, code in wanted])
    return {f"{row.scheme}:{row.code}": str(row.label) for row in rows if (row.scheme, row.code) in wanted}


def _phrase(reason: Reason, rows: _Rows) -> Sentence | None:
    makers = {
        "past_work": _past_work,
        "profile": _profile,
        "record": _record,
        "collaboration": _collaboration,
    }
    return makers[reason.kind](reason, rows)


def _past_work(reason: Reason, rows: _Rows) -> Sentence | None:
    project = rows.project(reason.evidence[0])
    if project is None:
        return None
    values = {"project": project, "year": _year(reason), "words": _words(reason, rows)}
    if reason.role == "coordinator":
        text = (
            _("It coordinated %(project)s (%(year)s), which is about %(words)s.")
            if values["words"]
            else _("It coordinated %(project)s (%(year)s), close to what you look for.")
        )
    else:
        text = (
            _("It worked in %(project)s (%(year)s), which is about %(words)s.")
            if values["words"]
            else _("It worked in %(project)s (%(year)s), close to what you look for.")
        )
    return _sentence(reason, text % values, project.get_absolute_url(), _("Open %(project)s") % values)


def _profile(reason: Reason, rows: _Rows) -> Sentence | None:
    organisation = rows.organisation(reason.evidence[0])
    words = _words(reason, rows)
    if organisation is None or not words:
        return None
    said_on = organisation.confirmed_on
    if said_on:
        text = _("It says of itself, confirmed on %(day)s, that it does %(words)s.")
    else:
        text = _("It says of itself that it does %(words)s.")
    values = {"words": words, "day": date_format(said_on, "DATE_FORMAT") if said_on else ""}
    return _sentence(reason, text % values, organisation.get_absolute_url(), _("Open its page"))


def _record(reason: Reason, rows: _Rows) -> Sentence | None:
    words = _words(reason, rows)
    text = ngettext(
        "%(count)s piece of its past work touches this",
        "%(count)s pieces of its past work touch this",
        reason.count,
    ) % {"count": reason.count}
    text = _("%(start)s: %(words)s.") % {"start": text, "words": words} if words else f"{text}."
    return _sentence(reason, text)


def _collaboration(reason: Reason, rows: _Rows) -> Sentence | None:
    if rows.lead is None:
        return None
    shared = [project for key in reason.evidence if (project := rows.project(key))]
    if not shared:
        return None
    names = ", ".join(str(project) for project in shared[:MOST_NAMED])
    text = ngettext(
        "It worked with %(lead)s in %(count)s project: %(names)s.",
        "It worked with %(lead)s in %(count)s projects, last in %(names)s.",
        reason.count,
    ) % {"lead": rows.lead.short_name or rows.lead.name, "count": reason.count, "names": names}
    opens = _("Open %(project)s") % {"project": shared[0]}
    return _sentence(reason, text, shared[0].get_absolute_url(), opens)


def _sentence(reason: Reason, text: str, url: str = "", opens: str = "") -> Sentence:
    return Sentence(reason.kind, text, url, opens, round(reason.weight, 4), reason.evidence)


def _words(reason: Reason, rows: _Rows) -> str:
    """Join the words that carried the score, concepts by their names."""
    said = [*reason.words, *(rows.concepts[code] for code in reason.concepts if code in rows.concepts)]
    once = list({word.casefold(): f"“{word}”" for word in said}.values())
    return ", ".join(once[:4])


def _year(reason: Reason) -> str:
    return str(reason.day.year) if reason.day else _("no date")
