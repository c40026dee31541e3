from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.web.policies import Policy

HANDED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
"""What a proxy adds when it hands on the request of another machine."""


def _in_the_demonstration(request: HttpRequest, **_named: object) -> Verdict:
    """Let in whoever sits at the machine of the demonstration, however it was put on a network."""
    if settings.DEMO and _is_of_this_machine(request):
        return ALLOWED
    return Verdict("This is not a demonstration.")


def _is_of_this_machine(request: HttpRequest) -> bool:
    try:
        asks_from_here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return asks_from_here and not any(name in request.headers for name in HANDED_ON)


IN_THE_DEMONSTRATION = Policy("in the demonstration", _in_the_demonstration, hides=True)
