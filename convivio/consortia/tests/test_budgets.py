from decimal import Decimal

import pytest
from django.utils import translation

from convivio.consortia.budgets import difference, shown_budget, suggested_shares
from convivio.consortia.forms import BudgetForm
from convivio.consortia.models import Consortium, Seat
from convivio.consortia.tests.factories import laid_table, share
from convivio.organisations.models import Kind
from convivio.organisations.tests.factories import OrganisationFactory

POR = "por-fesr-1-2-2-2018"


def table_of(*kinds: str, rules: str = POR) -> tuple[Consortium, list[Seat]]:
    table, _by = laid_table(*(OrganisationFactory.create(kind=kind) for kind in kinds), rule_set=rules)
    return table, list(table.seats.select_related("organisation"))


def test_shares_that_add_up_need_no_sentence() -> None:
    assert difference(Decimal(10), Decimal(10)) == ""


def test_what_is_nobody_s_and_what_is_too_much_are_said_in_euros() -> None:
    with translation.override("en"):
        assert "€\u00a03 of €\u00a010" in difference(Decimal(10), Decimal(7))
        assert "€\u00a02 more" in difference(Decimal(10), Decimal(12))


@pytest.mark.django_db
def test_a_budget_shows_the_rate_of_each_kind_the_grant_and_own_funds() -> None:
    table, _seats = table_of(Kind.UNIVERSITY, Kind.SME)
    share(table, "100000", "50000")
    table.budget = Decimal(150_000)
    budget = shown_budget(table, list(table.seats.select_related("organisation")))

    assert budget is not None
    assert [(row.rate, row.grant, row.own) for row in budget.rows] == [
        ("70\u00a0%", Decimal(70_000), Decimal(30_000)),
        ("50\u00a0%", Decimal(25_000), Decimal(25_000)),
    ]
    assert budget.total == {"cost": Decimal(150_000), "grant": Decimal(95_000), "own": Decimal(55_000)}


@pytest.mark.django_db
def test_what_is_nobody_s_yet_is_a_gap_and_leaves_the_grant_of_all_open() -> None:
    table, _seats = table_of(Kind.UNIVERSITY, Kind.SME)
    share(table, "100000", None)
    table.budget = Decimal(150_000)
    budget = shown_budget(table, list(table.seats.select_related("organisation")))

    assert budget is not None
    assert [(row.cost, row.is_gap) for row in budget.rows][-1] == (Decimal(50_000), True)
    assert budget.sentence


@pytest.mark.django_db
def test_the_grant_is_never_above_what_the_call_pays() -> None:
    table, _seats = table_of(Kind.UNIVERSITY, Kind.UNIVERSITY)
    share(table, "1000000", "1000000")
    table.budget = Decimal(2_000_000)
    budget = shown_budget(table, list(table.seats.select_related("organisation")))

    assert budget is not None
    assert budget.total["grant"] == Decimal(800_000)


@pytest.mark.django_db
def test_rules_without_rates_work_out_no_grant() -> None:
    table, _seats = table_of(Kind.UNIVERSITY, rules="horizon-europe-ria")
    share(table, "1000")
    budget = shown_budget(table, list(table.seats.select_related("organisation")))

    assert budget is not None
    assert budget.total["grant"] is None
    assert not budget.says_rates


@pytest.mark.django_db
@pytest.mark.parametrize("rules", [POR, ""])
@pytest.mark.parametrize("whole", ["100", "0.01", "1000000.01"])
def test_an_equal_split_adds_up_to_the_cent(rules: str, whole: str) -> None:
    table, seats = table_of(Kind.UNIVERSITY, Kind.SME, Kind.SME, rules=rules)
    shares = suggested_shares(table, seats, Decimal(whole), {})

    assert sum(shares.values()) == Decimal(whole)
    assert max(shares.values()) - min(shares.values()) <= Decimal("0.01")


@pytest.mark.django_db
def test_weights_divide_in_their_ratio() -> None:
    table, seats = table_of(Kind.UNIVERSITY, Kind.SME)
    shares = suggested_shares(table, seats, Decimal(400), {seats[0].pk: Decimal(3), seats[1].pk: Decimal(1)})

    assert list(shares.values()) == [Decimal(300), Decimal(100)]


@pytest.mark.django_db
def test_whoever_is_not_paid_has_no_share() -> None:
    table, seats = table_of(Kind.UNIVERSITY, Kind.SME)
    seats[1].role = Seat.Role.SUPPORTING_FIRM

    assert list(suggested_shares(table, seats, Decimal(400), {})) == [seats[0].pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whole", "first", "second", "refused"),
    [
        ("100", "60", "40", False),
        ("100", "60", "", False),
        ("100", "60", "30", True),
        ("100", "60", "50", True),
        ("100", "110", "", True),
        ("", "60", "40", True),
        ("", "", "", False),
        ("abc", "60", "40", True),
    ],
)
def test_shares_are_refused_when_they_cannot_be_parts_of_the_whole(
    whole: str, first: str, second: str, *, refused: bool
) -> None:
    table, seats = table_of(Kind.UNIVERSITY, Kind.SME)
    typed = {"revision": "1", "budget": whole, f"share_{seats[0].pk}": first, f"share_{seats[1].pk}": second}
    form = BudgetForm(typed, consortium=table, seats=seats)
    if form.is_valid():
        form.check_sum()

    assert bool(form.errors) is refused
