from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate
from factory.declarations import LazyFunction, Sequence, Trait
from factory.django import DjangoModelFactory

from convivio.calls.models import Call
from convivio.kernel.translated import in_both


class CallFactory(DjangoModelFactory[Call]):
    """An open call, with a month to go."""

    class Meta:
        model = Call

    code = Sequence(lambda n: f"CONVIVIO-2026-{n:02}")
    slug = Sequence(lambda n: f"convivio-2026-{n:02}")
    title = Sequence(lambda n: in_both(f"Bando {n}", f"Call {n}"))
    opens_on = LazyFunction(lambda: localdate() - timedelta(days=30))
    deadline = LazyFunction(lambda: localdate() + timedelta(days=30))
    budget = Decimal("4000000.00")

    class Params:
        ended = Trait(deadline=LazyFunction(lambda: localdate() - timedelta(days=1)))
        forthcoming = Trait(opens_on=LazyFunction(lambda: localdate() + timedelta(days=7)))
