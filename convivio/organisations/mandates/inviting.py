"""Inviting colleagues to act for an organisation: what the letter says, and what accepting it does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.errors import DomainError
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.kernel.verdicts import Verdict
from convivio.organisations.mandates.granting import write_mandates
from convivio.organisations.mandates.letters import days_in_words, names_of
from convivio.organisations.mandates.permissions import may_give, may_look_after_people
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.invitations.inviting import Answer, Offer, address_in, invite
from convivio.people.models import Invitation

KIND = "mandates"
MOST_ADDRESSES = 50
BETWEEN = re.compile(r"[\n,;]+")
IN_BRACKETS = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one address of a list: who was written to, and why somebody was not."""

    line: int
    written: str
    said: str
    is_sent: bool


def invite_colleague(
    organisation: Organisation, email: str, rights: Iterable[str], *, until_on: date | None = None, by: Acting
) -> Invitation:
    """Write to one address: whoever opens the letter there may act for the organisation.

    Raises: NotAllowed; BadInput; TooManyInvitations.
    """
    offer = {"rights": sorted(rights), "until": until_on.isoformat() if until_on else ""}
    return invite(email, kind=KIND, subject=organisation.key, offer=offer, by=by)


def invite_colleagues(
    organisation: Organisation, text: str, rights: Iterable[str], *, until_on: date | None = None, by: Acting
) -> list[Row]:
    """Write to every address of a list, and say of each what became of it.

    Raises: NotAllowed, before anybody is written to.
    """
    may_give(by, organisation, rights, localdate(), until_on).enforce()
    known = dict.fromkeys(
        _addresses_of(organisation), _("Acts for it already: change what they may do in the list of people.")
    )
    rows = []
    for line, written in enumerate(_written_in(text), 1):
        refused = _why_not(written, line, known)
        if not refused:
            address = address_in(written)
            refused = _written_to(organisation, address, rights, until_on=until_on, by=by)
            known[address] = _("Already written to, further up in this list.")
        rows.append(Row(line, written[:120], refused or _("Invited: the letter is on its way."), not refused))
    return rows


def _why_not(written: str, line: int, known: dict[str, str]) -> str:
    """Say why nobody is written to, before anybody is."""
    if line > MOST_ADDRESSES:
        said = _("At most %(most)d addresses at a time: send the rest in a second list.")
        return said % {"most": MOST_ADDRESSES}
    try:
        return known.get(address_in(written), "")
    except DomainError as refusal:
        return refusal.message


def _written_to(
    organisation: Organisation, address: str, rights: Iterable[str], *, until_on: date | None, by: Acting
) -> str:
    """Write to one address, and return the refusal if there was one."""
    try:
        invite_colleague(organisation, address, rights, until_on=until_on, by=by)
    except DomainError as refusal:
        return refusal.message
    return ""


def _written_in(text: str) -> Iterator[str]:
    """Take a pasted list apart: one address a line, or between commas; “Name <address>” is read too."""
    for piece in BETWEEN.split(text):
        bracketed = IN_BRACKETS.search(piece)
        address = (bracketed.group(1) if bracketed else piece).strip()
        if address:
            yield address


def _addresses_of(organisation: Organisation) -> set[str]:
    rows = Mandate.objects.filter(organisation=organisation).holding_on(localdate())
    return {email.lower() for email in rows.values_list("person__email", flat=True)}


def _organisation_of(invitation: Invitation) -> Organisation:
    return Organisation.objects.get(pk=split_key(invitation.subject)[1])


def _until(invitation: Invitation) -> date | None:
    return date.fromisoformat(invitation.offer["until"]) if invitation.offer.get("until") else None


def _offer(invitation: Invitation) -> Offer:
    name = _organisation_of(invitation).name
    said = {
        "name": name,
        "rights": names_of(invitation.offer["rights"]),
        "days": days_in_words(localdate(), _until(invitation)),
    }
    return Offer(
        title=_("act for %(name)s") % said,
        offered=_("You may then, for %(name)s: %(rights)s; %(days)s.") % said,
        then=_(
            "When you accept, this holds at once; the others who act for it see your name and your address. You can give it back at any time."
        ),
    )


def _may_give(acting: Acting, invitation: Invitation) -> Verdict:
    organisation = _organisation_of(invitation)
    verdict = may_look_after_people(acting, organisation)
    return verdict and may_give(
        acting, organisation, invitation.offer["rights"], localdate(), _until(invitation)
    )


def _take_up(invitation: Invitation, by: Acting) -> str:
    organisation = lock(_organisation_of(invitation))
    rights, until_on, today = invitation.offer["rights"], _until(invitation), localdate()
    if by.person is not None:
        write_mandates(organisation, by.person, rights, today, until_on, given_by=invitation.invited_by)
    facts = {"person": by.person_key, "rights": rights, "until": invitation.offer["until"]}
    record("mandate.given", organisation, by=by, because=invitation, facts=facts)
    return reverse("organisations:people", args=[organisation.slug])


COLLEAGUES = Answer(offer=_offer, may_give=_may_give, take_up=_take_up)
