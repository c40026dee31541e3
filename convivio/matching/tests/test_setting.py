from decimal import Decimal

import pytest

from convivio.consortia.actions import Beginning, Sitting
from convivio.consortia.models import Consortium
from convivio.kernel.errors import NotAllowed
from convivio.matching.actions import set_the_table
from convivio.matching.tests.factories import QuestionFactory
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db

BEGINNING = Beginning(name="Sensori a casa", budget=Decimal(1000))


def test_a_form_that_arrives_twice_sets_one_table() -> None:
    question = QuestionFactory.create()
    by, sittings = acting(question.asked_by), (Sitting(OrganisationFactory.create(), "lead"),)

    first, second = (set_the_table(question, BEGINNING, sittings, by=by) for _ in range(2))

    assert first == second
    assert Consortium.objects.count() == 1


def test_other_partners_are_another_table() -> None:
    question = QuestionFactory.create()
    by = acting(question.asked_by)

    for partner in OrganisationFactory.create_batch(2):
        set_the_table(question, BEGINNING, (Sitting(partner, "lead"),), by=by)

    assert Consortium.objects.count() == 2


def test_from_the_question_of_another_no_table_is_set() -> None:
    question, sittings = QuestionFactory.create(), (Sitting(OrganisationFactory.create(), "lead"),)

    with pytest.raises(NotAllowed):
        set_the_table(question, BEGINNING, sittings, by=acting(PersonFactory.create()))
    assert not Consortium.objects.exists()
