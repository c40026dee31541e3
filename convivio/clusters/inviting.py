"""Letters of a cluster and of the network: an office, or the first signatory of a member."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.appointing import facts_of, names_of, write_offices
from convivio.clusters.models import Cluster, Network
from convivio.clusters.office_permissions import Body, may_appoint, may_give_first_signatory
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.kernel.verdicts import Verdict
from convivio.organisations.mandates.granting import write_mandates
from convivio.organisations.mandates.letters import days_in_words
from convivio.organisations.mandates.letters import names_of as rights_in_words
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.invitations.inviting import Answer, Offer, invite
from convivio.people.models import Invitation

OFFICES = "offices"
FIRST_SIGNATORY = "first_signatory"
ALL_RIGHTS = tuple(right.value for right in Mandate.Right)


def invite_to_offices(
    body: Body, email: str, kinds: Iterable[str], *, until_on: date | None = None, by: Acting
) -> Invitation:
    """Write to one address: whoever opens the letter there keeps these offices.

    Raises: NotAllowed; BadInput; TooManyInvitations.
    """
    offer = {"kinds": sorted(kinds), "until": until_on.isoformat() if until_on else ""}
    return invite(email, kind=OFFICES, subject=body.key, offer=offer, by=by)


def invite_first_signatory(organisation: Organisation, email: str, *, by: Acting) -> Invitation:
    """Write to one address: whoever opens the letter there signs for a member for which nobody signs.

    Raises: NotAllowed; BadInput; TooManyInvitations.
    """
    return invite(email, kind=FIRST_SIGNATORY, subject=organisation.key, by=by)


def _body_of(invitation: Invitation) -> Body:
    kind, number = split_key(invitation.subject)
    return Cluster.objects.get(pk=number) if kind == "cluster" else Network.objects.get(pk=number)


def _until(invitation: Invitation) -> date | None:
    return date.fromisoformat(invitation.offer["until"]) if invitation.offer.get("until") else None


def _offer_of_office(invitation: Invitation) -> Offer:
    said = {
        "body": str(_body_of(invitation)),
        "kinds": names_of(invitation.offer["kinds"]),
        "days": days_in_words(localdate(), _until(invitation)),
    }
    return Offer(
        title=_("keep an office of %(body)s") % said,
        offered=_("Your office would be: %(kinds)s; %(days)s.") % said,
        then=_("When you accept, you keep it at once. You can give it back at any time."),
    )


def _may_give_office(acting: Acting, invitation: Invitation) -> Verdict:
    offer = invitation.offer
    return may_appoint(acting, _body_of(invitation), offer["kinds"], localdate(), _until(invitation))


def _take_up_office(invitation: Invitation, by: Acting) -> str:
    body = lock(_body_of(invitation))
    kinds, until_on = invitation.offer["kinds"], _until(invitation)
    if by.person is not None:
        write_offices(body, by.person, kinds, localdate(), until_on, given_by=invitation.invited_by)
        record("office.given", body, by=by, because=invitation, facts=facts_of(by.person, kinds, until_on))
    return reverse("clusters:offices", args=[body.slug if isinstance(body, Cluster) else "network"])


def _organisation_of(invitation: Invitation) -> Organisation:
    return Organisation.objects.get(pk=split_key(invitation.subject)[1])


def _offer_of_signing(invitation: Invitation) -> Offer:
    said = {"name": _organisation_of(invitation).name, "rights": rights_in_words(ALL_RIGHTS)}
    return Offer(
        title=_("sign for %(name)s") % said,
        offered=_("You may then, for %(name)s: %(rights)s; and you decide who else acts for it.") % said,
        then=_("When you accept, this holds at once; you can invite your colleagues, and hand over later."),
    )


def _may_give_signing(acting: Acting, invitation: Invitation) -> Verdict:
    return may_give_first_signatory(acting, _organisation_of(invitation))


def _take_up_signing(invitation: Invitation, by: Acting) -> str:
    organisation = lock(_organisation_of(invitation))
    if by.person is not None:
        write_mandates(organisation, by.person, ALL_RIGHTS, localdate(), None, given_by=invitation.invited_by)
    facts = {"person": by.person_key, "rights": list(ALL_RIGHTS)}
    record("mandate.given", organisation, by=by, because=invitation, facts=facts)
    return reverse("organisations:people", args=[organisation.slug])


TO_OFFICES = Answer(offer=_offer_of_office, may_give=_may_give_office, take_up=_take_up_office)
TO_SIGN = Answer(offer=_offer_of_signing, may_give=_may_give_signing, take_up=_take_up_signing)
