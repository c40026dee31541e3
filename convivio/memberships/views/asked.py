"""What every page of this room asks: who writes, and whether an act went through."""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from convivio.kernel.errors import BadInput, WrongState
from convivio.memberships.models import ReturnLink
from convivio.memberships.writers import Writer
from convivio.people.acting import ActingRequest, SignedInRequest

OPENED = "applications_opened"
MOST_OPENED = 20
REFUSED = 422
AnyRequest = ActingRequest | SignedInRequest


def writer_of(request: AnyRequest) -> Writer:
    """Say who writes: a person, and the links that this browser opened."""
    numbers = request.session.get(OPENED, [])
    return Writer(request.acting, frozenset(one for one in numbers if isinstance(one, int)))


def remember(request: AnyRequest, link: ReturnLink) -> None:
    """Let this browser write what the link opened, for as long as the link holds."""
    request.session[OPENED] = [*request.session.get(OPENED, []), link.pk][-MOST_OPENED:]


def goes_through(form: Form, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks; a refusal is said in the form, which keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except (BadInput, WrongState) as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
