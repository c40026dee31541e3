from decimal import Decimal

from django.utils.timezone import localdate, now
from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.exchanges.models import Exchange, Kind, Side, State, Unit
from convivio.organisations.tests.factories import OrganisationFactory


class ExchangeFactory(DjangoModelFactory[Exchange]):
    """Two hours of advice, of which the giver says today that they took place."""

    class Meta:
        model = Exchange

    giver = SubFactory(OrganisationFactory)
    taker = SubFactory(OrganisationFactory)
    kind = Kind.ADVICE
    unit = Unit.HOUR
    amount = Decimal(2)
    words = Sequence(lambda n: f"Consulenza sui siliconi, {n}")
    on = LazyFunction(localdate)
    state = State.DELIVERED
    said_by = Side.GIVER


class ConfirmedFactory(ExchangeFactory):
    """The same, confirmed by the other side."""

    state = State.CONFIRMED
    confirmed_at = LazyFunction(now)
