import pytest

from convivio.activity.models import Trace
from convivio.calls.tests.factories import CallFactory
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.matching.actions import MOST_PICKS, Asking, ask_question, choose_rules, pick, put_back
from convivio.matching.answering import LONGEST_NEED
from convivio.matching.models import Question
from convivio.matching.tests.factories import QuestionFactory, speaker_of
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import NOBODY, Acting
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
REASONS = [{"kind": "past_work", "text": "It worked in INSIEME."}]


@pytest.fixture(name="by")
def somebody() -> Acting:
    return acting(speaker_of(OrganisationFactory.create()))


def asked_by(by: Acting) -> Question:
    return ask_question(Asking(text="Sensors at home"), by=by)


def test_a_question_is_kept_for_whom_its_asker_acts(by: Acting) -> None:
    question = asked_by(by)

    assert question.audience == by.key
    assert question.asked_by == by.person


def test_asking_is_on_record_with_the_call_it_is_for(by: Acting) -> None:
    call = CallFactory.create()
    question = ask_question(Asking(call=call), by=by)

    entry = Trace.objects.get()
    assert (entry.verb, entry.subject, entry.because) == ("question.asked", question.key, call.key)
    assert question.rule_set == call.rule_set


def test_what_somebody_needs_is_not_on_record(by: Acting) -> None:
    ask_question(Asking(text="Sensori segretissimi"), by=by)

    entry = Trace.objects.get()
    assert "segretissimi" not in str(entry.facts) + entry.subject + entry.because


def test_nobody_asks_without_signing_in() -> None:
    with pytest.raises(NotAllowed, match="accedi"):
        ask_question(Asking(text="Sensors"), by=NOBODY)

    assert not Question.objects.exists()
    assert not Trace.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (LONGEST_NEED + 1)])
def test_a_need_of_nothing_or_of_too_much_is_refused(by: Acting, text: str) -> None:
    with pytest.raises(BadInput):
        ask_question(Asking(text=text), by=by)

    assert not Question.objects.exists()


def test_a_pick_keeps_the_reasons_read_at_that_moment(by: Acting) -> None:
    question, partner = asked_by(by), OrganisationFactory.create()

    pick(question, partner, REASONS, by=by)

    assert question.picks.get().reasons == REASONS
    entry = Trace.objects.get(verb="partner.picked")
    assert (entry.subject, entry.because) == (partner.key, question.key)


def test_picking_twice_is_picking_once(by: Acting) -> None:
    question, partner = asked_by(by), OrganisationFactory.create()

    pick(question, partner, REASONS, by=by)
    pick(Question.objects.get(pk=question.pk), partner, [], by=by)

    assert question.picks.count() == Trace.objects.filter(verb="partner.picked").count() == 1


def test_putting_back_twice_is_on_record_once(by: Acting) -> None:
    question, partner = asked_by(by), OrganisationFactory.create()
    pick(question, partner, [], by=by)

    put_back(question, partner, by=by)
    put_back(question, partner, by=by)

    assert not question.picks.exists()
    assert Trace.objects.filter(verb="partner.put_back").count() == 1


def test_whoever_leads_is_not_picked(by: Acting) -> None:
    lead = OrganisationFactory.create()
    question = ask_question(Asking(text="Sensors", lead=lead), by=by)

    with pytest.raises(BadInput):
        pick(question, lead, [], by=by)


def test_a_table_takes_so_many_and_no_more(by: Acting) -> None:
    question = asked_by(by)
    for partner in OrganisationFactory.create_batch(MOST_PICKS):
        pick(question, partner, [], by=by)

    with pytest.raises(BadInput, match=str(MOST_PICKS)):
        pick(question, OrganisationFactory.create(), [], by=by)


def test_a_need_worded_anew_keeps_its_picks_and_rules(by: Acting) -> None:
    before, partner = asked_by(by), OrganisationFactory.create()
    pick(before, partner, REASONS, by=by)
    choose_rules(before, "horizon-europe-ria", by=by)

    after = ask_question(Asking(text="Sensors and sleep", after=before), by=by)

    assert after.picks.get().organisation == partner
    assert after.picks.get().reasons == REASONS
    assert after.rule_set == "horizon-europe-ria"
    assert after.because == before.key


def test_others_may_change_nothing() -> None:
    question, partner = QuestionFactory.create(), OrganisationFactory.create()
    other = acting(PersonFactory.create())

    for change in (
        lambda: pick(question, partner, [], by=other),
        lambda: put_back(question, partner, by=other),
        lambda: choose_rules(question, "horizon-europe-ria", by=other),
        lambda: ask_question(Asking(text="Sensors", after=question), by=other),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert not Trace.objects.exists()
