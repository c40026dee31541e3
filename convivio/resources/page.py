"""Everything that the page of a resource shows."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.organisations.acting_for import numbers_of
from convivio.people.acting import Acting
from convivio.resources.forms import BookingForm, ClosureForm
from convivio.resources.hours_words import written
from convivio.resources.models import Resource, Tariff
from convivio.resources.opening import Hours, moment
from convivio.resources.permissions import may_book, may_offer
from convivio.resources.picturing import files_of
from convivio.resources.week import monday_of, week_of
from convivio.web.amounts import money

WEEK = timedelta(days=7)
MOST_WAITING = 100


def page_context(request: HttpRequest, resource: Resource, acting: Acting, **more: Any) -> dict[str, Any]:
    """Gather the page: facts, hours, prices, the week, the form of booking; what its owner looks after."""
    ours, owns = numbers_of(acting), bool(may_offer(acting, resource.owner))
    hours, tariffs = _hours_and_tariffs(resource)
    pictures, documents = files_of(resource, acting)
    return {
        "resource": resource,
        "facts": list(_facts(resource)),
        "pictures": pictures,
        "documents": documents,
        "hours": list(_hours(hours)),
        "prices": [(one.get_who_display(), money(one.amount), one.get_unit_display()) for one in tariffs],
        "may_book": may_book(acting, resource),
        "owns": owns,
        "form": BookingForm(initial=_asked(request)),
        **(_calendar(request, resource, ours, hours, owns=owns) if resource.is_booked else {}),
        **more,
    }


def _hours_and_tariffs(resource: Resource) -> tuple[list[Hours], list[Tariff]]:
    """Read both in one question: there are some hours a week, and four kinds of users at most."""
    rows = Resource.objects.filter(pk=resource.pk).values_list(
        "opening_hours__weekday", "opening_hours__from_time", "opening_hours__until_time",
        "tariffs__who", "tariffs__amount", "tariffs__unit",
    )  # fmt: skip
    hours, tariffs = set(), {}
    for weekday, from_time, until_time, who, amount, unit in rows:
        if weekday is not None:
            hours.add(Hours(weekday, from_time, until_time))
        if who is not None:
            tariffs[who] = Tariff(who=who, amount=amount, unit=unit)
    ordered = sorted(hours, key=lambda one: (one.weekday, one.from_time))
    return ordered, [tariffs[who] for who in Tariff.For.values if who in tariffs]


def _calendar(
    request: HttpRequest, resource: Resource, ours: list[int], hours: list[Hours], *, owns: bool
) -> dict[str, Any]:
    """Read the week that is asked for, who waits, and for the owner who comes and what is closed."""
    monday = monday_of(request.GET.get("week", "") or request.GET.get("day", ""))
    this = localdate() - timedelta(days=localdate().weekday())
    since = min(now(), moment(monday, time(0)))
    closures = list(resource.closures.filter(until_at__gt=since).order_by("from_at"))
    week = week_of(resource, monday, ours, hours, closures)
    in_line = list(resource.waiting.open().select_related("organisation")[:MOST_WAITING])
    context = {
        "week": week.days,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - WEEK if monday > this else None,
        "after": monday + WEEK,
        "waiting": [one for one in in_line if one.organisation_id in ours],
    }
    if not owns:
        return context
    to_come = [one for one in closures if one.until_at > now()]
    return {**context, "coming": week.bookings, "closures": to_come, "closing": ClosureForm(prefix="closing"),
            "in_line": in_line}  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, str]:
    names = ("day", "from_time", "until_time", "until_day", "purpose")
    said = {name: request.GET[name] for name in names if name in request.GET}
    if said.get("until_day") == said.get("day"):
        said.pop("until_day", None)
    return said


def _facts(resource: Resource) -> Iterator[Mapping[str, object]]:
    """Give what is known of a resource, and nothing where it is not."""
    known = (
        (_("Manufacturer"), resource.manufacturer),
        (_("Model"), resource.model),
        (_("Where it is"), ", ".join(filter(None, [str(resource.site or ""), resource.city]))),
        (_("In use since"), str(resource.commissioned_on.year) if resource.commissioned_on else ""),
        (_("DOI"), resource.doi),
    )
    yield from ({"label": label, "value": value} for label, value in known if value)
    if resource.is_booked:
        yield from _rules(resource)


def _rules(resource: Resource) -> Iterator[Mapping[str, object]]:
    way = _("at once") if resource.is_instant else _("the owner says yes or no")
    yield {"label": _("How one books it"), "value": way}
    if resource.places > 1:
        yield {"label": _("How many at once"), "value": resource.places}
    longest = ngettext("%(number)d hour", "%(number)d hours", resource.longest_hours)
    yield {"label": _("At most, in one go"), "value": longest % {"number": resource.longest_hours}}
    free = ngettext("%(number)d hour before", "%(number)d hours before", resource.cancel_hours)
    yield {"label": _("Cancelled freely until"), "value": free % {"number": resource.cancel_hours}}


def _hours(hours: list[Hours]) -> Iterator[tuple[str, str]]:
    """Say the hours of the week, days that are alike together; nothing at all where it is always open."""
    if not hours:
        return
    said = {day: written(one for one in hours if one.weekday == day) for day in WEEKDAYS}
    for open_at, days in groupby(WEEKDAYS, key=said.__getitem__):
        names = [str(WEEKDAYS[day]) for day in days]
        both = {"first": names[0], "last": names[-1]}
        name = _("%(first)s to %(last)s") % both if len(names) > 2 else ", ".join(names)  # noqa: PLR2004
        yield capfirst(name), open_at or _("closed")
