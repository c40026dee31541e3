"""Asked, agreed, delivered, confirmed: each step works for its side, and for nobody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from convivio.activity.models import Trace
from convivio.exchanges.beginning import Shared, ask, begin_exchange, tell_what_took_place
from convivio.exchanges.errors import NotAtThisPoint, NothingToTakeBack, WithOneself
from convivio.exchanges.models import Exchange, Kind, Side, State, Unit
from convivio.exchanges.moves import AGREE, CONFIRM, DECLINE, DELIVER, DISPUTE, WITHDRAW
from convivio.exchanges.stepping import Delivered, step, take_back
from convivio.exchanges.tests.factories import ConfirmedFactory, ExchangeFactory
from convivio.exchanges.valuing import agree_on_worth, propose_worth
from convivio.kernel.errors import NotAllowed
from convivio.notices.models import Notice
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

ADVICE = Shared(Kind.ADVICE, Unit.HOUR, Decimal(3), "Consulenza sulla sterilizzazione")
GIVEN = Shared(Kind.ADVICE, Unit.HOUR, Decimal(3), "Consulenza", on=localdate())
THREE_HOURS = Delivered(Decimal("3.5"), localdate())


def speaker_of(organisation: Organisation, *rights: str) -> Acting:
    person = PersonFactory.create()
    for right in rights or ("speak",):
        MandateFactory.create(person=person, organisation=organisation, right=right)
    return acting_as(person)


def two() -> tuple[Organisation, Organisation]:
    return OrganisationFactory.create(), OrganisationFactory.create()


def test_an_exchange_is_asked_agreed_delivered_and_confirmed() -> None:
    giver, taker = two()
    gives, takes = speaker_of(giver), speaker_of(taker)

    exchange = ask(giver, taker, ADVICE, by=takes)
    step(exchange, AGREE, by=gives)
    step(exchange, DELIVER, by=gives, delivered=THREE_HOURS)
    step(exchange, CONFIRM, by=takes)

    assert (exchange.state, exchange.amount, exchange.steps.count()) == ("confirmed", Decimal("3.5"), 4)


def test_each_step_is_in_the_trace_and_told_to_the_other_side() -> None:
    giver, taker = two()

    exchange = ask(giver, taker, ADVICE, by=speaker_of(taker))
    step(exchange, DECLINE, by=speaker_of(giver), words="Quest'anno no.")

    verbs = list(Trace.objects.filter(subject=exchange.key).values_list("verb", flat=True))
    told = list(Notice.objects.filter(about=exchange.key).order_by("pk").values_list("facts", flat=True))
    assert verbs == ["exchange.asked", "exchange.declined"]
    assert [one["side"] for one in told] == ["giver", "taker"]


def test_who_does_not_speak_for_a_side_may_do_nothing() -> None:
    giver, taker = two()
    stranger, reader = speaker_of(OrganisationFactory.create()), speaker_of(taker, "read", "edit")

    with pytest.raises(NotAllowed):
        ask(giver, taker, ADVICE, by=reader)
    exchange = ExchangeFactory.create(giver=giver, taker=taker)
    for move in (CONFIRM, DISPUTE):
        with pytest.raises(NotAllowed):
            step(exchange, move, by=stranger, words="no")


def test_nobody_confirms_what_they_say_themselves() -> None:
    giver, taker = two()
    exchange = tell_what_took_place(giver, taker, GIVEN, Side.GIVER, by=speaker_of(giver))

    with pytest.raises(NotAllowed):
        step(exchange, CONFIRM, by=speaker_of(giver))
    step(exchange, CONFIRM, by=speaker_of(taker))
    assert exchange.confirmed_at is not None


@pytest.mark.parametrize("move", [AGREE, DECLINE, WITHDRAW, DELIVER])
def test_a_step_that_is_not_due_is_refused(move: object) -> None:
    exchange = ConfirmedFactory.create()

    with pytest.raises(NotAtThisPoint):
        step(exchange, move, by=speaker_of(exchange.giver), delivered=THREE_HOURS)  # type: ignore[arg-type]


def test_who_comes_second_finds_it_done() -> None:
    exchange = ExchangeFactory.create()
    first, second = speaker_of(exchange.taker), speaker_of(exchange.taker)
    stale = Exchange.objects.get(pk=exchange.pk)

    step(exchange, CONFIRM, by=first)

    with pytest.raises(NotAtThisPoint):
        step(stale, DISPUTE, by=second, words="Erano due ore.")


def test_what_is_seen_differently_is_corrected_and_confirmed() -> None:
    exchange = ExchangeFactory.create(amount=Decimal(5))
    gives, takes = speaker_of(exchange.giver), speaker_of(exchange.taker)

    step(exchange, DISPUTE, by=takes, words="Erano tre ore e mezza.")
    step(exchange, DELIVER, by=gives, delivered=THREE_HOURS)
    step(exchange, CONFIRM, by=takes)

    assert (exchange.amount, exchange.state) == (Decimal("3.5"), State.CONFIRMED)


def test_the_last_step_is_taken_back_on_its_day_by_its_side() -> None:
    exchange = ExchangeFactory.create()
    takes = speaker_of(exchange.taker)
    exchange.steps.create(state="delivered", amount=2, on=exchange.on, said_by="giver", side="giver")
    step(exchange, CONFIRM, by=takes)

    with pytest.raises(NothingToTakeBack):
        take_back(exchange, by=speaker_of(exchange.giver))
    take_back(exchange, by=takes)

    assert (exchange.state, exchange.confirmed_at) == (State.DELIVERED, None)


def test_a_step_of_yesterday_stands() -> None:
    exchange = ExchangeFactory.create()
    takes = speaker_of(exchange.taker)
    step(exchange, CONFIRM, by=takes)
    exchange.steps.update(at=now() - timedelta(days=1))

    with pytest.raises(NothingToTakeBack):
        take_back(exchange, by=takes)


def test_nobody_shares_with_themselves() -> None:
    giver, _taker = two()

    with pytest.raises(WithOneself):
        ask(giver, giver, ADVICE, by=speaker_of(giver))
    assert begin_exchange(giver, giver, GIVEN, about="booking:1") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeFactory.create(giver=giver, taker=giver)


def test_of_one_cause_there_is_one_exchange() -> None:
    giver, taker = two()

    first = begin_exchange(giver, taker, GIVEN, about="booking:7")
    second = begin_exchange(giver, taker, GIVEN, about="booking:7")

    assert first == second
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeFactory.create(about="booking:7", is_automatic=True)


@pytest.mark.parametrize("wrong", [
    {"amount": 0}, {"on": None}, {"said_by": ""}, {"state": "confirmed"}, {"worth": 5}, {"worth_agreed_on": localdate()},
])  # fmt: skip
def test_the_database_refuses_what_must_never_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeFactory.create(**wrong)


def test_a_worth_counts_once_who_signs_for_the_other_side_agrees() -> None:
    exchange = ConfirmedFactory.create()
    gives, takes = speaker_of(exchange.giver), speaker_of(exchange.taker)

    propose_worth(exchange, Decimal(240), "due ore a 120 €", by=gives)
    with pytest.raises(NotAllowed):
        agree_on_worth(exchange, Decimal(240), by=takes)
    agree_on_worth(exchange, Decimal(240), by=speaker_of(exchange.taker, "speak", "sign"))

    assert exchange.worth_agreed_on == localdate()


def test_one_agrees_on_the_worth_that_one_has_read() -> None:
    exchange = ConfirmedFactory.create()
    gives, signs = speaker_of(exchange.giver), speaker_of(exchange.taker, "speak", "sign")
    propose_worth(exchange, Decimal(240), "", by=gives)
    propose_worth(exchange, Decimal(2400), "", by=gives)

    with pytest.raises(NotAtThisPoint):
        agree_on_worth(exchange, Decimal(240), by=signs)


def test_a_worth_agreed_on_before_today_stays() -> None:
    before = localdate() - timedelta(days=1)
    exchange = ConfirmedFactory.create(worth=Decimal(100), worth_by="giver", worth_agreed_on=before)

    with pytest.raises(NotAtThisPoint):
        propose_worth(exchange, Decimal(900), "", by=speaker_of(exchange.giver))
