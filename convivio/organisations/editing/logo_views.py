"""The logo of an organisation, to whoever may see the organisation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from convivio.organisations.editing.logos import LOGO, path_of
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.pictures import picture_response
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@require_safe
def logo(request: ActingRequest, slug: str, digest: str) -> HttpResponse:
    """Give the picture; its address changes with it, so it may be kept for long."""
    rows = Organisation.objects.visible_to(request.acting.reader).exclude(logo="")
    organisation = get_object_or_404(rows, slug=slug, logo=digest)
    return picture_response(path_of(organisation.logo), LOGO.form)
