from django.conf import settings
from django.http import HttpRequest

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.web.policies import Policy


def _in_the_demonstration(_request: HttpRequest, **_named: object) -> Verdict:
    return ALLOWED if settings.DEMO else Verdict("This is not a demonstration.")


IN_THE_DEMONSTRATION = Policy("in the demonstration", _in_the_demonstration, hides=True)
