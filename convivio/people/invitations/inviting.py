"""Invitations: letters to an address, each with a secret that opens what it offers, once.

What an invitation offers, and who may give it, is known to the room that wrote it: it declares an
answer for its kind. Whoever opens the letter must be signed in with the address it was sent to; who
gave it must still be allowed to give it at the moment when it is taken up.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.activity.trace import record
from convivio.kernel.errors import BadInput
from convivio.kernel.rows import lock
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting, acting_as
from convivio.people.errors import InvitationIsClosed, TooManyInvitations, WrongAddress
from convivio.people.models import LONGEST_INVITATION, Invitation, Person
from convivio.web.amounts import in_words

LONGEST_ADDRESS = 254
MOST_OPEN = 200
"""Open invitations about one thing: more is a list that somebody should look at first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation says: to what, what that allows, and what accepting it does."""

    title: str
    offered: str
    then: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How a room answers for one kind of invitation.

    `may_give` is asked when the letter is written and again when it is taken up. `take_up` changes
    what accepting changes, in one transaction with it, and returns where to go next.
    """

    offer: Callable[[Invitation], Offer]
    may_give: Callable[[Acting, Invitation], Verdict]
    take_up: Callable[[Invitation, Acting], str]


_answers: dict[str, Answer] = {}


def declare_invitation(kind: str, answer: Answer) -> None:
    """Let a room invite people to something of its own."""
    _answers[kind] = answer


def answer_of(invitation: Invitation) -> Answer:
    return _answers[invitation.kind]


@transaction.atomic
def invite(  # noqa: PLR0913 - a letter says all of this
    email: str,
    *,
    kind: str,
    subject: str,
    offer: dict[str, Any] | None = None,
    language: str = "",
    days: int = 14,
    by: Acting,
) -> Invitation:
    """Write a letter to an address; an older one about the same thing opens nothing any more.

    The secret stands in the letter alone; its digest is kept.

    Raises: NotAllowed; BadInput, for what is no address; TooManyInvitations.
    """
    address = address_in(email)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=address,
        kind=kind,
        subject=subject,
        offer=offer or {},
        language=language or _language_of(address, by),
        digest=digest_of(secret),
        invited_by=by.person,
        acting_for=by.acting_for_key,
        expires_at=now() + min(timedelta(days=days), LONGEST_INVITATION),
    )
    answer_of(invitation).may_give(by, invitation).enforce()
    _close_the_older(invitation)
    invitation.save()
    record("invitation.written", subject, by=by, because=invitation, facts={"kind": kind})
    _post(invitation, secret)
    return invitation


def invitation_by(secret: str) -> Invitation | None:
    """Return the invitation that this secret opens now; None when it opens nothing, whatever the cause."""
    found = Invitation.objects.open_at(now()).filter(digest=digest_of(secret), kind__in=list(_answers))
    return found.select_related("invited_by").first()


def may_take_up(acting: Acting, invitation: Invitation) -> Verdict:
    """Say whether the letter was written to the address that this person signed in with."""
    if acting.person is not None and acting.person.email.strip().lower() == invitation.email:
        return ALLOWED
    return Verdict(
        _(
            "This invitation was sent to another address than the one you are signed in with. Sign out, and come back with the address that received the letter."
        )
    )


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Acting) -> str:
    """Take up what a letter offers, and return where to go next.

    Raises: InvitationIsClosed; WrongAddress; NotAllowed, when whoever gave it may not give it any more.
    """
    person = _take(invitation, by)
    may_still_give(invitation).enforce()
    invitation.accepted_at, invitation.accepted_by = now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accepted", invitation.subject, by=by, because=invitation)
    address = answer_of(invitation).take_up(invitation, by)
    _tell_who_invited(invitation, str(person), accepted=True)
    return address


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: Acting) -> None:
    """Say no to a letter; it opens nothing any more.

    Raises: InvitationIsClosed; WrongAddress.
    """
    person = _take(invitation, by)
    invitation.declined_at = now()
    invitation.save(update_fields=["declined_at"])
    record("invitation.declined", invitation.subject, by=by, because=invitation)
    _tell_who_invited(invitation, str(person), accepted=False)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Acting) -> None:
    """Take back a letter that nobody has taken up yet: whoever wrote it may, and whoever could have.

    Raises: InvitationIsClosed; NotAllowed.
    """
    lock(invitation)
    if not invitation.is_open_at(now()):
        raise InvitationIsClosed(_("This invitation is not open any more."))
    if by.person is None or by.person.pk != invitation.invited_by_id:
        answer_of(invitation).may_give(by, invitation).enforce()
    invitation.revoked_at = now()
    invitation.save(update_fields=["revoked_at"])
    record("invitation.revoked", invitation.subject, by=by, because=invitation)


