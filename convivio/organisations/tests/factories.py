from datetime import date

from factory.declarations import LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from convivio.kernel.audiences import Visibility
from convivio.kernel.translated import in_both
from convivio.organisations.models import (
    Accreditation,
    Competence,
    Identifier,
    Kind,
    LikelyDouble,
    Mandate,
    Organisation,
)
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory
from convivio.vocabulary.tests.factories import ConceptFactory


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A small company in Mirandola that anyone may see."""

    class Meta:
        model = Organisation

    class Params:
        only_for_members = Trait(visibility=Visibility.NETWORK, audience="network:1")

    slug = Sequence(lambda n: f"organizzazione-{n}")
    name = Sequence(lambda n: f"Organizzazione {n}")
    kind = Kind.SME
    size = "small"
    country = "IT"
    nuts = "ITH54"
    city = "Mirandola"
    latitude = 44.89
    longitude = 11.07
    description = LazyFunction(
        lambda: in_both("Facciamo filtri per la dialisi.", "We make dialysis filters.")
    )


class IdentifierFactory(DjangoModelFactory[Identifier]):
    """A Participant Identification Code."""

    class Meta:
        model = Identifier

    organisation = SubFactory(OrganisationFactory)
    scheme = Identifier.Scheme.PIC
    value = Sequence(lambda n: f"{900_000_000 + n}")


class CompetenceFactory(DjangoModelFactory[Competence]):
    """A concept that an organisation declares."""

    class Meta:
        model = Competence

    organisation = SubFactory(OrganisationFactory)
    concept = SubFactory(ConceptFactory)


class AccreditationFactory(DjangoModelFactory[Accreditation]):
    """A laboratory of the High Technology Network, since 2020."""

    class Meta:
        model = Accreditation

    organisation = SubFactory(OrganisationFactory, kind=Kind.LABORATORY)
    kind = Accreditation.Kind.HTN_LABORATORY
    granted_by = "Regione Emilia-Romagna"
    from_on = date(2020, 1, 1)


class MandateFactory(DjangoModelFactory[Mandate]):
    """What someone may do for an organisation, since 2020; reading, unless said."""

    class Meta:
        model = Mandate

    class Params:
        ended = Trait(until_on=date(2021, 1, 1))

    person = SubFactory(PersonFactory)
    organisation = SubFactory(OrganisationFactory)
    right = Mandate.Right.READ
    from_on = date(2020, 1, 1)


class LikelyDoubleFactory(DjangoModelFactory[LikelyDouble]):
    """Two records with one name, to be decided."""

    class Meta:
        model = LikelyDouble

    first = SubFactory(OrganisationFactory)
    second = SubFactory(OrganisationFactory)
    reason = "same name"


def editor_of(organisation: Organisation) -> Person:
    """Make someone who may edit the profile of an organisation."""
    mandate = MandateFactory.create(organisation=organisation, right=Mandate.Right.EDIT)
    return mandate.person


def member_of(organisation: Organisation) -> Person:
    """Make someone who may read for an organisation, and no more."""
    mandate = MandateFactory.create(organisation=organisation)
    return mandate.person
