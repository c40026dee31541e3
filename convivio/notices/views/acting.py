"""The page that a link for acting from a letter opens: one sentence, one button."""

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from convivio.kernel.errors import DomainError
from convivio.notices import mail_acts
from convivio.notices.models import SignedAct
from convivio.notices.views.languages import in_the_language_of
from convivio.people.acting import Acting, ActingRequest
from convivio.people.signing_in.second_steps import was_taken
from convivio.web.policies import ANYONE, policy
from convivio.web.refusals import too_many

LIMITS = {"mail_act": "60/m/ip"}
GONE, MISSING = 410, 404


@policy(ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActingRequest, token: str) -> HttpResponse:
    """Say what the button will do; only the button does it, for programs that read mail open links too."""
    if not _is_within_limits(request):
        return too_many(request)
    found = mail_acts.signed_act(token)
    if found is None:
        return render(request, "notices/act.html", {"is_unknown": True}, status=MISSING)
    in_the_language_of(request, found.person)
    by = _acting(request, found)
    try:
        if request.method == "POST":
            return render(request, "notices/act.html", {"done": mail_acts.use(found, by)})
        sentence = mail_acts.sentence_of(found, by)
    except DomainError as refusal:
        return render(request, "notices/act.html", {"refusal": refusal}, status=GONE)
    said = {"sentence": sentence, "act": mail_acts.mail_act_of(found.name), "person": found.person}
    return render(request, "notices/act.html", said)


def _acting(request: ActingRequest, found: SignedAct) -> Acting:
    """Act with all that the person may do where they are signed in with their second step, or by the letter alone."""
    is_here = request.user.is_authenticated and request.user.pk == found.person_id
    if is_here and was_taken(request):
        return request.acting
    return mail_acts.acting_by_letter(found.person, found.acting_for)


def _is_within_limits(request: ActingRequest) -> bool:
    usage = ratelimit.consume(
        request, app="convivio.notices", action="mail_act", config=LIMITS, limit_get=True
    )
    return usage is not None
