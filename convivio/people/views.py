from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from convivio.people.acting import CHOSEN, SignedInRequest
from convivio.people.permissions import IN_THE_DEMONSTRATION
from convivio.people.picker import people_to_pick, person_to_pick
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.views import way_back


@policy(IN_THE_DEMONSTRATION)
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: HttpRequest) -> HttpResponse:
    """Show the invented people, and sign in as the one that was picked."""
    if request.method != "POST":
        return render(request, "people/picker.html", {"people": people_to_pick()})
    number = request.POST.get("person", "")
    person = person_to_pick(int(number)) if number.isdecimal() else None
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = redirect(way_back(request))
    if "language" not in request.POST:
        return response
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return response


@policy(SIGNED_IN)
@require_POST
def acting_for(request: SignedInRequest) -> HttpResponse:
    """Change for whom the person acts, among what holds today."""
    chosen = request.POST.get("key", "")
    keys = {choice.key for choice in request.acting.choices} | {request.user.key}
    if chosen in keys:
        request.session[CHOSEN] = chosen
    return redirect(way_back(request))
