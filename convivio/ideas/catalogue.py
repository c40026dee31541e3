"""The list of ideas: what stands in it, narrowed by what the address says, and as a table to take away."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from convivio.ideas.models import Idea, Kind, Profile, Side
from convivio.ideas.stages import Stage
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.showing import KIND_NAMES
from convivio.search.addresses import chosen_in
from convivio.search.finding import Question, expansions_of, find
from convivio.web.choices import Choice
from convivio.web.tables import Cell

FACETS = ("kind", "side", "profile", "stage", "owner_kind")
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The list as an address asks for it."""

    words: str
    chosen: Mapping[str, list[str]]


def asked_in(query: QueryDict) -> Asked:
    return Asked(query.get("q", "").strip(), chosen_in(query, FACETS))


def listed_for(reader: Reader, words: str) -> list[Idea]:
    """Read what this reader may know of, best answers first where words are asked for, else the newest."""
    comments = Count("comments", filter=Q(comments__removed_at=None, comments__hidden_at=None), distinct=True)
    rows = (
        Idea.objects.listed()
        .visible_to(reader)
        .select_related("organisation")
        .annotate(support_count=Count("supports", distinct=True), comment_count=comments)
    )
    if not words:
        return list(rows)
    question = Question(words=words, types=("idea",), size=MOST_FOUND, expansions=expansions_of(words))
    places = {split_key(hit.key)[1]: place for place, hit in enumerate(find(question, reader).hits)}
    return sorted(rows.filter(pk__in=places), key=lambda one: places[one.pk])


def value_of(idea: Idea, facet: str) -> str:
    return idea.organisation.kind if facet == "owner_kind" else str(getattr(idea, facet))


def narrowed(rows: Iterable[Idea], chosen: Mapping[str, Sequence[str]]) -> list[Idea]:
    """Keep what has one of the chosen values of every facet."""
    return [
        one
        for one in rows
        if all(value_of(one, facet) in values for facet, values in chosen.items() if values)
    ]


def facets_of(rows: Sequence[Idea], chosen: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Count each facet as the others narrow it, in the shape that `web/_facets.html` wants."""
    return [_facet(facet, rows, chosen) for facet in FACETS]


def _facet(facet: str, rows: Sequence[Idea], chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    others = {name: values for name, values in chosen.items() if name != facet}
    counts = Counter(value_of(one, facet) for one in narrowed(rows, others))
    held, names = set(chosen.get(facet, ())), names_of(facet)
    values = sorted({*counts, *held} - {""}, key=lambda value: (-counts[value], str(names.get(value, value))))
    choices = [Choice(value, str(names.get(value, value)), counts[value], value in held) for value in values]
    return {"name": facet, "label": _labels()[facet], "kind": facet == "owner_kind", "choices": choices}


def _labels() -> dict[str, str]:
    return {
        "kind": _("Challenge or proposal"),
        "side": _("Offer or request"),
        "profile": _("Kind of cooperation"),
        "stage": _("How far it is"),
        "owner_kind": _("Whose it is"),
    }


def names_of(facet: str) -> Mapping[str, object]:
    """Name the values of a facet."""
    known: dict[str, Mapping[str, object]] = {
        "kind": dict(Kind.choices),
        "side": dict(Side.choices),
        "profile": dict(Profile.choices),
        "stage": dict(Stage.choices),
    }
    return known.get(facet, KIND_NAMES)


def columns() -> list[str]:
    return [
        _("Title"), _("Summary"), _("Challenge or proposal"), _("Offer or request"), _("Kind of cooperation"), _("Stage"),
        _("Organisation"), _("Opened on"), _("Expires on"), _("Support"), _("Comments"), _("Address"),
    ]  # fmt: skip


def rows_to_take(found: Iterable[Idea]) -> Iterator[list[Cell]]:
    """Give a row for each idea: what everybody who sees the list reads of it, no people."""
    for one in found:
        yield [
            str(one.title), str(one.summary), str(one.get_kind_display()), str(one.get_side_display()),
            str(one.get_profile_display()), str(one.get_stage_display()), one.organisation.name,
            one.opened_at.date() if one.opened_at else None, one.expires_on, one.support_count, one.comment_count,  # type: ignore[attr-defined]
            f"{settings.ADDRESS}{one.get_absolute_url()}",
        ]  # fmt: skip
