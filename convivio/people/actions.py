"""What people do with their own account."""

from django.db import transaction

from convivio.activity.trace import record
from convivio.people.acting import Acting
from convivio.people.models import Person


@transaction.atomic
def change_account(person: Person, *, by: Acting) -> None:
    """Keep what a person says of themself."""
    person.save(update_fields=["name", "job", "phone", "language"])
    record("account.changed", person, by=by)


@transaction.atomic
def choose_who_sees(person: Person, levels: dict[str, str], *, by: Acting) -> None:
    """Keep to whom a person shows each thing about them."""
    person.shown_to = {**person.shown_to, **levels}
    person.save(update_fields=["shown_to"])
    record("visibility.chosen", person, by=by, facts=levels)
