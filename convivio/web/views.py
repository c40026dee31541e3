from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from convivio.web.appearance import COOKIE, THEMES
from convivio.web.policies import ANYONE, policy
from convivio.web.style_samples import style_samples


@policy(ANYONE)
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state, both themes side by side."""
    return render(request, "web/style_page.html", style_samples())


@policy(ANYONE)
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark, and go back to the same page."""
    response = redirect(way_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        year = 60 * 60 * 24 * 365
        response.set_cookie(
            COOKIE, chosen, max_age=year, samesite="Lax", httponly=True, secure=settings.BEHIND_TLS
        )
    else:
        response.delete_cookie(COOKIE)
    return response


@policy(ANYONE)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def way_back(request: HttpRequest) -> str:
    """Return the page that a form came from, if it is one of ours: a path, never the name of a view."""
    target = request.POST.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.startswith("/") else "/"
