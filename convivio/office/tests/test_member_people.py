"""Who acts for a member, as its page tells: by name, with the address to write to and what they may do."""

import pytest
from django.utils.timezone import localdate

from convivio.office.member_page import people_of
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_each_has_their_own_name_and_address() -> None:
    person = PersonFactory.create(name="Iris Zaccaria", email="iris@giunto.example", phone="051 1234")
    mandate = MandateFactory.create(person=person, right="edit")
    MandateFactory.create(person=person, organisation=mandate.organisation)

    [told] = people_of(mandate.organisation, localdate())

    assert (told.person.name, told.person.email, told.person.phone) == (person.name, person.email, "051 1234")
    assert (str(told.person), len(told.rights)) == ("Iris Zaccaria", 2)


def test_those_who_sign_come_first_and_those_of_the_past_not_at_all() -> None:
    organisation = OrganisationFactory.create()
    for name, right in (("Aldo", "read"), ("Bice", "sign")):
        MandateFactory.create(organisation=organisation, right=right, person=PersonFactory.create(name=name))
    MandateFactory.create(organisation=organisation, ended=True)

    assert [one.person.name for one in people_of(organisation, localdate())] == ["Bice", "Aldo"]
