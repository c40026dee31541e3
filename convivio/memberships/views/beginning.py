"""How an application begins, and how a letter opens it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convivio.clusters.models import Cluster
from convivio.memberships import links
from convivio.memberships.errors import LinkOpensNothing
from convivio.memberships.forms import BeginForm
from convivio.memberships.views.asked import REFUSED, goes_through, remember
from convivio.people.acting import ActingRequest
from convivio.people.models import Person
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActingRequest, cluster: str) -> HttpResponse:
    """How one becomes a member of a cluster; who is signed in begins at once, anyone else by a letter."""
    found = get_object_or_404(Cluster.objects.select_related("network"), slug=cluster)
    if request.acting.person is not None:
        return _by_account(request, found, request.acting.person)
    form = BeginForm(request.POST or None)
    asked = request.method == "POST" and goes_through(
        form, lambda: links.ask_for_link(found, form.cleaned_data["email"], language=_language())
    )
    context = {"cluster": found, "form": form, "asked": asked, **_categories(found)}
    return render(request, "memberships/apply.html", context, status=REFUSED if form.errors else 200)


def _by_account(request: ActingRequest, cluster: Cluster, person: Person) -> HttpResponse:
    begun = links.in_hand(cluster, person.email)
    if request.method == "POST":
        application = begun or links.begin(cluster, person.email, language=_language(), by=request.acting)
        return redirect(application)
    return render(
        request, "memberships/apply.html", {"cluster": cluster, "begun": begun, **_categories(cluster)}
    )


@policy(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActingRequest, secret: str) -> HttpResponse:
    """What a letter leads to: the application opens when the button is pressed, once."""
    try:
        if request.method == "POST":
            opened = links.open_link(secret, by=request.acting)
            remember(request, opened)
            messages.success(request, _("The application is open in this browser for two weeks."))
            return redirect("memberships:application", opened.application_id)
        return render(request, "memberships/link.html", {"link": links.link_by(secret)})
    except LinkOpensNothing as nothing:
        return render(request, "memberships/link.html", {"refusal": nothing.message}, status=nothing.status)


def _categories(cluster: Cluster) -> dict[str, object]:
    return {"categories": cluster.categories.filter(is_open=True)}


def _language() -> str:
    return (get_language() or "it")[:2]
