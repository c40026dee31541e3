"""The directory: what its address asks for, and what the index and the database answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.models import Accreditation, Organisation, Size
from convivio.organisations.showing import KIND_NAMES
from convivio.search.addresses import changed, chosen_in, page_in, without
from convivio.search.facets import facets_to_show, names_in
from convivio.search.finding import MOST_PAGES, Expansions, Found, Hit, Order, Question, expansions_of, find
from convivio.vocabulary.facet_names import narrowest

TYPES = ("organisation",)
FACETS = ("kind", "country", "nuts", "size", "cluster", "chain", "accreditation", "experience", "concept")
NARROWING = (*FACETS, "programme", "cell", "spot")
SIZE_NAMES = dict(Size.choices)
ORDERS: dict[str, Order] = {"relevance": "relevance", "alphabet": "alphabet", "newest": "newest"}
WHOLE = ("cell", "spot")
"""Squares of the map, which are taken away together: nobody chooses them one by one."""
MANY = 10_000
"""Organisations beyond which the facets of several values are counted after the list is shown."""
RICH = ("nuts", "concept")
DESCRIBED_IN = 200
"""Signs of a description that a list shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The directory as an address asks for it."""

    words: str = ""
    chosen: Mapping[str, list[str]] = field(default_factory=dict)
    order: Order = "alphabet"
    page: int = 1
    on_map: bool = False
    counts_all: bool = False
    expansions: Expansions = field(default_factory=dict)

    @property
    def question(self) -> Question:
        filters = {
            name: narrowest(values) if name == "nuts" else values for name, values in self.chosen.items()
        }
        return Question(
            words=self.words,
            types=TYPES,
            filters=filters,
            order=self.order,
            page=self.page,
            expansions=self.expansions,
        )


def asked_in(request: HttpRequest) -> Asked:
    """Read the address of the directory; what it cannot mean is left out."""
    words = request.GET.get("q", "").strip()
    usual: Order = "relevance" if words else "alphabet"
    order = ORDERS.get(request.GET.get("sort", ""), usual)
    return Asked(
        words=words,
        chosen=chosen_in(request.GET, NARROWING),
        order=order if words or order != "relevance" else usual,
        page=page_in(request.GET, MOST_PAGES),
        on_map=request.GET.get("view") == "map",
        counts_all=request.GET.get("counted") == "all",
        expansions=expansions_of(words),
    )


def answer(asked: Asked, reader: Reader) -> tuple[Found, dict[str, Mapping[str, int]]]:
    """Find the page that is asked for, and count its facets.

    Territories and subjects hold several values for each organisation: of a long list they are counted
    when `counts_all` asks for it, unless one of them is chosen.
    """
    first = [facet for facet in FACETS if _helps(facet, asked) and not _waits(facet, asked)]
    found = find(replace(asked.question, facets=first), reader)
    counts = dict(found.facets)
    if found.total <= MANY or asked.counts_all:
        counts |= rich_counts(asked, reader)
    if "nuts" in counts:
        counts["nuts"] = of_countries(counts["nuts"], asked.chosen.get("country"))
    return found, {facet: counts[facet] for facet in FACETS if facet in counts}


def rich_counts(asked: Asked, reader: Reader) -> dict[str, Mapping[str, int]]:
    """Count territories and subjects, as far as they are not counted with the list."""
    waiting = [facet for facet in RICH if _waits(facet, asked)]
    if not waiting:
        return {}
    return dict(find(replace(asked.question, facets=waiting, size=1, page=1), reader).facets)


def still_to_count(asked: Asked, total: int) -> bool:
    """Say whether facets of this list are counted only when somebody asks."""
    return total > MANY and not asked.counts_all and any(_waits(facet, asked) for facet in RICH)


def _waits(facet: str, asked: Asked) -> bool:
    return facet in RICH and not asked.chosen.get(facet)


def _helps(facet: str, asked: Asked) -> bool:
    """Leave value chains out until a cluster is chosen: they are parts of one."""
    return facet != "chain" or bool(asked.chosen.get("cluster") or asked.chosen.get("chain"))


def of_countries(counts: Mapping[str, int], countries: Sequence[str] | None) -> Mapping[str, int]:
    if not countries:
        return counts
    return {code: count for code, count in counts.items() if code[:2] in countries}


def rows_of(hits: Iterable[Hit], reader: Reader) -> list[tuple[Hit, Organisation]]:
    """Read the organisations of these hits again, as far as the reader may see them, in the same order."""
    numbered = {split_key(hit.key)[1]: hit for hit in hits}
    rows = Organisation.objects.visible_to(reader).defer("looking_for").in_bulk(numbered)
    return [(hit, rows[number]) for number, hit in numbered.items() if number in rows]


def line_of(hit: Hit, organisation: Organisation, countries: Mapping[str, str]) -> dict[str, Any]:
    """Give one organisation in the shape that `web/_organisation_line.html` wants."""
    country = countries.get(organisation.country, organisation.country)
    return {
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "logo_url": organisation.logo_url,
        "kind": organisation.kind,
        "kind_label": KIND_NAMES.get(organisation.kind, ""),
        "place": ", ".join(part for part in (organisation.city, country) if part),
        "size": SIZE_NAMES.get(organisation.size, "") if organisation.size else "",
        "line": Truncator(str(organisation.description)).chars(DESCRIBED_IN),
        "tags": _held_today(hit.data.get("accreditations", ())),
        "facts": _facts(hit.data),
    }


def _held_today(accreditations: Iterable[Sequence[str]]) -> list[dict[str, object]]:
    today = localdate()
    held = {
        kind
        for kind, since, until in accreditations
        if date.fromisoformat(since) <= today and (not until or today <= date.fromisoformat(until))
    }
    return [{"label": Accreditation.Kind(kind).label, "tone": "met"} for kind in sorted(held)]


def _facts(data: Mapping[str, Any]) -> list[str]:
    projects = int(data.get("projects", 0))
    if not projects:
        return []
    shown = number_format(projects, use_l10n=True, force_grouping=True)
    return [ngettext("%(shown)s project", "%(shown)s projects", projects) % {"shown": shown}]


def facets_of(counts: Mapping[str, Mapping[str, int]], asked: Asked, reader: Reader) -> list[dict[str, Any]]:
    return facets_to_show(counts, asked.chosen, reader)


def chips_of(
    request: HttpRequest, asked: Asked, facets: list[dict[str, Any]], reader: Reader
) -> list[dict[str, str]]:
    """Say what narrows the list now; names that the facets do not hold are looked up."""
    known = {facet["name"]: {choice.value: choice.label for choice in facet["choices"]} for facet in facets}
    rest = {
        name: [value for value in values if value not in known.get(name, {})]
        for name, values in asked.chosen.items()
    }
    looked_up = names_in({name: values for name, values in rest.items() if values}, reader)
    listed = [
        {
            "label": known.get(name, {}).get(value) or looked_up.get(name, {}).get(value, value),
            "url": without(request, name, value),
        }
        for name, values in asked.chosen.items()
        if name not in WHOLE or len(values) == 1
        for value in values
    ]
    areas = [name for name in WHOLE if len(asked.chosen.get(name, ())) > 1]
    return listed + [{"label": _("an area of the map"), "url": without(request, name)} for name in areas]


def sorts_of(request: HttpRequest, asked: Asked) -> list[dict[str, object]]:
    offered = {"relevance": _("Best answers"), "alphabet": _("By name"), "newest": _("Lately confirmed")}
    if not asked.words:
        del offered["relevance"]
    return [
        {"label": label, "url": changed(request, sort=order), "current": order == asked.order}
        for order, label in offered.items()
    ]


@dataclass(frozen=True, slots=True)
class Emptying:
    """What empties the list, and how many there would be without it."""

    name: str
    value: str
    count: int


def what_empties(asked: Asked, reader: Reader) -> Emptying | None:
    """Find the one filter without which most would be found; nothing, if no single one is to blame."""
    best: Emptying | None = None
    for name in asked.chosen:
        rest = {other: values for other, values in asked.chosen.items() if other != name}
        count = find(replace(replace(asked, chosen=rest, page=1).question, size=1), reader).total
        if count and (best is None or count > best.count):
            best = Emptying(name, asked.chosen[name][0], count)
    return best
