"""The logo of an organisation, to whoever may see the organisation."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from convivio.organisations.editing.logos import path_of
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

A_YEAR = 365 * 24 * 3600


@policy(ANYONE)
@require_safe
def logo(request: ActingRequest, slug: str, digest: str) -> HttpResponse:
    """Give the picture; its address changes with it, so it may be kept for long."""
    rows = Organisation.objects.visible_to(request.acting.reader).exclude(logo="")
    organisation = get_object_or_404(rows, slug=slug, logo=digest)
    try:
        picture = path_of(organisation.logo).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
