from datetime import date

import pytest

from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.models import Token
from convivio.people.tests.factories import PersonFactory, acting
from convivio.people.tokens import acting_by_token, make_token, revoke_token

pytestmark = pytest.mark.django_db


def test_only_the_digest_of_a_secret_is_kept() -> None:
    person = PersonFactory.create()

    secret = make_token(person, "test", by=acting(person))

    assert secret not in str(Token.objects.values())
    assert acting_by_token(secret) is not None


def test_a_token_ends_with_the_mandate_it_was_made_under() -> None:
    mandate = MandateFactory.create()
    MandateFactory.create(person=mandate.person)
    secret = make_token(mandate.person, "test", by=acting(mandate.person, mandate.organisation.key))

    Mandate.objects.filter(pk=mandate.pk).update(until_on=date(2021, 1, 1))

    assert acting_by_token(secret) is None


def test_a_token_made_for_oneself_never_acts_for_somebody_else() -> None:
    person = PersonFactory.create()
    secret = make_token(person, "test", by=acting(person))
    MandateFactory.create(person=person)

    found = acting_by_token(secret)

    assert found is not None
    assert found.acting_for_key == ""


def test_neither_an_ended_token_nor_one_of_somebody_who_left_opens_anything() -> None:
    person = PersonFactory.create()
    ended, left = (make_token(person, name, by=acting(person)) for name in ("ended", "left"))

    revoke_token(Token.objects.get(name="ended"), by=acting(person))
    assert acting_by_token(ended) is None
    person.is_active = False
    person.save()

    assert acting_by_token(left) is None
