"""The catalogue: what is offered, narrowed by what the address says, and as a table in the manner of UNIQUIP."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.showing import KIND_NAMES
from convivio.resources.models import Kind, Resource
from convivio.search.addresses import chosen_in
from convivio.search.finding import Question, expansions_of, find
from convivio.vocabulary.places import names_of_places
from convivio.web.choices import Choice
from convivio.web.tables import Cell

FACETS = ("kind", "province", "owner_kind", "way")
PROVINCE = 5
"""Letters of the NUTS code of a province."""
MOST_FOUND = 500
INSTANT, ASKED = "instant", "asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """The catalogue as an address asks for it."""

    words: str
    chosen: Mapping[str, list[str]]


def asked_in(query: QueryDict) -> Asked:
    return Asked(query.get("q", "").strip(), chosen_in(query, FACETS))


def offered_to(reader: Reader, words: str) -> list[Resource]:
    """Read what this reader may see, best answers first where words are asked for, else by name."""
    rows = Resource.objects.offered().visible_to(reader).select_related("owner", "site")
    if not words:
        return sorted(rows, key=lambda one: str(one.name).casefold())
    question = Question(words=words, types=("resource",), size=MOST_FOUND, expansions=expansions_of(words))
    places = {split_key(hit.key)[1]: place for place, hit in enumerate(find(question, reader).hits)}
    return sorted(rows.filter(pk__in=places), key=lambda one: places[one.pk])


def values_of(resource: Resource, facet: str) -> str:
    """Say what a resource has of a facet."""
    if facet == "kind":
        return resource.kind
    if facet == "province":
        return resource.nuts[:PROVINCE]
    if facet == "owner_kind":
        return resource.owner.kind
    return INSTANT if resource.is_instant and resource.is_booked else ASKED


def narrowed(rows: Iterable[Resource], chosen: Mapping[str, Sequence[str]]) -> list[Resource]:
    """Keep what has one of the chosen values of every facet."""
    return [
        one
        for one in rows
        if all(values_of(one, facet) in values for facet, values in chosen.items() if values)
    ]


def facets_of(rows: Sequence[Resource], chosen: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Count each facet as the others narrow it, in the shape that `web/_facets.html` wants."""
    return [_facet(facet, rows, chosen) for facet in FACETS]


def _facet(facet: str, rows: Sequence[Resource], chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    others = {name: values for name, values in chosen.items() if name != facet}
    counts = Counter(values_of(one, facet) for one in narrowed(rows, others))
    held, names = set(chosen.get(facet, ())), names_of(facet, {*counts, *chosen.get(facet, ())})
    values = sorted({*counts, *held} - {""}, key=lambda value: (-counts[value], str(names.get(value, value))))
    choices = [Choice(value, str(names.get(value, value)), counts[value], value in held) for value in values]
    return {"name": facet, "label": _labels()[facet], "kind": facet == "owner_kind", "choices": choices}


def _labels() -> dict[str, str]:
    return {
        "kind": _("What it is"),
        "province": _("Province"),
        "owner_kind": _("Whose it is"),
        "way": _("How one books it"),
    }


def names_of(facet: str, values: Iterable[str]) -> Mapping[str, object]:
    """Name the values of a facet."""
    if facet == "kind":
        return dict(Kind.choices)
    if facet == "province":
        return names_of_places(values)
    if facet == "owner_kind":
        return KIND_NAMES
    return {INSTANT: _("booked at once"), ASKED: _("the owner says yes")}


def columns() -> list[str]:
    """Head the table; the first ones are those of the UNIQUIP profile, so that a catalogue can be exchanged."""
    return [
        "type", "name", "description", "related facility ID", "technique", "status", "contact name", "contact telephone",
        "contact URL", "contact email", "secondary contact name", "secondary contact telephone",
        "secondary contact URL", "secondary contact email", "ID", "photo", "department", "site location",
        "building", "service level", "web address", "organisation", "manufacturer", "model", "asset number", "DOI",
        "in use since", "access",
    ]  # fmt: skip


def rows_to_take(found: Iterable[Resource]) -> Iterator[list[Cell]]:
    """Give a row for each resource; people are not named, its page says whom to ask."""
    for one in found:
        page = f"{settings.ADDRESS}{one.get_absolute_url()}"
        way = names_of("way", ())[values_of(one, "way")]
        yield [
            "facility" if one.kind in {Kind.LABORATORY, Kind.SERVICE} else "equipment", str(one.name),
            str(one.description), "", "", "available", "", "", page, "", "", "", "", "", one.key, "",
            "", one.city, str(one.site or ""), str(one.get_kind_display()), page, one.owner.name, one.manufacturer,
            one.model, one.asset_number, one.doi, one.commissioned_on, str(way),
        ]  # fmt: skip
