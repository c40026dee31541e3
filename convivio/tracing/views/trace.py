"""The trace as a list, as a file, and one entry of it."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.activity.models import Trace
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.tracing.asking import PAGE, Asked, entries, entry_in
from convivio.tracing.forms import NarrowingForm
from convivio.tracing.names import Names, names_and_places, names_in
from convivio.tracing.permissions import READS_TRACE
from convivio.tracing.seals import place_of, the_seal
from convivio.tracing.sights import Sight, sight_of
from convivio.tracing.steps import came_of, causes_of, facts_of, line_of
from convivio.web.policies import policy
from convivio.web.tables import Cell, csv_response, xlsx_response

ANSWERS = {"csv": csv_response, "xlsx": xlsx_response}
MOST_TAKEN = 20_000
AT_ONCE = 1_000


@policy(READS_TRACE)
@require_safe
def trace(request: SignedInRequest) -> HttpResponse:
    """What was done, the newest first, as far as the reader may know it."""
    sight = sight_of(request.acting)
    form = NarrowingForm(request.GET, request.acting.reader)
    found = _found(form, sight, before=number_in(request.GET.get("before", "")), most=PAGE + 1)
    page, more = found[:PAGE], found[PAGE:]
    names = names_in(page, request.acting)
    context = {
        "form": form,
        "lines": [line_of(entry, names) for entry in page],
        "older": page[-1].number if more else None,
        "chips": _chips(request, form, names),
        "seal": the_seal(with_totals=sight.has_totals),
        "sight": sight,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "is_later": "before" in request.GET,
        "exports": _exports(request) if page else [],
    }
    return render(request, "tracing/trace.html", context)


def _found(form: NarrowingForm, sight: Sight, *, before: int | None, most: int) -> list[Trace]:
    return entries(sight, form.asked, before=before, most=most) if form.is_valid() else []


def _chips(request: SignedInRequest, form: NarrowingForm, names: Names) -> list[dict[str, str]]:
    """Say which thing the list is about: that stands in no field."""
    thing = form.asked.thing if form.is_valid() else ""
    if not thing:
        return []
    without = request.GET.copy()
    for name in ("thing", "before"):
        without.pop(name, None)
    return [{"label": names.thing(thing), "url": f"?{without.urlencode()}"}]


def _exports(request: SignedInRequest) -> list[dict[str, object]]:
    labels = {"xlsx": _("XLSX, for a spreadsheet"), "csv": _("CSV, for any program")}
    asked = request.GET.urlencode()
    after = f"?{asked}" if asked else ""
    return [
        {"label": label, "url": f"{reverse('tracing:entries_file', args=[ending])}{after}", "download": True}
        for ending, label in labels.items()
    ]


@policy(READS_TRACE)
@require_safe
def entries_file(request: SignedInRequest, ending: str) -> HttpResponse:
    """The same entries as a table, from the newest on: of one list, all its pages."""
    form = NarrowingForm(request.GET, request.acting.reader)
    if ending not in ANSWERS or not form.is_valid():
        raise Http404
    heads = [
        _("Number"), _("When"), _("Who"), _("For whom"), _("What was done"), _("Because of"), _("Kind of act"),
    ]  # fmt: skip
    before = number_in(request.GET.get("before", ""))
    return ANSWERS[ending](_("Trace"), heads, _rows(request, form.asked, before))


def _rows(request: SignedInRequest, asked: Asked, before: int | None) -> Iterator[list[Cell]]:
    sight, left = sight_of(request.acting), MOST_TAKEN
    while left > 0 and (found := entries(sight, asked, before=before, most=min(AT_ONCE, left))):
        names = names_in(found, request.acting)
        for line in (line_of(entry, names) for entry in found):
            yield [
                line.number, line.at, line.who, line.for_whom, line.said, line.because, line.entry.verb,
            ]  # fmt: skip
        before, left = found[-1].number, left - len(found)


@policy(READS_TRACE)
@require_safe
def entry(request: SignedInRequest, number: int) -> HttpResponse:
    """One entry with all it tells, what it happened because of, and what came of it."""
    sight = sight_of(request.acting)
    found = entry_in(sight, number)
    if found is None:
        raise Http404
    causes, after = causes_of(found, sight), came_of(found, sight)
    names = names_and_places([found, *causes, *after], sight, request.acting)
    line = line_of(found, names)
    place = place_of(found)
    context = {
        "line": line,
        "facts": [*_whole(found, names, place), *facts_of(found, names)],
        "causes": [line_of(one, names) for one in reversed(causes)],
        "origin": names.thing(causes[-1].because if causes else found.because),
        "came": [line_of(one, names) for one in after],
        "place": place,
        "thing_url": f"{reverse('tracing:trace')}?thing={found.subject}",
    }
    return render(request, "tracing/entry.html", context)


def _whole(found: Trace, names: Names, place: int | None) -> Iterator[dict[str, Any]]:
    """Give the facts that every entry has."""
    yield {"label": _("When"), "value": localtime(found.at).strftime("%Y-%m-%d %H:%M:%S")}
    yield {"label": _("Who"), "value": names.who(found)}
    for label, key in (
        (_("For whom"), found.acting_for), (_("To what"), found.subject), (_("Because of"), found.because),
    ):  # fmt: skip
        if key:
            yield {"label": label, "value": names.thing(key), "url": names.urls.get(key, "")}
    yield {"label": _("Kind of act"), "value": found.verb}
    yield {"label": _("Number"), "value": found.number}
    yield {
        "label": _("Place in the chain"),
        "value": place if place is not None else _("not sealed yet"),
    }
    yield {"label": _("Digest"), "value": found.digest}
