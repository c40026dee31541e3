from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convivio.calls.calendars import Day, as_calendar
from convivio.calls.facets import NAMES, chosen_of, facets_of, name_of, wanted_of
from convivio.calls.finding import find_calls
from convivio.calls.models import Call
from convivio.calls.rule_sets import all_rule_sets, read_rules
from convivio.calls.showing import COLUMNS, as_row, facts_of, shown
from convivio.calls.standing import deadlines_of, standing_of
from convivio.people.acting import ActingRequest
from convivio.search.addresses import changed, page_in, without
from convivio.web.amounts import number
from convivio.web.policies import ANYONE, policy
from convivio.web.tables import csv_response, xlsx_response

PAGE = 25
MOST_PAGES = 200
MOST_TAKEN_AWAY = 5000
TABLES = {"csv": csv_response, "xlsx": xlsx_response}


@policy(ANYONE)
@require_safe
def call_list(request: ActingRequest) -> HttpResponse:
    """The calls, soonest deadline first, as narrow as the address says; also as a table to take away."""
    today, reader = localdate(), request.acting.reader
    chosen = chosen_of(request.GET)
    wanted = wanted_of(request.GET, chosen)
    table = TABLES.get(request.GET.get("format", ""))
    if table is not None:
        answer = find_calls(wanted, reader, today, after=0, most=MOST_TAKEN_AWAY)
        rows = [as_row(call, today, request.build_absolute_uri) for call in answer.calls]
        return table(_("Calls"), COLUMNS, rows)
    number_of_page = page_in(request.GET, MOST_PAGES)
    answer = find_calls(wanted, reader, today, after=(number_of_page - 1) * PAGE, most=PAGE)
    context: dict[str, Any] = {
        "calls": [shown(call, today) for call in answer.calls],
        "words": wanted.words,
        "is_guess": answer.is_guess,
        "facets": facets_of(answer.counts, chosen),
        "chosen_count": sum(len(values) for values in chosen.values()),
        "keep": _kept(request, ("q", "sort")),
        "narrowed": _kept(request, (*NAMES, "sort")),
        "count_text": _how_many(answer.total),
        "chips": _chips(request, chosen),
        "sorts": _sorts(request, most_relevant=wanted.most_relevant) if wanted.words else [],
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "page": Paginator(range(min(answer.total, MOST_PAGES * PAGE)), PAGE).get_page(number_of_page),
        "has_calls": bool(answer.total) or Call.objects.visible_to(reader).exists(),
        "wider_url": changed(request, **dict.fromkeys(NAMES)),
        "everything_url": request.path,
    }
    return render(request, "calls/call_list.html", context)


@policy(ANYONE)
@require_safe
def call_page(request: ActingRequest, slug: str) -> HttpResponse:
    """One call: when, how much, for whom, what it asks for, by which rules, and who could win it."""
    call = _find(request, slug)
    today = localdate()
    rules = read_rules(call.rule_set) if call.rule_set else None
    context = {
        "call": call,
        "standing": standing_of(call, today),
        "deadlines": deadlines_of(call.deadlines),
        "has_deadline_to_come": any(day.on >= today for day in _days(call)),
        "facts": facts_of(call),
        "rules": rules,
        "rules_hold": rules.holds_on(min(call.deadline or today, today)) if rules else True,
    }
    return render(request, "calls/call_page.html", context)


@policy(ANYONE)
@require_safe
def calendar(request: ActingRequest, slug: str) -> HttpResponse:
    """The deadlines of a call that are still to come, for the reader's own calendar."""
    call = _find(request, slug)
    days = [day for day in _days(call, request) if day.on >= localdate()]
    if not days:
        raise Http404
    response = HttpResponse(as_calendar(days, now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return response


@policy(ANYONE)
@require_safe
def rule_set_list(request: ActingRequest) -> HttpResponse:
    """Every rule set, with its validity and how much of it was checked again."""
    return render(request, "calls/rule_set_list.html", {"rule_sets": all_rule_sets(), "today": localdate()})


@policy(ANYONE)
@require_safe
def rule_set_page(request: ActingRequest, name: str) -> HttpResponse:
    """One rule set, rule by rule, each with where and when it was read."""
    rules = read_rules(name)
    if rules is None:
        raise Http404
    calls = Call.objects.visible_to(request.acting.reader).filter(rule_set=name)
    context = {"rules": rules, "holds": rules.holds_on(localdate()), "call_count": calls.count()}
    return render(request, "calls/rule_set_page.html", context)


def _find(request: ActingRequest, slug: str) -> Call:
    calls = Call.objects.visible_to(request.acting.reader).select_related("reading__source")
    return get_object_or_404(calls, slug=slug)


def _days(call: Call, request: ActingRequest | None = None) -> list[Day]:
    """Give the deadlines of a call as days of a calendar; one that is not listed is its own."""
    listed = [(one.on, one.stage) for one in deadlines_of(call.deadlines)]
    if not listed and call.deadline:
        listed = [(call.deadline, 0)]
    url = request.build_absolute_uri(call.get_absolute_url()) if request else ""
    return [
        Day(
            uid=f"{call.slug}-{on:%Y%m%d}-{stage}@convivio",
            on=on,
            title=_("Deadline, stage %(stage)d: %(call)s") % {"stage": stage, "call": call}
            if stage
            else _("Deadline: %(call)s") % {"call": call},
            text="\n".join(part for part in (call.code, call.programme, call.action_type) if part),
            url=url,
        )
        for on, stage in listed
    ]


def _how_many(total: int) -> str:
    return ngettext("%(count)s call", "%(count)s calls", total) % {"count": number(total)}


def _kept(request: ActingRequest, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name in names for value in request.GET.getlist(name) if value]


def _chips(request: ActingRequest, chosen: Any) -> list[dict[str, str]]:
    return [
        {"label": name_of(name, value), "url": without(request, name, value)}
        for name, values in chosen.items()
        for value in values
    ]


def _sorts(request: ActingRequest, *, most_relevant: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("soonest deadline"), "url": changed(request, sort=None), "current": not most_relevant},
        {
            "label": _("closest to the words"),
            "url": changed(request, sort="relevance"),
            "current": most_relevant,
        },
    ]
