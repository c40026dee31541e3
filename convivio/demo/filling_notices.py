"""What has reached the demonstration's people: of the claims that wait, and of what they may do; no letter leaves."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from convivio.kernel.keys import key_of
from convivio.notices.kinds import Kind
from convivio.notices.models import Channel, Delivery, Notice
from convivio.notices.reading import recount
from convivio.organisations.claims.claiming import CLAIMED
from convivio.organisations.mandates.telling import CHANGED, GIVEN
from convivio.organisations.models import Claim, Mandate
from convivio.people.models import Person

MOST_MANDATES = 40


def fill_notices() -> dict[str, int]:
    """Write what has reached whom, and count it; what is some days old was read."""
    claims = Claim.objects.filter(state=Claim.State.OPEN).order_by("made_at", "pk")
    told = [_told(CLAIMED, key_of(claim), claim.made_at, {}) for claim in claims]
    given = Mandate.objects.filter(until_on=None, person__is_invented=True).select_related(
        "organisation", "person"
    )
    people: dict[int, Mandate] = {}
    for mandate in sorted(given.order_by("pk"), key=lambda one: not one.person.introduction):
        people.setdefault(mandate.person_id, mandate)
    for place, mandate in enumerate(list(people.values())[:MOST_MANDATES]):
        at = now() - timedelta(days=3 + 2 * place, hours=place % 7)
        kind = CHANGED if place % 3 else GIVEN
        told.append(_told(kind, mandate.organisation.key, at, {"person": mandate.person_id}))
    return {"notices": len(told), "deliveries": sum(told)}


def _told(kind: Kind, about: str, at: datetime, facts: dict[str, int]) -> int:
    """Write one notice, and a delivery for each whom it concerns; count those."""
    notice = Notice.objects.create(kind=kind.name, about=about, facts=facts, told_at=at, handed_at=at)
    people = Person.objects.filter(pk__in=set(kind.recipients(about, facts)), is_active=True)
    rows = [
        Delivery(
            notice=notice,
            person=person,
            channel=Channel.AT_ONCE,
            made_at=at,
            settled_at=at,
            read_at=at + timedelta(hours=5) if now() - at > timedelta(days=10) else None,
        )
        for person in people.order_by("pk")
        if kind.line(about, facts, person, person.language) is not None
    ]
    Delivery.objects.bulk_create(rows)
    recount(row.person_id for row in rows)
    return len(rows)
