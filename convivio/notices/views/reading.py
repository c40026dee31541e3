"""What reached me: the list, opening one of it, marking all of it as read and taking that back."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from convivio.notices import reading
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

A_PAGE = 15


@policy(SIGNED_IN)
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """What reached me, the unread first; perhaps of one kind."""
    kinds = reading.kinds_of(request.user)
    chosen = request.GET.get("kind", "")
    known = chosen if chosen in {kind.name for kind, _count in kinds} else ""
    page = Paginator(reading.of_person(request.user, known), A_PAGE).get_page(request.GET.get("page"))
    told = reading.in_words(request.user, list(page.object_list))
    context = {
        "page": page,
        "told": told,
        "kinds": kinds,
        "chosen": known,
        "unread": sum(one.delivery.read_at is None for one in told),
        "marked": _moment(request.GET.get("marked", "")),
    }
    return render(request, "notices/notices.html", context)


@policy(SIGNED_IN)
@require_safe
def opening(request: SignedInRequest, number: int) -> HttpResponse:
    """Open what a notice tells of; it is read then."""
    told = reading.told_to(request.user, number)
    if told is None:
        raise Http404
    reading.mark_read(told.delivery)
    return redirect(told.line.url or "notices:list")


@policy(SIGNED_IN)
@require_POST
def all_read(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read; the list offers to take that back."""
    moment = reading.mark_all_read(request.user)
    response = redirect("notices:list")
    if moment is not None:
        response["Location"] += f"?marked={moment.isoformat().replace('+00:00', 'Z')}"
    return response


@policy(SIGNED_IN)
@require_POST
def unread_again(request: SignedInRequest) -> HttpResponse:
    """Take back that everything was marked as read."""
    moment = _moment(request.POST.get("marked", ""))
    if moment is not None:
        reading.mark_unread_again(request.user, moment)
    return redirect("notices:list")


def _moment(text: str) -> datetime | None:
    """Read a moment that an address or a form says; None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
