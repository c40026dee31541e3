from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from convivio.clusters.models import Cluster
from convivio.dues.actions.keeping_rules import begin_schedule
from convivio.dues.errors import ScheduleStartsTooEarly
from convivio.dues.models import FeeLine, FeeSchedule, Reduction, What
from convivio.dues.references import bare, creditor_reference, in_fours, is_bic, is_iban, is_reference
from convivio.dues.schedules import amount_for
from convivio.dues.tests.factories import IBAN, cluster_with_rules, keeper, member
from convivio.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db


def yearly(cluster: Cluster, year: int = 2026, **said) -> Decimal | None:
    owed = amount_for(member(cluster, **said), What.YEARLY, year)
    return owed.amount if owed else None


@pytest.mark.parametrize(
    ("size", "entry", "fee"),
    [("large", 1000, 500), ("medium", 1000, 500), ("small", 500, 250), ("micro", 500, 250)],
)
def test_the_usual_rule_halves_for_small_firms(size: str, entry: int, fee: int) -> None:
    one = member(cluster_with_rules(), size=size, from_on=date(2026, 3, 1))
    owed = [amount_for(one, what, 2026) for what in (What.ENTRY, What.YEARLY)]

    assert [fee.amount for fee in owed if fee] == [entry, fee]


def test_an_entry_is_owed_for_the_year_of_joining_only() -> None:
    one = member(cluster_with_rules(), from_on=date(2025, 3, 1))

    assert amount_for(one, What.ENTRY, 2026) is None
    assert amount_for(one, What.ENTRY, 2025) is not None


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 1, 1), None), (date(2020, 1, 1), date(2025, 12, 31))]
)
def test_nothing_is_owed_for_a_year_without_membership(first: date, last: date | None) -> None:
    assert yearly(cluster_with_rules(), from_on=first, until_on=last) is None


@pytest.mark.parametrize(
    ("rule", "joined", "owed"),
    [
        ("whole", date(2026, 11, 3), "500"),
        ("months", date(2026, 1, 31), "500"),
        ("months", date(2026, 5, 12), "333.33"),
        ("months", date(2026, 12, 31), "41.67"),
        ("halves", date(2026, 6, 30), "500"),
        ("halves", date(2026, 7, 1), "250"),
        ("halves", date(2025, 7, 1), "500"),
    ],
)
def test_who_joins_during_the_year_pays_the_part_that_the_rule_says(
    rule: str, joined: date, owed: str
) -> None:
    assert yearly(cluster_with_rules(part_of_year=rule), from_on=joined) == Decimal(owed)


def test_the_narrowest_line_counts() -> None:
    cluster = cluster_with_rules()
    lines = FeeSchedule.objects.get().lines
    lines.create(what="yearly", size="large", amount=Decimal(700))
    lines.create(what="yearly", category="sme", amount=Decimal(600))
    lines.create(what="yearly", category="sme", size="large", amount=Decimal(900))

    assert [yearly(cluster, size=size) for size in ("large", "medium")] == [900, 600]
    assert yearly(cluster, category="laboratory") == 700


def test_the_best_reduction_counts_and_they_do_not_add_up() -> None:
    cluster = cluster_with_rules()
    FeeSchedule.objects.get().reductions.create(size="small", parts=1, of=3, what="yearly")

    assert yearly(cluster, size="small") == Decimal("166.67")


def test_one_member_may_be_exempt() -> None:
    cluster = cluster_with_rules()
    one = member(cluster)
    Reduction.objects.create(schedule=FeeSchedule.objects.get(), organisation=one.organisation, parts=0, of=1)
    owed = amount_for(one, What.YEARLY, 2026)

    assert owed is not None
    assert owed.is_exempt
    assert yearly(cluster) == 500


def test_an_amount_explains_itself_with_the_rule_its_source_and_its_days() -> None:
    one = member(cluster_with_rules(part_of_year="months"), size="small", from_on=date(2026, 5, 12))
    owed = amount_for(one, What.YEARLY, 2026)
    with override("en"):
        sentence = owed.sentence if owed else ""

    assert sentence == (
        "Yearly fee 2026: €\u00a0500, one half of it (small), 8 months of 12, as they joined on 12 May 2026, "
        "that is €\u00a0166.67. Rule: Statuto, art. 7, decided on 20 November 2018, in force since 1 January 2019."
    )


def test_new_rules_hold_from_their_day_and_the_old_until_the_day_before() -> None:
    cluster = cluster_with_rules()
    new = FeeSchedule(
        cluster=cluster, from_on=date(2027, 1, 1), source="Delibera", decided_on=date(2026, 10, 1)
    )
    begin_schedule(new, [FeeLine(what="yearly", amount=Decimal(800))], [], by=keeper(cluster))

    assert [yearly(cluster, year) for year in (2026, 2027)] == [500, 800]


def test_rules_do_not_begin_before_those_of_now_nor_by_somebody_else() -> None:
    cluster = cluster_with_rules()
    new = FeeSchedule(
        cluster=cluster, from_on=date(2019, 1, 1), source="Delibera", decided_on=date(2026, 10, 1)
    )

    with pytest.raises(ScheduleStartsTooEarly):
        begin_schedule(new, [], [], by=keeper(cluster))
    with pytest.raises(NotAllowed):
        begin_schedule(new, [], [], by=keeper(cluster_with_rules()))


def test_an_iban_is_known_by_its_check_digits() -> None:
    good = [IBAN, "GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"]

    assert all(is_iban(one) for one in good)
    assert not any(is_iban(one) for one in ("", IBAN[:-1] + "7", IBAN + "0", "IT60", "X" * 27, "IT60€" * 6))


def test_every_single_slip_in_an_iban_is_found() -> None:
    slips = [
        IBAN[:place] + str((int(sign) + step) % 10) + IBAN[place + 1 :]
        for place, sign in enumerate(IBAN)
        if sign.isdigit()
        for step in range(1, 10)
    ]

    assert len(slips) > 200
    assert not any(is_iban(one) for one in slips)


def test_a_reference_has_its_check_digits() -> None:
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert is_reference("RF18 5390 0754 7034")
    assert not is_reference("RF19 5390 0754 7034")
    with pytest.raises(ValueError, match="cannot be a reference"):
        creditor_reference("12 3")


def test_numbers_are_read_and_written_as_on_paper() -> None:
    assert (bare("it60-X 05"), in_fours("RF185390")) == ("IT60X05", "RF18 5390")
    assert [is_bic(one) for one in ("UNCRITMM", "UNCRITMMXXX", "UNCR")] == [True, True, False]
