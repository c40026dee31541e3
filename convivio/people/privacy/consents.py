"""Consents: what a person agrees to, in which words, and taken back as easily as given."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.people.acting import Acting
from convivio.people.models import Consent, Person


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that is only done with consent: its name, and the words that a person agrees to."""

    key: str
    words: "str | Promise"


_purposes: dict[str, Purpose] = {}


def declare_purpose(key: str, words: "str | Promise") -> None:
    """Let a room ask for consent to something."""
    _purposes[key] = Purpose(key, words)


def purposes() -> tuple[Purpose, ...]:
    return tuple(_purposes.values())


def has_consented(person: Person, key: str) -> bool:
    """Say whether a person agrees to this now."""
    return Consent.objects.filter(person=person, purpose=key, withdrawn_at=None).exists()


@transaction.atomic
def choose_consents(person: Person, chosen: frozenset[str], *, by: Acting) -> None:
    """Give and take back consents, so that the chosen ones stand; each change is on record."""
    standing = {one.purpose: one for one in Consent.objects.filter(person=person, withdrawn_at=None)}
    for purpose in purposes():
        if purpose.key in chosen and purpose.key not in standing:
            Consent.objects.create(person=person, purpose=purpose.key, words=str(purpose.words))
            record("consent.given", person, by=by, facts={"purpose": purpose.key})
        elif purpose.key not in chosen and purpose.key in standing:
            Consent.objects.filter(pk=standing[purpose.key].pk).update(withdrawn_at=now())
            record("consent.taken_back", person, by=by, facts={"purpose": purpose.key})
