from datetime import UTC, datetime, timedelta

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span


class ResourceFactory(DjangoModelFactory[Resource]):
    """A machine that anybody may see and that is always open, for one at a time, booked at once."""

    class Meta:
        model = Resource

    owner = SubFactory(OrganisationFactory)
    slug = Sequence(lambda n: f"bioreattore-{n}")
    kind = "machine"
    name = Sequence(lambda n: in_both(f"Bioreattore {n}", f"Bioreactor {n}"))
    visibility = "public"
    audience = "public"
    is_instant = True


class BookingFactory(DjangoModelFactory[Booking]):
    """An hour of a machine, booked for somebody."""

    class Meta:
        model = Booking

    resource = SubFactory(ResourceFactory)
    organisation = SubFactory(OrganisationFactory)
    place = 1
    from_at = LazyAttribute(lambda _: at(9).begin)
    until_at = LazyAttribute(lambda one: one.from_at + timedelta(hours=1))
    free_at = LazyAttribute(lambda one: one.until_at)
    state = "booked"
    holds = True


def at(hour: int, length: float = 1, *, days: int = 3) -> Span:
    """Return an hour, or several, of a day to come."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    begin = day + timedelta(hours=hour)
    return Span(begin, begin + timedelta(hours=length))
