from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person


class PersonFactory(DjangoModelFactory[Person]):
    """Someone with an account, who acts for nobody yet."""

    class Meta:
        model = Person

    email = Sequence(lambda n: f"person-{n}@convivio.example")
    name = Sequence(lambda n: f"Persona {n}")


def acting(person: Person | None = None, chosen: str = "") -> Acting:
    """Say who acts, as the middleware does at each request."""
    return acting_as(person, chosen)
