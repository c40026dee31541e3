"""Our exchanges: what we give and receive, what waits for us, and the evidence for contributions in kind."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convivio.exchanges import ledger
from convivio.exchanges.models import Exchange, ExchangeQuerySet, Kind, Side, State
from convivio.exchanges.permissions import may_speak_for_somebody
from convivio.kernel.keys import number_in
from convivio.organisations.acting_for import numbers_of
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting, SignedInRequest
from convivio.search.addresses import changed, chosen_in, without
from convivio.web.amounts import number
from convivio.web.choices import Choice
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.tables import csv_response, xlsx_response

FACETS = ("year", "side", "kind", "state")
ON_A_PAGE = 25
MOST_WAITING = 50
MOST_TAKEN = 20_000
TABLES = {"csv": csv_response, "xlsx": xlsx_response}


@policy(SIGNED_IN)
@require_safe
def ours(request: SignedInRequest) -> HttpResponse:
    """What an organisation of ours gives and takes; as a table too."""
    organisations = organisations_of(request.acting)
    organisation = chosen_of(request, organisations)
    if organisation is None:
        return render(request, "exchanges/ours.html", {"organisation": None})
    rows = Exchange.objects.of([organisation.pk]).select_related("giver", "taker")
    chosen = chosen_in(request.GET, FACETS)
    found = narrowed(rows, chosen, organisation)
    if table := TABLES.get(request.GET.get("format", "")):
        taken = ledger.rows_to_take(found.order_by("on", "pk")[:MOST_TAKEN])
        return table(_("Exchanges"), ledger.columns(), taken)
    return render(
        request, "exchanges/ours.html", _context(request, organisations, organisation, found, chosen)
    )


def _context(
    request: SignedInRequest,
    organisations: list[Organisation],
    organisation: Organisation,
    found: ExchangeQuerySet,
    chosen: Mapping[str, list[str]],
) -> dict[str, Any]:
    rows = Exchange.objects.of([organisation.pk])
    page = Paginator(found.order_by("-begun_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    year = _year_in(chosen)
    shown = ledger.of_year(rows, year)
    total = page.paginator.count
    waiting = rows.filter(_our_turn(organisation)).select_related("giver", "taker")
    return {
        "organisation": organisation,
        "organisations": organisations if len(organisations) > 1 else [],
        "gave": ledger.sums_of(shown.filter(giver=organisation)),
        "received": ledger.sums_of(shown.filter(taker=organisation)),
        "year": year,
        "waiting": waiting.order_by("begun_at")[:MOST_WAITING],
        "page": page,
        "facets": _facets(rows, chosen),
        "chips": [
            {"label": _names(rows)[name].get(value, value), "url": without(request, name, value)}
            for name, values in chosen.items()
            for value in values
        ],
        "keep": [{"name": "of", "value": organisation.slug}] if len(organisations) > 1 else [],
        "chosen_count": sum(map(len, chosen.values())),
        "count_text": ngettext("%(shown)s exchange", "%(shown)s exchanges", total) % {"shown": number(total)},
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "wider_url": request.path,
        "may_begin": may_speak_for_somebody(request.acting),
        "this_year": localdate().year,
    }


@policy(SIGNED_IN)
@require_safe
def statement(request: SignedInRequest, year: int) -> HttpResponse:
    """What an organisation of ours gave in a year, confirmed and valued by both: to print, or as a table."""
    organisation = chosen_of(request, organisations_of(request.acting))
    if organisation is None or not ledger.FIRST_YEAR <= year <= localdate().year:
        raise Http404
    rows = list(ledger.contributions_of(organisation, year))
    if table := TABLES.get(request.GET.get("format", "")):
        return table(_("Contributions in kind"), ledger.columns(), ledger.rows_to_take(rows))
    context = {
        "organisation": organisation,
        "year": year,
        "rows": rows,
        "total": sum(one.worth or 0 for one in rows),
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
    }
    return render(request, "exchanges/statement.html", context)


def organisations_of(acting: Acting) -> list[Organisation]:
    """Give the organisations for which this person acts, the current one first, then by name."""
    rows = Organisation.objects.filter(pk__in=numbers_of(acting))
    return sorted(rows, key=lambda one: (one.key != acting.acting_for_key, one.name))


def chosen_of(request: SignedInRequest, organisations: list[Organisation]) -> Organisation | None:
    """Choose the organisation of the address, or the first. Errors: Http404, for one that is not ours."""
    slug = request.GET.get("of", "")
    if not slug:
        return organisations[0] if organisations else None
    found = next((one for one in organisations if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def narrowed(
    rows: ExchangeQuerySet, chosen: Mapping[str, list[str]], organisation: Organisation
) -> ExchangeQuerySet:
    """Keep what the facets of the address ask for; values that mean nothing find nothing."""
    sides = chosen.get("side", [])
    if sides:
        asked = [Q(**{ledger.column_of(side): organisation}) for side in sides if side in Side.values]
        rows = rows.filter(asked[0] if len(asked) == 1 else Q()) if asked else rows.none()
    if kinds := chosen.get("kind"):
        rows = rows.filter(kind__in=kinds)
    if states := chosen.get("state"):
        rows = rows.filter(state__in=states)
    if years := chosen.get("year"):
        read = (number_in(year) for year in years)
        rows = rows.filter(on__year__in=[year for year in read if year and year <= localdate().year])
    return rows


def _year_in(chosen: Mapping[str, list[str]]) -> int | None:
    """Read the one year that is chosen."""
    years = chosen.get("year", [])
    year = number_in(years[0]) if len(years) == 1 else None
    return year if year is not None and ledger.FIRST_YEAR <= year <= localdate().year else None


def _our_turn(organisation: Organisation) -> Q:
    """Say which exchanges wait for this organisation: to be answered, confirmed or settled."""
    asked = Q(state=State.ASKED, giver=organisation)
    told = Q(state=State.DELIVERED) & (
        Q(said_by=Side.GIVER, taker=organisation) | Q(said_by=Side.TAKER, giver=organisation)
    )
    return asked | told | Q(state=State.DISPUTED)


def _names(rows: ExchangeQuerySet) -> dict[str, dict[str, str]]:
    return {
        "year": {str(year): str(year) for year in ledger.years_of(rows)},
        "side": {Side.GIVER: _("given"), Side.TAKER: _("received")},
        "kind": {value: str(label) for value, label in Kind.choices},
        "state": {value: str(label) for value, label in State.choices},
    }


def _facets(rows: ExchangeQuerySet, chosen: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    labels = {"year": _("Year"), "side": _("Which way"), "kind": _("What"), "state": _("How it stands")}
    return [
        {
            "name": name,
            "label": labels[name],
            "choices": [
                Choice(value, label, None, value in chosen.get(name, ())) for value, label in names.items()
            ],
        }
        for name, names in _names(rows).items()
        if names
    ]
