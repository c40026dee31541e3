import pytest

from convivio.memberships.models import Application
from convivio.memberships.tests.factories import application_in
from convivio.people.models import Person
from convivio.people.privacy.erasing import erase

pytestmark = pytest.mark.django_db


def test_who_is_erased_leaves_no_name_or_address_in_an_application_that_was_sent() -> None:
    application_in("admitted", email="olmo@lume-tenue.example")
    person = Person.objects.create_user("olmo@lume-tenue.example", name="Olmo Prati")

    erase(person, by=None, why="asked")

    kept = Application.objects.get()
    assert not {"Olmo Prati", "Ines Prati", "olmo@lume-tenue.example"} & {
        str(one) for one in kept.answers.values()
    }
    assert "olmo" not in kept.email
    assert kept.answers["name"] == "Lume Tenue S.r.l."


def test_a_draft_that_was_theirs_alone_goes_with_them() -> None:
    person = Person.objects.create_user("ines@lume-tenue.example", name="Ines Prati")
    application_in("draft", email=person.email)

    erase(person, by=None, why="asked")

    assert not Application.objects.exists()
