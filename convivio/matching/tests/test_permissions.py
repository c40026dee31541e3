import pytest
from django.http import Http404

from convivio.clusters.models import Office
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, OfficeFactory
from convivio.matching.actions import Asking, ask_question
from convivio.matching.permissions import find_visible, may_ask, may_pick
from convivio.matching.tests.factories import QuestionFactory, speaker_of
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import NOBODY
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


def test_anyone_signed_in_may_ask() -> None:
    assert may_ask(acting(PersonFactory.create()))
    assert not may_ask(NOBODY)


def test_people_of_the_same_organisation_share_what_it_asks() -> None:
    organisation = OrganisationFactory.create()
    question = ask_question(Asking(text="Sensors"), by=acting(speaker_of(organisation)))
    colleague = acting(speaker_of(organisation))

    assert find_visible(colleague, question.address) == question
    assert may_pick(colleague, question)


def test_a_mandate_that_ended_shows_nothing_any_more() -> None:
    organisation = OrganisationFactory.create()
    question = ask_question(Asking(text="Sensors"), by=acting(speaker_of(organisation)))
    gone = MandateFactory.create(organisation=organisation, ended=True).person

    with pytest.raises(Http404):
        find_visible(acting(gone), question.address)


def test_what_an_office_asks_is_hidden_from_the_members() -> None:
    cluster = ClusterFactory.create()
    office = OfficeFactory.create(cluster=cluster, kind=Office.Kind.CLUSTER_OFFICE).person
    question = ask_question(Asking(text="Sensors"), by=acting(office))
    member = OrganisationFactory.create()
    MembershipFactory.create(cluster=cluster, organisation=member)

    assert find_visible(acting(office), question.address) == question
    with pytest.raises(Http404):
        find_visible(acting(speaker_of(member)), question.address)


def test_whoever_asks_always_finds_their_question_again() -> None:
    for kind in Office.Kind:
        by = acting(OfficeFactory.create(kind=kind, cluster=ClusterFactory.create()).person)
        question = ask_question(Asking(text="Sensors"), by=by)

        assert find_visible(by, question.address) == question, kind


def test_what_is_hidden_is_refused_as_what_is_not_there() -> None:
    question, other = QuestionFactory.create(), acting(PersonFactory.create())
    refusals = []
    for address in (question.address, "nothing-here"):
        with pytest.raises(Http404) as refusal:
            find_visible(other, address)
        refusals.append(str(refusal.value))

    assert refusals[0] == refusals[1]


def test_of_several_questions_the_address_says_which() -> None:
    first = QuestionFactory.create()
    second = QuestionFactory.create(asked_by=first.asked_by)
    by = acting(first.asked_by)

    assert [find_visible(by, one.address) for one in (first, second)] == [first, second]
