"""The members' list: everything its template shows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convivio.kernel.addresses import address_of
from convivio.office.asking import Asked, answered, with_words
from convivio.office.cells import drawn_cells
from convivio.office.columns import COLUMNS, NAME, Column
from convivio.office.lines import Line, Sheet, State
from convivio.office.members_facets import drawn_facets
from convivio.office.models import SavedView
from convivio.office.ways import PAGE, exports, office_tabs

STANDING = [State.MEMBER.value, State.SUSPENDED.value]
TONES = {State.MEMBER: "met", State.SUSPENDED: "unsure", State.COMING: "note", State.LEFT: ""}


def asked_by(query: QueryDict, views: list[SavedView]) -> Asked:
    """Say what is asked: by the address, or else by the view to open with, or else the members of today."""
    said = set(query) - {"page", "view"}
    if said:
        return Asked.of(query)
    usual = next((view for view in views if view.is_default), None)
    if usual is not None:
        return replace(Asked.said(usual.query), view=usual.pk)
    return replace(Asked.of(query), chosen={"state": STANDING})


def members_context(
    sheet: Sheet, asked: Asked, page: str, views: list[SavedView], *, keeps: bool
) -> dict[str, Any]:
    """Gather the lines, their facets, columns and views."""
    lines = answered(sheet, asked)
    listed = Paginator(lines, PAGE).get_page(page)
    facets = drawn_facets(sheet, with_words(sheet, asked.words), asked.chosen)
    here = address_of("office:members", sheet.cluster.slug)
    cells = drawn_cells(sheet, asked.columns[1:])
    return {
        "cluster": sheet.cluster,
        "tabs": office_tabs(sheet.cluster, "members"),
        "asked": asked,
        "keeps": keeps,
        "page": listed,
        "rows": [_row(sheet, line, cells) for line in listed],
        "heads": [_head(column, asked, here) for column in asked.columns],
        "total": len(lines),
        "facets": facets,
        "chosen_count": sum(len(kept) for kept in asked.chosen.values()),
        "chips": _chips(asked, facets, here),
        "keep": [{"name": name, "value": value} for name, value in _kept(asked)],
        "columns": [
            {"key": one.key, "label": one.label, "chosen": one in asked.columns}
            for one in COLUMNS
            if one is not NAME
        ],
        "filters": [(name, value) for name, kept in asked.chosen.items() for value in kept],
        "views": views,
        "view": next((view for view in views if view.pk == asked.view), None),
        "exports": exports("office:members_file", sheet.cluster, asked.query) if lines else [],
        "has_members": bool(sheet.lines),
        "all_url": f"{here}?sort=name",
    }


def _row(sheet: Sheet, line: Line, cells: Callable[[Line], SafeString]) -> dict[str, Any]:
    """Give one line as it is shown; the name is its head."""
    return {
        "line": line,
        "tone": TONES[line.state],
        "tick": _("Tick %(name)s") % {"name": line.organisation.name},
        "cells": cells(line),
        "url": address_of("office:member", sheet.cluster.slug, line.organisation.slug),
    }


def table(sheet: Sheet, asked: Asked, lines: list[Line]) -> tuple[list[str], list[list[object]]]:
    """Give the heads and rows to take away: the same columns, order and lines as are shown."""
    heads = [str(column.label) for column in asked.columns]
    return heads, [[column.exported(sheet, line) for column in asked.columns] for line in lines]


def _head(column: Column, asked: Asked, here: str) -> dict[str, object]:
    is_current = column.key == asked.sort
    falling = is_current and not asked.is_falling
    other = replace(asked, sort=column.key, is_falling=falling, view=None)
    return {
        "label": column.label,
        "is_number": column.is_number,
        "url": f"{here}?{other.query}",
        "sorted": ("descending" if asked.is_falling else "ascending") if is_current else "",
    }


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """Say what the form of the facets must carry along."""
    words = [("q", asked.words)] if asked.words else []
    return [*words, *(("col", column.key) for column in asked.columns), ("sort", asked.sort_code)]


def _chips(asked: Asked, facets: list[dict[str, Any]], here: str) -> list[dict[str, str]]:
    chips = []
    labels = {(one["name"], choice.value): choice.label for one in facets for choice in one["choices"]}
    if asked.words:
        rest = replace(asked, words="")
        chips.append({"label": f"“{asked.words}”", "url": f"{here}?{rest.query}"})
    for name, kept in asked.chosen.items():
        for value in kept:
            left = {**asked.chosen, name: [one for one in kept if one != value]}
            rest = replace(asked, chosen=left, view=None)
            label = capfirst(labels.get((name, value), value))
            chips.append({"label": label, "url": f"{here}?{rest.query}"})
    return chips
