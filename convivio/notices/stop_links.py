"""The address at the foot of each letter: how these notices come, changed without signing in."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from convivio.notices.kinds import Kind, kind_of
from convivio.people.models import Person

SALT = "convivio.notices.stop"


def stop_address(person: Person, names: Iterable[str]) -> str:
    """Give the address where a person changes how notices of these kinds come; it opens nothing else."""
    token = signing.dumps([person.pk, sorted(names)], salt=SALT, compress=True)
    return settings.ADDRESS + reverse("notices:stop", args=[token])


def whose(token: str) -> tuple[Person, list[Kind]]:
    """Say whose choice an address opens, and of which kinds.

    Errors: Http404, for one that was not given out, and for somebody who is not here any more.
    """
    try:
        number, names = signing.loads(token, salt=SALT)
    except signing.BadSignature as forged:
        raise Http404 from forged
    person = Person.objects.filter(pk=number, is_active=True).first()
    found = [kind for kind in map(kind_of, names) if kind is not None]
    if person is None or not found:
        raise Http404
    return person, found


def headers(address: str) -> dict[str, str]:
    """Tell mail programs how their own button stops these letters, without asking anything.

    Source: RFC 2369, section 3.2; RFC 8058, section 3.
    """
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
