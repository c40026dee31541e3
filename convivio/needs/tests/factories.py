from typing import Any

from django.utils.timezone import localdate, now
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.clusters.tests.factories import ClusterFactory
from convivio.kernel.translated import in_both
from convivio.needs.askers import put_down
from convivio.needs.models import Answer, Entry
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.models import Person


class EntryFactory(DjangoModelFactory[Entry]):
    """A need that anybody may see, written by a small company under its name."""

    class Meta:
        model = Entry

    side = "need"
    about = "resource"
    state = "open"
    title = Sequence(lambda n: in_both(f"Laboratorio di convalida {n}", f"Validation laboratory {n}"))
    body = Sequence(lambda n: in_both(f"Convalidare un sensore {n}", f"To validate a sensor {n}"))
    cluster = SubFactory(ClusterFactory)
    visibility = "public"
    audience = "public"
    closed_on = LazyAttribute(lambda one: None if one.state == "open" else localdate())

    @classmethod
    def _create(cls, model_class: type[Entry], *args: Any, **kwargs: Any) -> Entry:
        organisation: Organisation | None = kwargs.pop("organisation", None)
        person: Person | None = kwargs.pop("person", None)
        entry: Entry = model_class.objects.create(*args, **kwargs)
        put_down(entry, organisation or OrganisationFactory.create(), person)
        return entry


class AnswerFactory(DjangoModelFactory[Answer]):
    """An answer that was just sent."""

    class Meta:
        model = Answer

    entry = SubFactory(EntryFactory)
    organisation = SubFactory(OrganisationFactory)
    proposes = "Due settimane di prove"
    who = "Un laboratorio accreditato"


def agreed(**more: Any) -> Answer:
    """An answer after both sides have said yes."""
    moment = now()
    answer: Answer = AnswerFactory.create(
        state="agreed", asker_agreed_at=moment, answerer_agreed_at=moment, **more
    )
    return answer
