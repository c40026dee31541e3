from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.people.privacy.looking_after import belonging
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


def may_erase(acting: Acting, person: Person) -> Verdict:
    """Let an office forget somebody of its cluster at once, when they belong to no other cluster.

    Two offices never take a person from each other: then the person asks, or whoever runs the installation.
    """
    if acting.person_key == person.key:
        return Verdict(_("Ask for it in your own account: there you can still take it back."))
    keys = [key for key in belonging([person], localdate())[person.pk] if key.startswith("cluster:")]
    if keys and all(acting.may("cluster_office", key) for key in keys):
        return ALLOWED
    return Verdict(_("Only the office of the one cluster to which they belong may do this."))
