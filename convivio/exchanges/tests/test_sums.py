"""Sums: what counts in a ledger, how an office reads it, and that public totals reveal nobody."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.utils.timezone import localdate

from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.exchanges.ledger import contributions_of, sums_of
from convivio.exchanges.models import Exchange
from convivio.exchanges.reciprocity import members_on, standings_of
from convivio.exchanges.tests.factories import ConfirmedFactory, ExchangeFactory
from convivio.exchanges.totals import FEWEST, Row, cells_of, cells_until
from convivio.organisations.tests.factories import OrganisationFactory

LAST = (2026, 3)


def row(giver: int, taker: int, amount: int = 1, kind: str = "advice", unit: str = "hour") -> Row:
    return Row(LAST, kind, unit, Decimal(amount), None, giver, taker)


@pytest.mark.django_db
def test_only_what_is_confirmed_counts_and_units_are_never_added_up() -> None:
    giver = OrganisationFactory.create()
    ConfirmedFactory.create(giver=giver, amount=Decimal(2))
    ConfirmedFactory.create(giver=giver, amount=Decimal(1), unit="day")
    ExchangeFactory.create(giver=giver, amount=Decimal(40))

    (given,) = sums_of(Exchange.objects.filter(giver=giver))

    assert (given.count, given.amounts) == (2, {"hour": Decimal(2), "day": Decimal(1)})


@pytest.mark.django_db
def test_euros_count_where_both_agree() -> None:
    giver = OrganisationFactory.create()
    agreed = ConfirmedFactory.create(
        giver=giver, worth=Decimal(300), worth_by="giver", worth_agreed_on=localdate()
    )
    ConfirmedFactory.create(giver=giver, worth=Decimal(9000), worth_by="giver")

    (given,) = sums_of(Exchange.objects.filter(giver=giver))

    assert given.worth == Decimal(300)
    assert list(contributions_of(giver, localdate().year)) == [agreed]


@pytest.mark.django_db
def test_an_office_sees_who_only_receives() -> None:
    cluster = ClusterFactory.create()
    gives, takes, idle = (MembershipFactory.create(cluster=cluster).organisation for _ in range(3))
    ConfirmedFactory.create(giver=gives, taker=takes)
    today = localdate()

    ways = {one.organisation: one.way for one in standings_of(members_on(cluster, today), today, today)}

    assert ways == {gives: "gives", takes: "receives", idle: "none"}


@pytest.mark.django_db
def test_standings_ask_two_questions_whatever_their_number(django_assert_num_queries: object) -> None:
    members = OrganisationFactory.create_batch(20)
    for giver, taker in pairwise(members):
        ConfirmedFactory.create(giver=giver, taker=taker)

    with django_assert_num_queries(2):  # type: ignore[operator]
        standings_of(members, localdate(), localdate())


def test_a_cell_of_four_is_hidden_and_one_of_five_shown() -> None:
    four = cells_of(row(n, 10 + n) for n in range(4))
    five = cells_of(row(n, 10 + n) for n in range(5))

    assert ([one.count for one in four], [one.count for one in five]) == ([], [5])


def test_many_exchanges_of_one_giver_are_hidden() -> None:
    assert cells_of(row(1, 10 + n) for n in range(30)) == []


def test_hours_of_which_one_gave_most_are_hidden() -> None:
    rows = [*(row(n, 10 + n) for n in range(5)), row(0, 20, amount=100)]

    (cell,) = cells_of(rows)

    assert (cell.count, cell.amounts) == (6, ())


def test_what_is_shown_of_random_ledgers_never_rests_on_fewer_than_five() -> None:
    random = Random(20261123)  # noqa: S311 - ledgers to try, no secrets
    for _ in range(300):
        rows = [row(random.randrange(8), 10 + random.randrange(8), kind=random.choice(("advice", "machine")))
                for _ in range(random.randrange(1, 40))]  # fmt: skip
        shown = {cell.kind: cell.count for cell in cells_of(rows)}
        for kind in ("advice", "machine"):
            behind = [one for one in rows if one.kind == kind]
            fewest = min(len(behind), len({one.giver for one in behind}), len({one.taker for one in behind}))
            assert shown.get(kind, 0) == (len(behind) if fewest >= FEWEST else 0)


@pytest.mark.django_db
def test_a_quarter_is_shown_once_it_is_over() -> None:
    at = datetime(2026, 2, 10, 9, tzinfo=UTC)
    for _ in range(5):
        ConfirmedFactory.create(on=date(2026, 2, 9), confirmed_at=at)

    assert cells_until(date(2026, 3, 31)) == []
    assert [cell.count for cell in cells_until(date(2026, 4, 1))] == [5]


@pytest.mark.django_db
def test_what_is_agreed_on_after_a_quarter_does_not_change_it() -> None:
    at, on = datetime(2026, 2, 10, 9, tzinfo=UTC), date(2026, 2, 9)
    for _ in range(5):
        ConfirmedFactory.create(
            on=on, confirmed_at=at, worth=Decimal(10), worth_by="giver", worth_agreed_on=on
        )
    before = cells_until(date(2026, 4, 1))
    Exchange.objects.filter(pk=Exchange.objects.first().pk).update(worth_agreed_on=date(2026, 4, 1))  # type: ignore[union-attr]

    assert before[0].worth == Decimal(50)
    assert cells_until(date(2026, 4, 2))[0].worth is None


@pytest.mark.django_db
def test_what_was_counted_is_kept_for_an_hour(django_assert_num_queries: Any) -> None:
    before = cells_until()

    with django_assert_num_queries(0):
        assert cells_until() == before
