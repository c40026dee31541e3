"""The ledger, the reports and the statements say the same after any sequence of acts."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from convivio.dues import ledger, settling
from convivio.dues.actions import paying
from convivio.dues.ledger import Act, DoesNotBalance, Line, cents_of, euros_of, hold_books, write
from convivio.dues.models import Entry, Posting
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member
from convivio.dues.tests.playing import Player, joined

pytestmark = pytest.mark.django_db

SEQUENCES, ACTS, PARTS = 90, 8, 30


def player(seed: int) -> Player:
    cluster = cluster_with_rules(part_of_year="months")
    members = [
        member(cluster, size=size, from_on=joined(place)) for place, size in enumerate(("large", "small"))
    ]
    return Player(cluster, keeper(cluster), members, seed)


@pytest.mark.parametrize("part", range(PARTS))
def test_ledger_reports_and_statements_say_the_same_after_any_acts(part: int) -> None:
    for seed in range(part * SEQUENCES // PARTS, (part + 1) * SEQUENCES // PARTS):
        with transaction.atomic():
            one = player(seed)
            one.play(ACTS)
            assert one.differences() == [], f"after the acts of seed {seed}"
            transaction.set_rollback(True)


def test_a_payment_that_pays_one_cent_too_much_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    original = settling._settlements
    monkeypatch.setattr(
        settling, "_settlements", lambda *given: [*(acts := list(original(*given))), *acts[:1]]
    )
    found = 0
    for seed in range(6):
        one = player(seed)
        one.play(ACTS)
        found += bool(one.differences())

    assert found >= 3


def test_a_payment_booked_twice_behind_the_count_is_found() -> None:
    one = player(1)
    one.pay()
    arrival = paying.Arrival(on=joined(1), amount=euros_of(100))
    paying.record_payment(one.cluster, arrival, by=one.by)

    assert len(one.differences()) == 2


def test_an_act_that_does_not_balance_is_never_written() -> None:
    cluster = cluster_with_rules()
    with transaction.atomic():
        hold_books(cluster)
        with pytest.raises(DoesNotBalance):
            write(cluster, [Act(Posting.Kind.PAID, (Line(Entry.Side.BANK, 100),))], by=None)

    assert not Posting.objects.exists()


def test_the_proof_finds_an_act_that_does_not_balance() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    issued(cluster, keeper(cluster))
    posting = Posting.objects.get()
    Entry.objects.create(posting=posting, cluster=cluster, side=Entry.Side.BANK, cents=5)

    assert ledger.flaws(cluster) == [f"posting {posting.pk} is off by 5 cents"]


@given(cents=st.integers(-(10**13), 10**13))
def test_cents_and_euros_are_the_same_money(cents: int) -> None:
    assert cents_of(euros_of(cents)) == cents


def test_less_than_a_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="whole cents"):
        cents_of(euros_of(1) / 3)
