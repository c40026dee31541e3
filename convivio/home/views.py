from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.capacities import the_network
from convivio.home.figures import by_province, members_of_the_network, seated, tiles
from convivio.home.sources import sources_read
from convivio.home.suggesting import calls_closing, calls_that_fit, new_partners
from convivio.home.visiting import steps_of
from convivio.home.waiting import organisation_of, waiting_for
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.people.picker import people_to_pick
from convivio.web.first_visits import first_visit
from convivio.web.policies import ANYONE, SIGNED_IN, policy

NOON, EVENING = 13, 18


@policy(ANYONE)
@require_safe
def front(request: ActingRequest) -> HttpResponse:
    """For anyone, the network; for the signed in, the three questions."""
    return _mine(request) if request.user.is_authenticated else _for_anyone(request)


def _for_anyone(request: ActingRequest) -> HttpResponse:
    reader, today = request.acting.reader, localdate()
    network = the_network()
    found = members_of_the_network(reader, today)
    visit = first_visit()
    context: dict[str, Any] = {
        "network": network,
        "clusters": found.clusters,
        "member_count": len(found.members),
        "seated": seated(found.members),
        "tiles": tiles(found, reader, today),
        "provinces": by_province(found),
        "calls": calls_closing(reader, today),
        "steps": steps_of(request.acting),
        "starter": next((one for one in people_to_pick() if one.email == visit.person), None)
        if visit
        else None,
    }
    return render(request, "home/for_anyone.html", context)


def _mine(request: ActingRequest) -> HttpResponse:
    context = {
        "greeting": _greeting(request),
        "waiting": waiting_for(request.acting, localdate()),
        "steps": steps_of(request.acting),
        "today": localdate(),
    }
    return render(request, "home/mine.html", context)


@policy(SIGNED_IN)
@require_safe
def could_win(request: SignedInRequest) -> HttpResponse:
    """The calls that fit the organisation I act for: a part of the home page, or a page without a script."""
    organisation, reader = organisation_of(request.acting), request.acting.reader
    fitting = calls_that_fit(organisation, reader) if organisation else []
    closing = [] if fitting else calls_closing(reader, localdate())
    context = {"organisation": organisation, "fitting": fitting, "closing": closing}
    return _part(request, "home/_could_win.html", _("What could I win"), context)


@policy(SIGNED_IN)
@require_safe
def could_work_with(request: SignedInRequest) -> HttpResponse:
    """Organisations that mine has not worked with yet, and why it could."""
    organisation = organisation_of(request.acting)
    partners = new_partners(organisation, request.acting.reader) if organisation else []
    context = {"organisation": organisation, "partners": partners}
    return _part(request, "home/_could_work_with.html", _("Who could I work with"), context)


@policy(ANYONE)
@require_safe
def about(request: ActingRequest) -> HttpResponse:
    """What this is, and where its facts come from."""
    return render(request, "home/about.html", {"network": the_network(), "sources": sources_read()})


@policy(ANYONE)
@require_safe
def accessibility(request: ActingRequest) -> HttpResponse:
    """How far everybody can use these pages, said plainly."""
    return render(request, "home/accessibility.html")


def _part(request: SignedInRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    if request.htmx:
        return render(request, template, context)
    return render(request, "home/part_page.html", {**context, "title": title, "part": template})


def _greeting(request: ActingRequest) -> str:
    hour = localtime().hour
    name = {"name": request.acting.person.get_short_name() if request.acting.person else ""}
    if hour < NOON:
        return _("Good morning, %(name)s") % name
    return _("Good afternoon, %(name)s") % name if hour < EVENING else _("Good evening, %(name)s") % name
