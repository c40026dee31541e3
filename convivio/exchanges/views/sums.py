"""Sums: for the office of a cluster, how its members share; for anyone, what the network shares."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster
from convivio.clusters.office_permissions import cluster_kept
from convivio.exchanges import reciprocity, totals
from convivio.exchanges.ledger import FIRST_YEAR
from convivio.kernel.keys import number_in
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import NOBODY, Acting, ActingRequest
from convivio.search.addresses import changed
from convivio.web.figures import Bar, Column
from convivio.web.policies import ANYONE, Policy, policy
from convivio.web.tables import csv_response, xlsx_response

OFFICES = ("cluster_office", "facilitator", "board")
TABLES = {"csv": csv_response, "xlsx": xlsx_response}
MOST_DRAWN = 12


def _kept(request: HttpRequest, slug: object) -> Cluster | None:
    """Find the cluster whose office this person reads; for all others there is none."""
    acting: Acting = getattr(request, "acting", NOBODY)
    found = cluster_kept(acting, slug)
    reads = found is not None and any(acting.may(kind, found.key) for kind in OFFICES)
    return found if reads else None


def _reads_office(request: HttpRequest, *, cluster: str, **_named: object) -> Verdict:
    return ALLOWED if _kept(request, cluster) else Verdict("-")


READS_OFFICE = Policy("reads the office of this cluster", _reads_office, hides=True, signs_in=False)


@policy(READS_OFFICE)
@require_safe
def of_cluster(request: ActingRequest, cluster: str) -> HttpResponse:
    """Who gives and who receives among the members, for the office; as a table too."""
    kept = _kept(request, cluster)
    assert kept is not None  # noqa: S101 - its policy said so
    year = _year(request)
    members = reciprocity.members_on(kept, localdate())
    standings = reciprocity.standings_of(members, date(year, 1, 1), date(year, 12, 31))
    way = request.GET.get("way", "")
    shown = [one for one in standings if way not in reciprocity.WAYS or one.way == way]
    shown.sort(key=lambda one: (-(one.gave + one.received), one.organisation.name))
    if table := TABLES.get(request.GET.get("format", "")):
        heads = [
            _("Member"),
            _("Gave"),
            _("Received"),
            _("Worth given, in euros"),
            _("Worth received, in euros"),
            _("In a word"),
        ]
        rows = (
            [
                one.organisation.name,
                one.gave,
                one.received,
                one.given_worth,
                one.received_worth,
                one.way_in_words,
            ]
            for one in shown
        )
        return table(_("Who shares"), heads, rows)
    return render(
        request, "exchanges/of_cluster.html", _of_cluster(request, kept, year, standings, shown, way)
    )


def _of_cluster(  # noqa: PLR0917
    request: ActingRequest,
    cluster: Cluster,
    year: int,
    standings: list[reciprocity.Standing],
    shown: list[reciprocity.Standing],
    way: str,
) -> dict[str, Any]:
    count = {name: sum(one.way == name for one in standings) for name in reciprocity.WAYS}
    most = sorted(standings, key=lambda one: -one.gave)[:MOST_DRAWN]
    return {
        "cluster": cluster,
        "year": year,
        "years": [localdate().year - back for back in range(3)],
        "shown": shown,
        "way": way if way in reciprocity.WAYS else "",
        "ways": [
            {
                "way": name,
                "label": reciprocity.words_of(name),
                "count": count[name],
                "url": changed(request, way=name),
            }
            for name in reciprocity.WAYS
        ],
        "all_url": changed(request, way=None),
        "bars": [Bar(one.organisation.name, one.gave) for one in most if one.gave],
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
    }


@policy(ANYONE)
@require_safe
def network_totals(request: ActingRequest) -> HttpResponse:
    """What the network shares, quarter by quarter; nothing that would reveal somebody."""
    cells = totals.cells_until()
    if table := TABLES.get(request.GET.get("format", "")):
        heads = [_("Year"), _("Quarter"), _("Kind"), _("Exchanges"), _("How much"), _("Worth in euros")]
        rows = (
            [
                *one.quarter,
                one.label,
                one.count,
                one.in_words,
                one.worth,
            ]
            for one in cells
        )
        return table(_("What is shared"), heads, rows)
    counted: dict[totals.Quarter, int] = {}
    for one in cells:
        counted[one.quarter] = counted.get(one.quarter, 0) + one.count
    context = {
        "cells": cells,
        "columns": [Column(f"{year} · {part}", many) for (year, part), many in sorted(counted.items())][-8:],
        "count": sum(counted.values()),
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
    }
    return render(request, "exchanges/totals.html", context)


def _year(request: HttpRequest) -> int:
    """Read the year of the address; anything else is this year."""
    asked = number_in(request.GET.get("year", ""))
    return asked if asked is not None and FIRST_YEAR <= asked <= localdate().year else localdate().year
