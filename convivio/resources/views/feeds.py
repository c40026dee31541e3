"""The address for calendar programs: made, renewed and ended by its person; read by whoever holds its key."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.resources.calendars import as_calendar
from convivio.resources.feeds import bookings_in, end_feed, make_feed, person_by
from convivio.web.policies import ANYONE, SIGNED_IN, policy

SHOWN_ONCE = "resources_feed"


@policy(SIGNED_IN)
@require_POST
def feeds(request: SignedInRequest) -> HttpResponse:
    """Make an address, or end it."""
    if "end" in request.POST:
        end_feed(request.user, by=request.acting)
        messages.success(request, _("The address opens nothing any more."))
    else:
        key = make_feed(request.user, by=request.acting)
        request.session[SHOWN_ONCE] = settings.ADDRESS + reverse("resources:feed", args=[key])
        messages.success(request, _("Copy the address into your calendar program: it is shown this once."))
    return redirect("resources:bookings")


@policy(ANYONE)
@require_safe
def feed(request: ActingRequest, key: str) -> HttpResponse:
    """Bookings for a calendar program, as far as the person of the key may see them now."""
    person = person_by(key)
    if person is None:
        raise Http404
    said = {name: request.GET.get(name, "") for name in ("organisation", "resource")}
    answer = HttpResponse(
        as_calendar(bookings_in(person, **said), now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
