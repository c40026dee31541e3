"""What goes from applications when a person is erased: their name and address, and drafts that were theirs alone."""

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models.functions import Lower

from convivio.memberships.enclosures import path_of
from convivio.memberships.models import Application, State
from convivio.people.models import Person

OF_A_WRITER = ("contact_name", "contact_job", "contact_phone")
OF_A_SIGNATORY = ("signatory_name", "signatory_job", "signatory_email")


def forget(person: Person, addresses: frozenset[str]) -> int:
    """Take a person out of applications; what an organisation asked, and what the board decided, stays."""
    own = Application.objects.alias(small=Lower("email")).filter(small__in=sorted(addresses))
    drafts = list(own.filter(state=State.DRAFT, organisation=None).prefetch_related("enclosures"))
    for draft in drafts:
        erase(draft)
    return len(drafts) + sum(_emptied(one, person, addresses) for one in Application.objects.iterator())


def erase(application: Application) -> None:
    """Take an application away with its documents, in the transaction that holds its row."""
    for enclosure in application.enclosures.all():
        transaction.on_commit(partial(path_of(enclosure).unlink, missing_ok=True))
    application.delete()


def _emptied(application: Application, person: Person, addresses: frozenset[str]) -> bool:
    gone = [name for name in _theirs(application, person, addresses) if application.answers.get(name)]
    if gone:
        application.answers = {**application.answers, **dict.fromkeys(gone, "")}
        application.save(update_fields=["answers"])
    return bool(gone)


def _theirs(application: Application, person: Person, addresses: frozenset[str]) -> Iterator[str]:
    said = application.answers
    if application.email.lower() in addresses or (person.name and said.get("contact_name") == person.name):
        yield from OF_A_WRITER
    signs = str(said.get("signatory_email", "")).lower() in addresses
    if signs or (person.name and said.get("signatory_name") == person.name):
        yield from OF_A_SIGNATORY
