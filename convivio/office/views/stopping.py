"""One click, and no more circulars: the page at the foot of each."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convivio.office.circular_letters import stopping as whose
from convivio.office.circulating import stop_circulars, take_circulars_again
from convivio.office.models import NoCirculars
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@csrf_exempt  # a mail program has no page to take a token from; the address is signed, and nobody's session is asked
@require_http_methods(["GET", "HEAD", "POST"])
def stopping(request: ActingRequest, token: str) -> HttpResponse:
    """Say that one wants no circulars of a cluster, or wants them again; the address itself is the key.

    A mail program that asks for it itself follows no redirect: it is answered at once (RFC 8058).
    """
    cluster, person = whose(token)
    if request.method == "POST":
        (take_circulars_again if request.POST.get("again") else stop_circulars)(cluster, person)
        if request.POST.get("List-Unsubscribe") != "One-Click":
            return redirect("office:stopping", token)
    is_stopped = NoCirculars.objects.filter(cluster=cluster, person=person).exists()
    return render(request, "office/stopping.html", {"cluster": cluster, "is_stopped": is_stopped})
