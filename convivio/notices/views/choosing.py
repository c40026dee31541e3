"""How notices come: for whoever has signed in, and from the foot of a letter without signing in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convivio.notices import choosing, stop_links
from convivio.notices.forms import ChoosingForm
from convivio.notices.kinds import kinds
from convivio.notices.models import Channel
from convivio.notices.views.languages import in_the_language_of
from convivio.people.acting import ActingRequest, SignedInRequest, acting_as
from convivio.web.policies import ANYONE, SIGNED_IN, policy

ONE_CLICK = "One-Click"


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    """How notices of each kind come to me."""
    held = choosing.choices_of(request.user)
    form = ChoosingForm(kinds(), held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = choosing.choose(request.user, form.wanted, by=request.acting)
        messages.success(request, _changed(len(changed)))
        return redirect("notices:preferences")
    status = 422 if form.errors else 200
    crumbs = [{"label": _("For you"), "url": reverse("notices:list")}, {"label": _("How notices come")}]
    return render(request, "notices/preferences.html", {"form": form, "crumbs": crumbs}, status=status)


@policy(ANYONE)
@never_cache
@csrf_exempt  # a mail program has no page to take a token from; the address is signed, and nobody's session is asked
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: ActingRequest, token: str) -> HttpResponse:
    """Change how the notices of a letter come; the address itself is the key, and opens nothing else.

    A mail program that asks for it itself follows no redirect: it is answered at once (RFC 8058).
    """
    person, stopped = stop_links.whose(token)
    names = [kind.name for kind in stopped]
    by = acting_as(person, person.key)
    in_the_language_of(request, person)
    if request.POST.get("List-Unsubscribe") == ONE_CLICK:
        choosing.stop(person, names, by=by)
        return HttpResponse(status=204)
    held = choosing.choices_of(person)
    form = ChoosingForm(stopped, held, request.POST if "keep" in request.POST else None)
    if request.method == "POST":
        if "stop" in request.POST:
            choosing.stop(person, names, by=by)
        elif "again" in request.POST:
            choosing.take_again(person, names, by=by)
        elif form.is_valid():
            choosing.choose(person, form.wanted, by=by)
        messages.success(request, _("Kept."))
        return redirect("notices:stop", token)
    is_stopped = all(held[name] == Channel.NEVER for name in names)
    return render(request, "notices/stop.html", {"form": form, "kinds": stopped, "is_stopped": is_stopped})


def _changed(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext("Kept: %(count)s choice changed.", "Kept: %(count)s choices changed.", count) % {
        "count": count
    }
