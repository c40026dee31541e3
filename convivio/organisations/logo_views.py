"""The logo of an organisation, to whoever may see the organisation."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from convivio.organisations.logos import path_of
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

A_YEAR = 365 * 24 * 3600


@policy(ANYONE)
@require_safe
def logo(request: ActingRequest, slug: str, digest: str) -> FileResponse:
    """Give the picture; its address changes with it, so it may be kept for long."""
    rows = Organisation.objects.visible_to(request.acting.reader).exclude(logo="")
    organisation = get_object_or_404(rows, slug=slug, logo=digest)
    try:
        file = path_of(organisation.logo).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response
