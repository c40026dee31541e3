from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.pages.models import Body, Funding, News
from convivio.pages.permissions import find_desk
from convivio.pages.publishers import Publisher, all_publishers
from convivio.pages.texts import still_to_write
from convivio.pages.writing import desks_of
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a desk, as `web/_tabs.html` wants it."""

    label: str
    url: str
    current: bool
    count: int | str = ""


def tabs_of(publisher: Publisher, current: str) -> list[Tab]:
    key = publisher.key
    counts = {
        "news_desk": News.objects.filter(publisher=key).count(),
        "bodies_desk": Body.objects.filter(publisher=key).count(),
        "funding_desk": Funding.objects.filter(publisher=key).count(),
    }
    labels = {
        "desk": _("Texts"),
        "news_desk": _("News"),
        "bodies_desk": _("Bodies and terms"),
        "funding_desk": _("Who finances us"),
    }
    return [
        Tab(label, reverse(f"pages:{name}", args=[publisher.slug]), name == current, counts.get(name, ""))
        for name, label in labels.items()
    ]


@policy(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The desk of whom I act for, or the first at which I may sit."""
    desks = desks_of(request.acting)
    found = next((one for one in all_publishers() if desks and one.key == desks[0]), None)
    if found is None:
        raise Http404
    return redirect(found.desk_url)


@policy(SIGNED_IN)
@require_safe
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every text of a publisher: what is written, what is still to write."""
    publisher = find_desk(request.acting, slug)
    texts = still_to_write(publisher)
    context = {
        "publisher": publisher,
        "tabs": tabs_of(publisher, "desk"),
        "texts": texts,
        "done": sum(one.is_done for one in texts),
    }
    return render(request, "pages/desk.html", context)