def may_still_give(invitation: Invitation) -> Verdict:
    """Ask again, of today, whether whoever wrote the letter may give what it offers."""
    giver = acting_as(invitation.invited_by, invitation.acting_for)
    verdict = answer_of(invitation).may_give(giver, invitation)
    if verdict:
        return ALLOWED
    return Verdict(
        _("Whoever invited you may not give this any more. Ask for a new invitation from somebody who may.")
    )


def open_invitations(subject: str) -> list[Invitation]:
    """List the letters about one thing that wait for an answer, the newest first."""
    waiting = Invitation.objects.open_at(now()).filter(subject=subject, kind__in=list(_answers))
    return list(waiting.select_related("invited_by").order_by("-made_at", "-pk"))


def declined_invitations(subject: str) -> list[Invitation]:
    """List the letters about one thing that were declined, until they are forgotten or written again."""
    letters = Invitation.objects.filter(subject=subject, kind__in=list(_answers))
    later = letters.filter(email=OuterRef("email"), made_at__gt=OuterRef("made_at"))
    declined = letters.filter(~Exists(later), declined_at__isnull=False)
    return list(declined.select_related("invited_by").order_by("-declined_at", "-pk"))


def address_in(text: str) -> str:
    """Read an e-mail address in the form in which addresses are compared.

    Raises: BadInput.
    """
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address.isascii() or not 0 < len(address) <= LONGEST_ADDRESS:
        raise BadInput(_("“%(text)s” is not an e-mail address.") % {"text": text.strip()[:80]})
    return address


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _take(invitation: Invitation, by: Acting) -> Person:
    lock(invitation)
    if not invitation.is_open_at(now()):
        raise InvitationIsClosed(_("This invitation is not open any more."))
    verdict = may_take_up(by, invitation)
    if by.person is None or not verdict:
        raise WrongAddress(verdict.reason or "")
    return by.person


def _close_the_older(invitation: Invitation) -> None:
    about = Invitation.objects.open_at(now()).filter(subject=invitation.subject)
    alike = about.filter(kind=invitation.kind, email=invitation.email)
    alike.update(revoked_at=now())
    if about.count() >= MOST_OPEN:
        raise TooManyInvitations(
            _("%(most)d invitations wait for an answer already. Take back some before you write more.")
            % {"most": MOST_OPEN}
        )


def _language_of(address: str, by: Acting) -> str:
    """Write to whoever has an account in their language, to anyone else in the language of who invites."""
    known = Person.objects.filter(email=address).values_list("language", flat=True).first()
    return known or (by.person.language if by.person else settings.LANGUAGE_CODE)


def _post(invitation: Invitation, secret: str) -> None:
    address = settings.ADDRESS + reverse("people:invitation", args=[secret])
    with translation.override(invitation.language):
        offer = answer_of(invitation).offer(invitation)
        text = _(
            "%(who)s invites you: %(title)s.\n\n%(offered)s\n\nOpen this page to accept or decline, signed in with the address this letter came to:\n%(address)s\n\nIt works once, until %(day)s. If you expected nothing of the kind, do nothing."
        ) % {
            "who": invitation.invited_by or _("Somebody of Convivio"),
            "title": offer.title,
            "offered": offer.offered,
            "address": address,
            "day": in_words(invitation.expires_at, "j F Y"),
        }
        post(invitation.email, _("Invitation: %(title)s") % {"title": offer.title}, text)


def _tell_who_invited(invitation: Invitation, name: str, *, accepted: bool) -> None:
    giver = invitation.invited_by
    if giver is None or not giver.is_active:
        return
    with translation.override(giver.language):
        title = answer_of(invitation).offer(invitation).title
        said = _("%(name)s has accepted") if accepted else _("%(name)s has declined")
        subject = said % {"name": name}
        text = _("%(said)s your invitation: %(title)s.") % {"said": subject, "title": title}
        post(giver.email, subject, text)
