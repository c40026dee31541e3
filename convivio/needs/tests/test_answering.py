"""Answers: three questions, an introduction, a yes from both, a meeting, what came of it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.needs import answering
from convivio.needs.askers import asker_for
from convivio.needs.errors import AlreadyAnswered, AnswerMovedOn, EntryIsClosed
from convivio.needs.models import Answer, Entry
from convivio.needs.posting import withdraw_entry
from convivio.needs.tests.factories import AnswerFactory, EntryFactory, agreed
from convivio.needs.tests.people import of_office, writer
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting
from convivio.tracing.asking import Asked, entries
from convivio.tracing.sights import sight_of

pytestmark = pytest.mark.django_db
WORDS = {"proposes": "Prove", "asks": "", "who": "Noi"}


def asked(*, is_blinded: bool = True) -> tuple[Entry, Acting]:
    organisation = OrganisationFactory.create()
    asker = writer(organisation)
    entry = EntryFactory.create(organisation=organisation, person=asker.person, is_blinded=is_blinded)
    return entry, asker


def answered() -> tuple[Answer, Acting, Acting]:
    entry, asker = asked()
    answering_side = writer()
    answering.read_blinded(entry, by=answering_side)
    return answering.give_answer(entry, WORDS, by=answering_side), asker, answering_side


def test_a_blinded_need_is_answered_after_it_was_read() -> None:
    entry, _asker = asked()
    somebody = writer()
    with pytest.raises(NotAllowed):
        answering.give_answer(entry, WORDS, by=somebody)

    answering.read_blinded(entry, by=somebody)
    answering.read_blinded(entry, by=somebody)

    assert answering.give_answer(entry, WORDS, by=somebody).state == "sent"
    assert entry.readings.count() == 1


def test_nobody_answers_their_own_twice_or_what_is_closed() -> None:
    entry, asker = asked(is_blinded=False)
    somebody, late = writer(), writer()
    with pytest.raises(NotAllowed):
        answering.give_answer(entry, WORDS, by=asker)
    answering.give_answer(entry, WORDS, by=somebody)
    with pytest.raises(AlreadyAnswered):
        answering.give_answer(entry, WORDS, by=somebody)
    withdraw_entry(entry, "", by=asker)
    with pytest.raises(EntryIsClosed):
        answering.give_answer(entry, WORDS, by=late)


def test_the_database_keeps_one_answer_of_an_organisation() -> None:
    answer = AnswerFactory.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory.create(entry=answer.entry, organisation=answer.organisation)


def test_names_are_told_after_the_second_yes_and_to_that_answerer_alone() -> None:
    answer, asker, ours = answered()
    other = AnswerFactory.create(entry=answer.entry)
    answering.introduce(answer, by=asker)
    assert asker_for(ours, answer.entry, ours=False, answer=answer) is None

    answering.agree(answer, by=ours)

    named = asker_for(ours, answer.entry, ours=False, answer=answer)
    assert named
    assert named.person == asker.person
    assert asker_for(writer(other.organisation), answer.entry, ours=False, answer=other) is None


def test_where_the_office_proposes_both_say_yes() -> None:
    answer, asker, ours = answered()
    answering.introduce(answer, by=of_office(answer.entry.cluster))

    answering.agree(answer, by=ours)
    assert answer.state == "introduced"
    with pytest.raises(AnswerMovedOn):
        answering.agree(answer, by=ours)
    answering.agree(answer, by=asker)

    assert answer.state == "agreed"


def test_nobody_else_takes_a_step() -> None:
    answer, _asker, ours = answered()
    stranger, elsewhere = writer(), of_office(EntryFactory.create().cluster)

    for by in (stranger, elsewhere, ours):
        with pytest.raises(NotAllowed):
            answering.introduce(Answer.objects.get(pk=answer.pk), by=by)


def test_a_step_is_taken_from_where_it_starts() -> None:
    answer, asker, ours = answered()

    for act in (answering.agree, answering.take_up_again):
        with pytest.raises(AnswerMovedOn):
            act(answer, by=ours)
    with pytest.raises(AnswerMovedOn):
        answering.deliver(answer, "", by=asker)


def test_two_meet_and_one_delivers() -> None:
    entry, asker = asked()
    first, second = agreed(entry=entry), agreed(entry=entry)
    for one in (first, second):
        answering.meet(one, localdate(), "in videochiamata", by=asker)
    stale = Answer.objects.get(pk=second.pk)

    answering.deliver(first, "convalida fatta", by=asker)

    with pytest.raises(EntryIsClosed):
        answering.deliver(stale, "", by=asker)
    answering.come_to_nothing(second, "un altro è arrivato prima", by=asker)
    entry.refresh_from_db()
    assert (entry.state, entry.met_by, second.state) == ("met", first, "nothing")


def test_what_was_delivered_is_taken_up_again_and_the_need_is_open() -> None:
    entry, asker = asked()
    answer = agreed(entry=entry)
    answering.deliver(answer, "", by=asker)

    answering.take_up_again(answer, by=asker)

    entry.refresh_from_db()
    assert (answer.state, entry.state, entry.met_by) == ("agreed", "open", None)


def test_an_introduction_that_was_declined_before_any_yes_is_proposed_again_by_taking_it_up() -> None:
    answer, asker, _ours = answered()
    answering.introduce(answer, by=of_office(answer.entry.cluster))
    answering.decline(answer, "", by=asker)

    answering.take_up_again(answer, by=asker)

    assert answer.state == "introduced"


def test_an_answer_is_taken_back_and_given_again() -> None:
    answer, _asker, ours = answered()
    answering.take_back(answer, by=ours)

    assert answering.give_answer(answer.entry, WORDS, by=ours).pk != answer.pk


def test_the_trace_of_the_answering_side_names_no_asker() -> None:
    answer, asker, ours = answered()
    answering.introduce(answer, by=asker)
    answering.agree(answer, by=ours)
    answering.meet(answer, localdate(), "", by=asker)
    answering.deliver(answer, "", by=asker)

    read = entries(sight_of(ours), Asked(reader=ours.reader))

    assert {one.verb for one in read} == {"answer.sent", "answer.agreed", "exchange.begun"}
    assert {one.verb for one in read if one.person == asker.person_key} == {
        "exchange.begun"
    }  # both are named by then
    assert Trace.objects.filter(person=asker.person_key, subject=answer.entry.key).count() == 3


def test_the_trace_is_read_by_the_askers_own_people_and_the_office_that_accompanies() -> None:
    answer, asker, _ours = answered()
    answering.introduce(answer, by=asker)
    office, elsewhere = (
        of_office(answer.entry.cluster, "cluster_office"),
        of_office(EntryFactory.create().cluster),
    )

    for reader, reads in ((asker, True), (office, True), (elsewhere, False), (writer(), False)):
        read = {one.verb for one in entries(sight_of(reader), Asked(reader=reader.reader))}
        assert ("need.introduced" in read) is reads


def test_who_answered_declines_nothing_that_nobody_proposed() -> None:
    answer, _asker, ours = answered()

    with pytest.raises(AnswerMovedOn):
        answering.decline(answer, "", by=ours)
