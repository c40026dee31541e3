from decimal import Decimal
from typing import Any

from factory.declarations import SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from convivio.calls.tests.factories import CallFactory
from convivio.consortia.models import Consortium, Seat
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting
from convivio.people.tests.factories import acting


class ConsortiumFactory(DjangoModelFactory[Consortium]):
    """A draft of an organisation for a call of Horizon Europe, with nobody at the table."""

    class Meta:
        model = Consortium

    class Params:
        put_away = Trait(set_aside_at="2026-01-01T00:00:00Z")
        of = SubFactory(OrganisationFactory)

    name = Sequence(lambda n: f"Osso che si scioglie {n}")
    call = SubFactory(CallFactory)
    rule_set = "horizon-europe-ria"
    owner = SelfAttribute("of.key")
    audience = SelfAttribute("of.key")


class SeatFactory(DjangoModelFactory[Seat]):
    """A partner at a table."""

    class Meta:
        model = Seat

    class Params:
        leads = Trait(role=Seat.Role.LEAD)
        empty = Trait(organisation=None)

    consortium = SubFactory(ConsortiumFactory)
    position = Sequence(lambda n: n + 1)
    organisation = SubFactory(OrganisationFactory)


def speaker_of(organisation: Organisation) -> Acting:
    """Make someone who speaks for an organisation, and acts for it now."""
    mandate = MandateFactory.create(organisation=organisation, right=Mandate.Right.SPEAK)
    return acting(mandate.person, organisation.key)


def reader_of(organisation: Organisation | None) -> Acting:
    """Make someone who may read for an organisation, and no more."""
    assert organisation is not None
    mandate = MandateFactory.create(organisation=organisation, right=Mandate.Right.READ)
    return acting(mandate.person, organisation.key)


def laid_table(*partners: Organisation, **kwargs: Any) -> tuple[Consortium, Acting]:
    """Make a draft whose first partner leads and owns it, and someone who speaks for them."""
    lead = partners[0] if partners else OrganisationFactory.create()
    consortium = ConsortiumFactory.create(of=lead, **kwargs)
    for place, partner in enumerate(partners or (lead,)):
        SeatFactory.create(
            consortium=consortium,
            organisation=partner,
            position=place + 1,
            role=Seat.Role.BENEFICIARY if place else Seat.Role.LEAD,
        )
    return consortium, speaker_of(lead)


def share(consortium: Consortium, *amounts: str | None) -> None:
    """Give each seat its share, in order, without an act."""
    for seat, amount in zip(consortium.seats.all(), amounts, strict=True):
        seat.share = None if amount is None else Decimal(amount)
        seat.save()
