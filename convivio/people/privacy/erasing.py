"""Erasure: the account emptied, its row left as a number; the trace stays whole, for it holds keys only.

What a table holds of a person is in its room's `personal.py`; what the register cannot say (a mandate that
ends, a draft that was theirs alone) a room declares as a step. What erasure leaves in files is swept after.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage
from convivio.activity.trace import record
from convivio.kernel.actors import Actor
from convivio.kernel.personal import Ending, Personal, register
from convivio.kernel.rows import lock
from convivio.people.models import ErasureWish, Person
from convivio.people.privacy.erasure_journal import write_down

Step = Callable[[Person, frozenset[str]], int]
"""Takes away what a room holds of a person and their addresses, and returns how many rows that touched."""
SHORTEST_NAME = 6
"""A shorter name stands in many letters that are about somebody else."""

_steps: dict[str, Step] = {}


def declare_erasure(name: str, step: Step) -> None:
    """Let a room take away what the register cannot: ends, drafts, words that name a person."""
    _steps[name] = step


@transaction.atomic
def erase(person: Person, *, by: Actor | None, why: str) -> bool:
    """Empty an account for good; say whether there was anything left to empty.

    `why` is one of a few words (`asked`, `office`, `restored`), never a sentence: it stays in the trace.
    """
    lock(person)
    if person.erased_at is not None:
        return False
    addresses = addresses_of(person)
    for step in _steps.values():
        step(person, addresses)
    for model, entry in register():
        if model is not Person and entry.whose:
            _forget_rows(rows_of(model, entry, person, addresses), entry)
    _forget_sessions(person, addresses)
    _forget_letters(person, addresses)
    _empty(person)
    ErasureWish.objects.filter(person=person, done_at=None, taken_back_at=None).update(done_at=now())
    record("person.erased", person, by=by, facts={"why": why})
    transaction.on_commit(lambda: write_down(person))
    return True


def addresses_of(person: Person) -> frozenset[str]:
    """Gather every address by which a person is known here, in small letters."""
    known = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return frozenset({person.email.lower(), *(email.lower() for email in known)})


def rows_of(
    model: type[models.Model], entry: Personal, person: Person, addresses: frozenset[str]
) -> "models.QuerySet[models.Model]":
    """Find the rows of a table that are a person's, as the register says."""
    kind, _, name = entry.whose.rpartition(":")
    rows: models.QuerySet[models.Model] = model._default_manager.all()
    if kind == "email":
        rows = rows.alias(small=Lower(name)).filter(small__in=sorted(addresses))
    else:
        rows = rows.filter(**{name: person.pk})
    return rows


def _forget_rows(rows: "models.QuerySet[models.Model]", entry: Personal) -> None:
    if entry.ending is Ending.GONE:
        rows.delete()
        return
    empty = {
        name: _nothing(rows.model._meta.get_field(name))
        for name, holds in entry.holds.items()
        if not holds.is_kept
    }
    if empty:
        rows.update(**empty)


def _nothing(field: Any) -> Any:
    """Return what stands in a field that holds nothing."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _forget_sessions(person: Person, addresses: frozenset[str]) -> None:
    """End every session of a person, and every sign-in that had begun with an address of theirs."""
    for session in Session.objects.iterator(500):
        told = session.get_decoded()
        words = str(told)
        if told.get("_auth_user_id") == str(person.pk) or any(one in words.lower() for one in addresses):
            session.delete()


def _forget_letters(person: Person, addresses: frozenset[str]) -> None:
    """Take away the letters to a person, and those on their way or sent that name them."""
    names = {person.name} if len(person.name) >= SHORTEST_NAME else set()
    for message in OutboxMessage.objects.iterator(500):
        words = f"{message.payload} {message.last_error}"
        to_them = str(message.payload.get("to", "")).lower() in addresses
        names_them = any(one in words.lower() for one in addresses) or any(one in words for one in names)
        if to_them or (names_them and (message.sent_at or message.parked_at)):
            message.delete()


def _empty(person: Person) -> None:
    """Leave a number where somebody was."""
    person.email = f"erased-{person.pk}@erased.invalid"
    person.name = person.job = person.phone = ""
    person.introduction, person.shown_to = {}, {}
    person.language = Person._meta.get_field("language").get_default()
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login, person.erased_at = None, now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def who_is_called(email: str) -> Person | None:
    """Find the person of an address: their own, or one that they proved."""
    email = email.strip().lower()
    proved = EmailAddress.objects.filter(email=email, verified=True).values_list("user", flat=True)
    return Person.objects.filter(models.Q(email=email) | models.Q(pk__in=proved)).first()
