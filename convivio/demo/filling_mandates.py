"""What goes on among the demonstration's people: claims, and letters that nobody has answered."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.timezone import now

from convivio.demo.network_files import Entry, entries
from convivio.organisations.mandates.inviting import KIND
from convivio.organisations.models import Claim, Organisation
from convivio.people.invitations.inviting import digest_of
from convivio.people.models import LONGEST_INVITATION, Invitation, Person


def fill_mandates(organisations: Mapping[str, Organisation], people: Mapping[str, Person]) -> dict[str, int]:
    """Write the claims and the letters, and count them."""
    claims = [_claim(entry, organisations, people) for entry in entries("claims")]
    letters = [_letter(entry, organisations, people) for entry in entries("letters")]
    return {"claims": len(claims), "letters": len(letters)}


def _claim(entry: Entry, organisations: Mapping[str, Organisation], people: Mapping[str, Person]) -> Claim:
    made_at, answered_by = _moment(entry), people.get(entry.get("answered_by", ""))
    person = Person.objects.create_user(entry["email"], name=entry["name"], language="it", is_invented=True)
    return Claim.objects.create(
        organisation=organisations[entry["organisation"]],
        person=person,
        words=entry["words"],
        made_at=made_at,
        state=Claim.State.REFUSED if answered_by else Claim.State.OPEN,
        decided_at=made_at + timedelta(days=1) if answered_by else None,
        decided_by=answered_by,
        answer=entry.get("answer", ""),
    )


def _letter(
    entry: Entry, organisations: Mapping[str, Organisation], people: Mapping[str, Person]
) -> Invitation:
    """Write a letter whose secret nobody knows: what is invented is not opened."""
    organisation, made_at = organisations[entry["organisation"]], _moment(entry)
    return Invitation.objects.create(
        email=entry["email"],
        kind=KIND,
        subject=organisation.key,
        offer={"rights": sorted(entry["rights"]), "until": ""},
        digest=digest_of(secrets.token_urlsafe(32)),
        invited_by=people[entry["by"]],
        acting_for=organisation.key,
        made_at=made_at,
        expires_at=made_at + LONGEST_INVITATION,
    )


def _moment(entry: Entry) -> datetime:
    return now() - timedelta(days=entry["days_ago"])
