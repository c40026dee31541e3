"""What people do with their own account."""

from django.db import transaction

from convivio.activity.trace import record
from convivio.people.acting import Acting
from convivio.people.models import Person


@transaction.atomic
def change_account(person: Person, *, by: Acting) -> None:
    """Keep what a person says of themself."""
    person.save(update_fields=["name", "job", "language"])
    record("account.changed", person, by=by)
