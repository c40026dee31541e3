"""The person picker of the demonstration: sign in as an invented person, with one click.

It is there only while the demonstration runs (`convivio demo` sets CONVIVIO_DEMO, and an
installation that answers on any other machine's address refuses to start with it), and it only
ever signs in people who were invented for it.
"""

from django.conf import settings

from convivio.people.models import Person


def people_to_pick() -> list[Person]:
    """List the invented people who introduce themselves; nobody where this is not the demonstration."""
    if not settings.DEMO:
        return []
    return [
        one
        for one in Person.objects.filter(is_invented=True, is_active=True).order_by("pk")
        if one.introduction
    ]


def person_to_pick(number: int) -> Person | None:
    """Find one invented person, in the demonstration only."""
    if not settings.DEMO:
        return None
    return Person.objects.filter(pk=number, is_invented=True, is_active=True).first()
