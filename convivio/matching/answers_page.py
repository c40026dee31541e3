"""What the answers page shows: the need, two lists with reasons, and the table with its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.engine.aspects import coverage
from convivio.engine.rank import Ranking
from convivio.kernel.audiences import Reader
from convivio.matching.actions import words_of
from convivio.matching.answering import Suggested, Wanted, rank, suggest
from convivio.matching.aspects import aspects_of
from convivio.matching.models import Question
from convivio.matching.narrowing import FACETS, best_of, counted, narrowed
from convivio.matching.tables import Table, table_of
from convivio.organisations.models import Organisation
from convivio.search.addresses import changed, chosen_in, without
from convivio.search.facets import chips, facets_to_show, names_in
from convivio.vocabulary.facet_names import place_names

EACH = 6
MOST_SHOWN = 60
COVERED = 0.5
SIGNS = {"past_work": "project", "profile": "skill", "record": "publication", "collaboration": "shared"}
MOST_ADDED = 3
FREE_SEATS = 5


def rank_for(question: Question, reader: Reader) -> Ranking:
    """Rank everyone for a question.

    Raises:
        BadInput, EmptyText: there is no word to look for.
    """
    return rank(Wanted(text=words_of(question), lead=question.lead), reader, 0)


def answers_context(request: HttpRequest, question: Question, reader: Reader) -> dict[str, Any]:
    """Gather everything for the page."""
    chosen = chosen_in(request.GET, FACETS)
    ranking = rank_for(question, reader)
    table = table_of(question, reader)
    mask = narrowed(ranking, chosen)
    lists = [_list(request, ranking, mask, name, reader) for name in ("known", "new")]
    adds = Adds(ranking, words_of(question), table)
    picked = {one.pk for one in table.picked}
    places = _places([one.organisation for shown in lists for one in shown["suggested"]], reader)
    for shown in lists:
        shown["candidates"] = [
            candidate_of(one, adds, places, picked=one.organisation.pk in picked)
            for one in shown["suggested"]
        ]
    counts = counted(ranking, chosen)
    names = names_in(chosen, reader)
    return {
        "question": question,
        "lists": lists,
        "total": sum(shown["count"] for shown in lists),
        "facets": facets_to_show(counts, chosen, reader),
        "chips": chips(chosen, names, lambda name, value: without(request, name, value)),
        "clear_url": request.path if chosen else "",
        "concepts": [{"label": name} for name in adds.names.values()],
        **table_context(question, table),
    }


def _list(request: HttpRequest, ranking: Ranking, mask: Any, name: str, reader: Reader) -> dict[str, Any]:
    """Give one of the two lists, as long as its address asks."""
    asked = request.GET.get(name, "")
    most = (
        min(max(int(asked), EACH), MOST_SHOWN)
        if asked.isascii() and asked.isdecimal() and len(asked) < EACH
        else EACH
    )
    found, count = best_of(ranking, mask, known=name == "known", after=0, most=most)
    suggested = suggest(ranking, found, reader)
    more = min(count, MOST_SHOWN) - len(suggested)
    return {
        "name": name,
        "suggested": suggested,
        "count": count,
        "more": max(0, min(more, 10)),
        "more_url": changed(request, **{name: str(most + 10)}) if more > 0 else "",
    }


class Adds:
    """What somebody would add to those at the table already: the parts of the need that they leave open."""

    def __init__(self, ranking: Ranking, text: str, table: Table) -> None:
        self.aspects, self.names = aspects_of(text, ranking)
        self.levels = coverage(ranking.evidence, self.aspects)
        self.rows = ranking.evidence.history.organisation_rows
        self.countries = {one.country for one in table.seated}
        self.open = [
            aspect.key
            for aspect in self.aspects
            if not any(self._level(one, aspect.key) >= COVERED for one in table.seated)
        ]

    def sentence(self, organisation: Organisation) -> tuple[str, bool]:
        """Say what they would add, and whether that is little."""
        brings = [self.names[key] for key in self.open if self._level(organisation, key) >= COVERED]
        country = organisation.country and self.countries and organisation.country not in self.countries
        if brings and country:
            words = _("Adds %(parts)s, and a new country.")
        elif brings:
            words = _("Adds %(parts)s.")
        elif country:
            words = _("Adds a new country; your table covers the rest of what they do here.")
        else:
            return _("Adds little: your table covers what they do here."), True
        return words % {"parts": ", ".join(brings[:MOST_ADDED])}, False

    def _level(self, organisation: Organisation, key: str) -> float:
        row = self.rows.get(organisation.key)
        return 0.0 if row is None else float(self.levels[key][row])


def candidate_of(one: Suggested, adds: Adds, places: Mapping[str, str], *, picked: bool) -> dict[str, Any]:
    """Give one answer in the shape that `web/_candidate.html` wants."""
    organisation = one.organisation
    text, little = adds.sentence(organisation)
    place = ", ".join(
        part for part in (organisation.city.title(), places.get(organisation.country, "")) if part
    )
    return {
        "key": organisation.key,
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "kind": organisation.kind,
        "kind_label": organisation.get_kind_display(),
        "place": place,
        "size": organisation.get_size_display() if organisation.size else "",
        "reasons": [
            {"kind": SIGNS[said.kind], "text": said.text, "url": said.url, "link": said.opens}
            for said in one.reasons
        ],
        "adds": "" if picked else text,
        "adds_little": little,
        "confirmed": _("confirmed on %(day)s")
        % {"day": date_format(organisation.confirmed_on, "DATE_FORMAT")}
        if organisation.confirmed_on
        else "",
        "picked": picked,
    }


def table_context(question: Question, table: Table) -> dict[str, Any]:
    """Give the table beside the answers, in the shapes that `web/_tray.html` and `_tray_bar.html` want."""
    judgement = table.judgement
    compose_url = reverse("matching:table", args=[question.address])
    count = len(table.seated)
    title = ngettext("%(count)s at your table", "%(count)s at your table", count) % {"count": count}
    return {
        "question": question,
        "tray": {
            "seated": [
                {"key": one.key, "name": one.name, "kind": one.kind, "is_lead": one == table.lead}
                for one in table.seated
            ],
            "free": max(1, FREE_SEATS - count),
            "under": title,
            "rules": _brief(judgement),
            "call": _against(question, judgement),
        },
        "tray_title": title,
        "tray_aside": _in_short(judgement),
        "compose_url": compose_url if table.picked else "",
        "put_back_url": reverse("matching:picks", args=[question.address]),
    }


def _brief(judgement: Any) -> list[Any]:
    return list(judgement.lines) if judgement else []


def _against(question: Question, judgement: Any) -> dict[str, str] | None:
    if question.call:
        return {"label": str(question.call), "url": question.call.get_absolute_url()}
    return {"label": judgement.title, "url": ""} if judgement else None


def _in_short(judgement: Any) -> str:
    if judgement is None:
        return ""
    counts = judgement.counts
    return _("%(met)s of %(all)s rules met, %(missing)s missing, %(unsure)s unknown") % {
        "met": counts["met"],
        "all": sum(counts.values()),
        "missing": counts["missing"],
        "unsure": counts["unsure"],
    }


def _places(organisations: Iterable[Organisation], reader: Reader) -> dict[str, str]:
    codes: Sequence[str] = sorted({one.country for one in organisations if one.country})
    return {code: str(name) for code, name in place_names(codes, reader).items()}
