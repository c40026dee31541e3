"""What the answers page shows: the need, two lists with reasons, and the table with its verdict."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from convivio.engine.rank import Ranking, Suggestion, suggestions_of
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.matching.actions import words_of
from convivio.matching.adds import Adds
from convivio.matching.answering import Wanted, rank, suggest
from convivio.matching.cards import card_of
from convivio.matching.hints import Way, hints
from convivio.matching.models import Question
from convivio.matching.narrowing import FACETS, Chosen, Narrowing
from convivio.matching.tables import Table, table_of
from convivio.matching.tray import tray_context
from convivio.organisations.models import Organisation
from convivio.search.addresses import changed, chosen_in, without
from convivio.search.facets import chips, facets_to_show, names_in
from convivio.search.stems import language_of
from convivio.vocabulary.facet_names import place_names
from convivio.web.amounts import number

EACH = 6
STEP = 10
MOST_SHOWN = 60
LONGEST_COUNT = 3
LISTS = ("known", "new")


class Answers:
    """The answers to a question as an address asks for them: narrowed, in two lists, so many of each."""

    def __init__(self, question: Question, reader: Reader, query: QueryDict) -> None:
        self.question, self.reader, self.query = question, reader, query
        self.chosen: Chosen = chosen_in(query, FACETS)
        self.ranking = rank_for(question, reader)
        self.narrowing = Narrowing(self.ranking, wide=query.get("wide") == "yes")
        self.mask = self.narrowing.mask(self.chosen)
        self.table: Table = table_of(question, reader)
        found = {
            name: self.narrowing.best_of(self.mask, known=name == "known", most=self._most(name))
            for name in LISTS
        }
        self.found: dict[str, list[Suggestion]] = {name: one for name, (one, _count) in found.items()}
        self.counts = {name: count for name, (_one, count) in found.items()}
        self.rows = self._rows()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def shown(self) -> list[Suggestion]:
        return [one for name in LISTS for one in self.found[name]]

    def adds(self) -> Adds:
        """Say what each of those shown would add to the table."""
        candidates = [self.rows[one.key] for one in self.shown if one.key in self.rows]
        return Adds(self.ranking, words_of(self.question), self.table, candidates)

    def _most(self, name: str) -> int:
        asked = self.query.get(name, "")
        is_count = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_COUNT
        return min(max(int(asked), EACH), MOST_SHOWN) if is_count else EACH

    def _rows(self) -> dict[str, Organisation]:
        numbers = [split_key(one.key)[1] for one in self.shown]
        rows = Organisation.objects.visible_to(self.reader).filter(pk__in=numbers)
        return {row.key: row for row in rows}


def rank_for(question: Question, reader: Reader) -> Ranking:
    """Rank everyone for a question.

    Raises:
        BadInput, EmptyText: there is no word to look for.
    """
    return rank(Wanted(text=words_of(question), lead=question.lead), reader, 0)


def answers_context(request: HttpRequest, question: Question, reader: Reader) -> dict[str, Any]:
    """Gather everything for the page."""
    answers = Answers(question, reader, request.GET)
    adds = answers.adds()
    names = names_in(answers.chosen, reader)
    chosen = answers.chosen
    return {
        "question": question,
        "need_language": language_of(question.text) or "",
        "lists": _lists(request, answers, adds),
        "total": answers.total,
        "wide": answers.narrowing.wide,
        "narrow_url": changed(request, wide=None),
        "facets": _facets(answers),
        "chips": chips(chosen, names, lambda name, value: without(request, name, value)),
        "clear_url": request.path if chosen else "",
        "kept": [(name, request.GET[name]) for name in ("wide", *LISTS) if name in request.GET],
        "hints": hints(
            answers.narrowing,
            chosen,
            {name: Way(tuple(names[name].values()), changed(request, **{name: None})) for name in chosen},
            text=question.text,
            wide_url=changed(request, wide="yes"),
        ),
        "concepts": [{"label": name} for name in adds.names.values()],
        **_beside(answers, adds),
    }


def _beside(answers: Answers, adds: Adds) -> dict[str, Any]:
    """Give the table beside the answers, with whom it would gain most from."""
    context = tray_context(answers.question, answers.table, answers.reader)
    context["tray"]["suggestion"] = suggested_next(answers, adds)
    return context


def _facets(answers: Answers) -> list[dict[str, Any]]:
    """Give the facets that can still part the answers; those chosen say what is chosen."""
    counts = answers.narrowing.counts(answers.chosen)
    shown = facets_to_show(counts, answers.chosen, answers.reader)
    for facet in shown:
        labels = [choice.label for choice in facet["choices"] if choice.chosen]
        facet["chosen_label"] = labels[0] if len(labels) == 1 else number(len(labels)) if labels else ""
    return [facet for facet in shown if len(facet["choices"]) > 1 or facet["chosen_label"]]


def _lists(request: HttpRequest, answers: Answers, adds: Adds) -> list[dict[str, Any]]:
    suggested = {one.organisation.key: one for one in suggest(answers.ranking, answers.shown, answers.reader)}
    places = places_of(answers.rows.values(), answers.reader)
    picked = set(answers.table.picked)
    lists = []
    for name in LISTS:
        said = [suggested[one.key] for one in answers.found[name] if one.key in suggested]
        rest = min(answers.counts[name], MOST_SHOWN) - len(answers.found[name])
        lists.append(
            {
                "name": name,
                "count": answers.counts[name],
                "touching": _touching(answers, name),
                "wide_url": changed(request, wide="yes"),
                "more": max(0, min(rest, STEP)),
                "more_url": changed(request, **{name: str(len(answers.found[name]) + STEP)}),
                "candidates": [
                    card_of(
                        one,
                        adds.of(one.organisation),
                        question=answers.question,
                        ranking=answers.ranking,
                        places=places,
                        picked=one.organisation in picked,
                    )
                    for one in said
                    if one.reasons
                ],
            }
        )
    return lists


def _touching(answers: Answers, name: str) -> int:
    """Count those of a short list who only touch the need, to offer them too."""
    if answers.narrowing.wide or answers.counts[name] >= EACH:
        return 0
    return answers.narrowing.touch_it(answers.chosen, known=name == "known")


def places_of(organisations: Iterable[Organisation], reader: Reader) -> dict[str, str]:
    codes = sorted({one.country for one in organisations if one.country})
    return {code: str(name) for code, name in place_names(codes, reader).items()}


def suggested_next(answers: Answers, adds: Adds) -> dict[str, str] | None:
    """Point to the best answer on the page that moves a rule on which the table misses."""
    for one in sorted(answers.shown, key=lambda one: -one.score):
        row = answers.rows.get(one.key)
        move = adds.moved.get(row.pk) if row is not None else None
        if row is not None and move is not None and move.is_rare and row not in answers.table.seated:
            anchor = f"#candidate-{one.key.replace(':', '')}"
            text = _("would move a rule that you miss.")
            return {"url": anchor, "name": row.name, "text": text}
    return None


def picked_context(
    request: HttpRequest, question: Question, organisation: Organisation, reader: Reader
) -> dict[str, Any]:
    """Gather what changes on the page when somebody is picked: their card, the table, what others add."""
    answers = answers_asked(request, question, reader)
    adds = answers.adds()
    picked = set(answers.table.picked)
    found = suggest(answers.ranking, suggestions_of(answers.ranking, [organisation.key]), reader)
    cards = [
        card_of(
            one,
            adds.of(one.organisation),
            question=question,
            ranking=answers.ranking,
            places=places_of([one.organisation], reader),
            picked=organisation in picked,
        )
        for one in found
    ]
    return {
        **changed_context(answers, adds, but=organisation),
        "candidate": cards[0] if cards else None,
        "asked_from_tray": request.headers.get("HX-Target", "").startswith("tray"),
    }


def changed_context(answers: Answers, adds: Adds, *, but: Organisation | None = None) -> dict[str, Any]:
    """Gather the table as it is now, and what all others on the page would add to it."""
    rows = [answers.rows[one.key] for one in answers.shown if one.key in answers.rows]
    seated = set(answers.table.seated)
    return {
        **_beside(answers, adds),
        "others": [
            {"key": row.key, "adds": adds.of(row)} for row in rows if row != but and row not in seated
        ],
    }


def answers_asked(request: HttpRequest, question: Question, reader: Reader) -> Answers:
    """Give the answers as the page shows them from which htmx asks: its filters and lengths are kept."""
    told = urlsplit(request.headers.get("HX-Current-URL", ""))
    return Answers(
        question, reader, QueryDict(told.query if told.path == question.get_absolute_url() else "")
    )
