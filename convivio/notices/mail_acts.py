"""Acting from a letter: a link that shows one sentence and one button, works once, and expires.

Opening the link changes nothing, for programs that look through mail open links too. The button acts
with what the person may do at that moment. Whoever holds an office acts from a letter with their
mandates only: an office asks for a second step, and a letter is none.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.audiences import reader_for
from convivio.kernel.keys import number_in
from convivio.kernel.rows import lock
from convivio.notices.errors import LinkHasExpired, LinkIsUsed, LinkOpensNothing
from convivio.notices.models import SignedAct
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.people.signing_in.second_steps import needs_one

WORKS_FOR = timedelta(days=14)

Sentence = Callable[[str, Acting], str | None]
"""From a key and who acts to what the button will do; None when this person may not do it now."""
Do = Callable[[str, Acting], str | None]
"""Does it, in a transaction with the link's use, and perhaps returns a sentence that says what was done."""


@dataclass(frozen=True, slots=True)
class MailAct:
    """One thing that can be done from a letter: the words of its button, its sentence, and how it is done."""

    name: str
    label: str | Promise
    sentence: str | Promise | Sentence
    do: Do

    def said(self, key: str, by: Acting) -> str | None:
        """Say what the button will do; None when this person may not do it now."""
        return self.sentence(key, by) if callable(self.sentence) else str(self.sentence)


_declared: dict[str, MailAct] = {}


def declare_mail_act(name: str, label: str | Promise, sentence: str | Promise | Sentence, do: Do) -> None:
    """Let a room have something done from a letter.

    `do(key, by)` asks the permission itself, as every action does; what it refuses leaves the link unused.
    """
    _declared[name] = MailAct(name, label, sentence, do)


def mail_act_of(name: str) -> MailAct | None:
    return _declared.get(name)


def mail_acts() -> tuple[MailAct, ...]:
    return tuple(_declared.values())


def mail_link(person: Person, name: str, key: str, *, acting_for: str = "") -> str:
    """Make a link for a letter to this person, and return its whole address: its secret stands there alone.

    Errors: LookupError, for an act that nobody declared.
    """
    if name not in _declared:
        message = f"nobody has declared the act “{name}”"
        raise LookupError(message)
    secret = secrets.token_urlsafe(32)
    act = SignedAct.objects.create(
        person=person,
        name=name,
        key=key,
        acting_for=acting_for,
        digest=_digest(secret),
        expires_at=now() + WORKS_FOR,
    )
    return settings.ADDRESS + reverse("notices:act", args=[f"{act.pk}-{secret}"])


def signed_act(token: str) -> SignedAct | None:
    """Find the act that this token opens; how much of a wrong one is right cannot be told from the time."""
    number, _dash, secret = token.partition("-")
    found = SignedAct.objects.select_related("person").filter(pk=number_in(number) or 0).first()
    kept = found.digest if found else _digest("")
    is_right = constant_time_compare(_digest(secret), kept)
    return found if is_right and found is not None else None


def acting_by_letter(person: Person, acting_for: str = "") -> Acting:
    """Say who acts by a letter: the person with their own rights of this moment, but with no office."""
    acting = acting_as(person, acting_for)
    if acting.person is None or not needs_one(acting):
        return acting
    choices = tuple(choice for choice in acting.choices if not choice.is_office)
    current = acting.current if acting.current in choices else next(iter(choices), None)
    held = {choice.key: choice.rights for choice in choices}
    return replace(
        acting,
        current=current,
        choices=choices,
        reader=reader_for(acting.person.key, held, localdate()),
    )


def sentence_of(act: SignedAct, by: Acting) -> str:
    """Say what the button of a link will do.

    Raises: LinkIsUsed, LinkHasExpired, LinkOpensNothing.
    """
    declared = _openable(act, by)
    said = declared.said(act.key, by)
    if said is None:
        raise LinkOpensNothing(_may_not())
    return said


@transaction.atomic
def use(act: SignedAct, by: Acting) -> str:
    """Do what a link was made for, and return what was done; whatever refuses it leaves the link unused.

    Raises: LinkIsUsed, LinkHasExpired, LinkOpensNothing; whatever the room refuses with.
    """
    lock(act)
    declared = _openable(act, by)
    if declared.said(act.key, by) is None:
        raise LinkOpensNothing(_may_not())
    done = declared.do(act.key, by)
    act.used_at = now()
    act.save(update_fields=["used_at"])
    record("mail_act.used", act.key, by=by, because=act, facts={"act": act.name})
    return done or _("It is done.")


def _openable(act: SignedAct, by: Acting) -> MailAct:
    if act.used_at is not None:
        raise LinkIsUsed(_("This link has been used already: it works once."))
    if act.expires_at <= now():
        raise LinkHasExpired(_("This link has expired: it works for fourteen days."))
    declared = _declared.get(act.name)
    if declared is None or by.person is None:
        raise LinkOpensNothing(_may_not())
    return declared


def _may_not() -> str:
    return _(
        "What this letter offered is not open to you any more: it was settled, or what you may do changed."
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
