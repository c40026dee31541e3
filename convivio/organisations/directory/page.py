"""The page of the directory: everything its template shows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.organisations.directory.asking import (
    Asked,
    answer,
    chips_of,
    facets_of,
    line_of,
    of_countries,
    rich_counts,
    rows_of,
    sorts_of,
    still_to_count,
    what_empties,
)
from convivio.organisations.directory.export import MOST_ROWS
from convivio.search.addresses import changed, without
from convivio.search.finding import MOST_PAGES, PAGE, Found


def directory_context(request: HttpRequest, asked: Asked, reader: Reader) -> dict[str, Any]:
    """Gather the list, its facets, and the ways to change or take it away."""
    found, counts = answer(asked, reader)
    facets = facets_of(counts, asked, reader)
    countries = _names(facets, "country")
    return {
        "asked": asked,
        "found": found,
        "organisations": [line_of(hit, row, countries) for hit, row in rows_of(found.hits, reader)],
        "facets": facets,
        "chosen_count": sum(len(values) for values in asked.chosen.values()),
        "chips": chips_of(request, asked, facets, reader),
        "sorts": sorts_of(request, asked),
        "exports": _exports(request, found),
        "page": Paginator(range(min(found.total, MOST_PAGES * PAGE)), PAGE).get_page(asked.page),
        "is_cut": found.total > MOST_PAGES * PAGE,
        "keep": _kept(request),
        "later": _later(request) if still_to_count(asked, found.total) else None,
        "tabs": _tabs(request, asked),
        "points_url": f"points.json?{request.GET.urlencode()}",
        "emptying": None if found.total else _emptying(request, asked, reader),
    }


def rich_facets(asked: Asked, reader: Reader) -> list[dict[str, Any]]:
    """Give the facets of a long list that are counted after it is shown."""
    counts = rich_counts(asked, reader)
    if "nuts" in counts:
        counts["nuts"] = of_countries(counts["nuts"], asked.chosen.get("country"))
    return facets_of(counts, asked, reader)


def _later(request: HttpRequest) -> dict[str, str]:
    """Say where the rest of the facets is counted: as a page of its own, and as a part of this one."""
    return {
        "url": changed(request, counted="all"),
        "part_url": changed(request, part="facets"),
        "label": _("Count territories and subjects too"),
    }


def _names(facets: list[dict[str, Any]], name: str) -> dict[str, str]:
    return {
        choice.value: choice.label for facet in facets if facet["name"] == name for choice in facet["choices"]
    }


def _exports(request: HttpRequest, found: Found) -> list[dict[str, object]]:
    if not found.total:
        return []
    query = request.GET.urlencode()
    labels = {"csv": _("CSV, for any program"), "xlsx": _("XLSX, for a spreadsheet")}
    if found.total > MOST_ROWS:
        most = {"most": number_format(MOST_ROWS, use_l10n=True, force_grouping=True)}
        labels = {
            "csv": _("CSV, the first %(most)s") % most,
            "xlsx": _("XLSX, the first %(most)s") % most,
        }
    return [
        {"label": label, "url": f"organisations.{ending}?{query}", "download": True}
        for ending, label in labels.items()
    ]


def _kept(request: HttpRequest) -> list[dict[str, str]]:
    """Say what the form of the facets must carry along."""
    names = ("q", "sort", "view", "cell", "spot", "programme")
    return [{"name": name, "value": value} for name in names for value in request.GET.getlist(name) if value]


def _tabs(request: HttpRequest, asked: Asked) -> list[dict[str, object]]:
    return [
        {"label": _("List"), "url": changed(request, view=None), "current": not asked.on_map},
        {"label": _("Map and list"), "url": changed(request, view="map"), "current": asked.on_map},
    ]


def _emptying(request: HttpRequest, asked: Asked, reader: Reader) -> dict[str, object] | None:
    """Name what empties the list, and offer the list without it."""
    found = what_empties(asked, reader)
    if found is None:
        return None
    names = chips_of(request, Asked(chosen={found.name: asked.chosen[found.name]}), [], reader)
    rest = request.GET.copy()
    for value in asked.chosen[found.name]:
        rest.setlist(found.name, [one for one in rest.getlist(found.name) if one != value])
    return {
        "label": ", ".join(chip["label"] for chip in names),
        "count": found.count,
        "url": f"?{rest.urlencode()}" if rest else without(request, found.name, found.value),
    }
