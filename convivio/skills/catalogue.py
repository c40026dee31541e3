"""The skills of everybody, narrowed by what the address says; counted in the database, whatever their number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import number_in, split_key
from convivio.organisations.showing import KIND_NAMES
from convivio.search.addresses import chosen_in
from convivio.search.finding import Question, expansions_of, find
from convivio.skills.models import Level, Side, Skill, SkillQuerySet
from convivio.vocabulary.models import Concept
from convivio.web.choices import Choice
from convivio.web.tables import Cell

FACETS = ("side", "cluster", "kind", "level", "concept")
MOST_FOUND = 500
MOST_CONCEPTS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """The list as an address asks for it."""

    words: str
    chosen: Mapping[str, list[str]]


def asked_in(query: QueryDict) -> Asked:
    return Asked(query.get("q", "").strip(), chosen_in(query, FACETS))


def found_by(reader: Reader, words: str) -> SkillQuerySet:
    """Keep what this reader may see, best answers first where words are asked for, else by concept."""
    rows = Skill.objects.standing().visible_to(reader)
    if not words:
        return rows.order_by("concept__code", "-level", "pk")
    question = Question(words=words, types=("skill",), size=MOST_FOUND, expansions=expansions_of(words))
    numbers = [split_key(hit.key)[1] for hit in find(question, reader).hits]
    place = Case(
        *(When(pk=number, then=place) for place, number in enumerate(numbers)),
        default=len(numbers),
        output_field=IntegerField(),
    )
    return rows.filter(pk__in=numbers).order_by(place)


def narrowed(rows: SkillQuerySet, chosen: Mapping[str, Sequence[str]], *, but: str = "") -> SkillQuerySet:
    """Keep what has one of the chosen values of every facet; values that mean nothing find nothing."""
    for facet, values in chosen.items():
        if values and facet != but:
            rows = rows.filter(_condition(facet, values))
    return rows


def _condition(facet: str, values: Sequence[str]) -> Q:
    if facet == "cluster":
        held = Membership.objects.filter(cluster__slug__in=values, until_on=None)
        return Q(organisation__in=held.values("organisation"))
    if facet in {"level", "concept"}:
        return Q(**{f"{facet}__in": [number for one in values if (number := number_in(one)) is not None]})
    return Q(**{{"kind": "organisation__kind"}.get(facet, facet) + "__in": values})


def facets_of(rows: SkillQuerySet, chosen: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Count each facet as the others narrow it: one question a facet, and two for names."""
    return [_facet(facet, narrowed(rows, chosen, but=facet), chosen.get(facet, ())) for facet in FACETS]


def _facet(facet: str, rows: SkillQuerySet, held: Sequence[str]) -> dict[str, Any]:
    counts, names = _counted(facet, rows)
    missing = set(held) - set(names)
    if missing:
        names = {**names, **names_of(facet, missing)}
    values = sorted({*counts, *held}, key=lambda value: (-counts.get(value, 0), names.get(value, value)))
    choices = [
        Choice(value, names.get(value, value), counts.get(value, 0), value in held) for value in values
    ]
    return {"name": facet, "label": _labels()[facet], "kind": facet == "kind", "choices": choices}


def _counted(facet: str, rows: SkillQuerySet) -> tuple[dict[str, int], dict[str, str]]:
    """Count the values of a facet, and name them, in one question."""
    if facet == "cluster":
        held = Membership.objects.filter(until_on=None, organisation__skills__in=rows.order_by().values("pk"))
        counted = held.order_by().values_list("cluster__slug", "cluster__name")
        found = counted.annotate(Count("organisation__skills", distinct=True))
        return {slug: number for slug, _name, number in found}, {
            slug: str(name) for slug, name, _number in found
        }
    if facet == "concept":
        grouped = rows.order_by().values_list("concept", "concept__label").annotate(number=Count("pk"))
        most = list(grouped.order_by("-number", "concept")[:MOST_CONCEPTS])
        return {str(pk): number for pk, _label, number in most}, {
            str(pk): str(label) for pk, label, _n in most
        }
    column = {"kind": "organisation__kind"}.get(facet, facet)
    counts = {
        str(value): number for value, number in rows.order_by().values_list(column).annotate(Count("pk"))
    }
    return counts, dict(names_of(facet, counts))


def _labels() -> dict[str, str]:
    return {
        "side": _("Offered or sought"),
        "cluster": _("Cluster"),
        "kind": _("Whose it is"),
        "level": _("How well"),
        "concept": _("Which one"),
    }


def names_of(facet: str, values: Iterable[str]) -> Mapping[str, str]:
    """Name the values of a facet."""
    if facet == "side":
        return {value: str(label) for value, label in Side.choices}
    if facet == "level":
        return {str(value): str(label) for value, label in Level.choices}
    if facet == "kind":
        return {value: str(label) for value, label in KIND_NAMES.items()}
    if facet == "cluster":
        return {one.slug: str(one) for one in Cluster.objects.filter(slug__in=set(values))}
    numbers = [number for one in values if (number := number_in(one)) is not None]
    return {str(one.pk): str(one) for one in Concept.objects.filter(pk__in=numbers)}


def columns() -> list[str]:
    """Head the table to take away."""
    return [
        _("Skill"), _("Concept"), _("Organisation"), _("Offered or sought"), _("How well"), _("What exactly, in Italian"),
        _("What exactly, in English"), _("Pieces of evidence"), _("Confirmed on"), _("Page"),
    ]  # fmt: skip


def rows_to_take(found: SkillQuerySet) -> Iterator[list[Cell]]:
    """Give a row for each skill."""
    rows = found.select_related("concept", "organisation").annotate(shown=Count("evidence"))
    for one in rows:
        yield [
            str(one.concept), f"{one.concept.scheme}:{one.concept.code}", one.organisation.name,
            str(one.get_side_display()), str(one.get_level_display()), one.words.get("it", ""), one.words.get("en", ""),
            getattr(one, "shown", 0), one.confirmed_on, f"{settings.ADDRESS}{one.get_absolute_url()}",
        ]  # fmt: skip
