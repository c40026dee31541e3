from django.utils.timezone import now
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.ideas.models import Author, Idea
from convivio.kernel.translated import in_both
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory


class IdeaFactory(DjangoModelFactory[Idea]):
    """A proposal that is open, and that anybody may read."""

    class Meta:
        model = Idea

    organisation = SubFactory(OrganisationFactory)
    kind = "proposal"
    side = "offer"
    profile = "technology"
    title = Sequence(lambda n: in_both(f"Filtri che tornano {n}", f"Filters that return {n}"))
    summary = in_both("Filtri usati, di nuovo puliti.", "Used filters, clean again.")
    what = in_both("Un bagno enzimatico li pulisce.", "An enzymatic bath cleans them.")
    visibility = "public"
    audience = "public"
    stage = "open"
    opened_at = LazyAttribute(lambda one: None if one.stage == "draft" else now())


def somebody(organisation: Organisation | None = None, *rights: str) -> Acting:
    """Make somebody who acts for an organisation, reading and speaking for it unless told otherwise."""
    person, body = PersonFactory.create(), organisation or OrganisationFactory.create()
    for right in rights or ("read", "speak"):
        MandateFactory.create(person=person, organisation=body, right=right)
    return acting_as(person)


def author_of(idea: Idea, organisation: Organisation | None = None) -> Acting:
    """Make an author of an idea, for its organisation unless told otherwise."""
    body = organisation or idea.organisation
    acting = somebody(body)
    assert acting.person is not None
    Author.objects.create(
        idea=idea, person=acting.person, email=acting.person.email, organisation=body, state="accepted"
    )
    return acting
