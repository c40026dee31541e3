from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convivio.engine.compose_budget import budget_of, split_budget, to_cents
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_values import Partner
from convivio.engine.tests.rules_making import TODAY, outcome, partner, rules

POR = load_rule_set("por-fesr-1-2-2-2018")
RIA = load_rule_set("horizon-europe-ria")
amounts = st.decimals(0, 10_000_000, places=2)
weights = st.lists(st.decimals("0.01", 100, places=2), min_size=1, max_size=12)


def paid(*kinds: str) -> list[Partner]:
    return [partner(n, kind=kind, funded=True) for n, kind in enumerate(kinds)]


def test_equal_shares_sum_to_the_cent() -> None:
    budget = split_budget(RIA, paid("sme", "sme", "sme"), Decimal("100.00"), day=TODAY)

    assert [line.cost for line in budget.lines] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert budget.cost == Decimal("100.00")


def test_weights_give_unequal_shares() -> None:
    weighed = {"organisation:0": Decimal(3)}
    budget = split_budget(RIA, paid("sme", "sme"), Decimal(100), day=TODAY, weights=weighed)

    assert [line.cost for line in budget.lines] == [Decimal(75), Decimal(25)]


def test_each_is_granted_the_rate_of_its_kind() -> None:
    budget = split_budget(POR, paid("laboratory", "sme"), Decimal(1000), day=TODAY)

    assert [(line.rate, line.grant) for line in budget.lines] == [
        (Decimal("0.70"), Decimal("350.00")),
        (Decimal("0.50"), Decimal("250.00")),
    ]
    assert budget.grant == Decimal(600)


def test_of_an_unknown_kind_the_lowest_open_rate_counts() -> None:
    budget = split_budget(POR, [partner(1, funded=True)], Decimal(100), day=TODAY)

    assert budget.lines[0].rate == Decimal("0.50")


def test_grants_are_lowered_to_the_largest_grant_exactly() -> None:
    budget = split_budget(POR, paid("laboratory", "university", "sme"), Decimal(3_000_000), day=TODAY)

    assert budget.grant == Decimal(800_000)
    assert sum(line.grant or 0 for line in budget.lines) == Decimal(800_000)


def test_rules_without_a_rate_leave_the_grant_open() -> None:
    budget = split_budget(RIA, paid("sme"), Decimal(100), day=TODAY)

    assert budget.grant is None
    assert budget.lines[0].grant is None


def test_who_is_not_paid_has_no_line() -> None:
    people = [*paid("laboratory"), partner(9, kind="sme", funded=False)]

    assert [line.key for line in split_budget(POR, people, Decimal(10), day=TODAY).lines] == [
        "organisation:0"
    ]


def test_shares_bend_to_the_bounds_of_the_rules() -> None:
    check = 'kind = "share", min = "0.5", who = { kinds = ["sme"] }'
    people = paid("sme", "university", "university", "university")
    budget = split_budget(rules(check), people, Decimal(1000), day=TODAY)
    costs = {line.key: line.cost for line in budget.lines}
    table = tuple(partner(n, kind=p.organisation.kind, cost=costs[p.key]) for n, p in enumerate(people))

    assert costs["organisation:0"] == Decimal(500)
    assert outcome(check, table) == "met"


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split_budget(RIA, paid("sme"), Decimal(-1), day=TODAY)


@given(amounts, weights)
def test_parts_sum_exactly_and_none_is_off_by_a_cent(total: Decimal, shares: list[Decimal]) -> None:
    parts = to_cents(total, shares)
    exact = [total * share / sum(shares) for share in shares]

    assert sum(parts) == total
    assert all(abs(part - e) <= Decimal("0.01") for part, e in zip(parts, exact, strict=True))


@given(amounts, st.lists(st.sampled_from(["laboratory", "sme", "university"]), min_size=1, max_size=8))
def test_no_grant_passes_its_rate_nor_all_of_them_the_largest(total: Decimal, kinds: list[str]) -> None:
    budget = split_budget(POR, paid(*kinds), total, day=TODAY)

    assert sum(line.cost for line in budget.lines) == budget.cost == total
    assert sum(line.grant or 0 for line in budget.lines) == budget.grant
    assert (budget.grant or 0) <= Decimal(800_000)
    assert all((line.grant or 0) <= line.cost * (line.rate or 0) for line in budget.lines)


def test_costs_that_partners_told_are_paid_by_the_rates() -> None:
    university, firm = paid("university", "sme")
    told = [replace(university, cost=Decimal(100)), replace(firm, cost=Decimal("10.01"))]
    budget = budget_of(POR, told, day=TODAY)

    assert [line.grant for line in budget.lines] == [Decimal(70), Decimal(5)]
    assert (budget.cost, budget.grant) == (Decimal("110.01"), Decimal(75))


def test_whoever_told_no_cost_or_is_not_paid_has_no_line() -> None:
    university, firm = paid("university", "sme")
    told = [university, replace(firm, cost=Decimal(10), funded=False)]

    assert budget_of(POR, told, day=TODAY).lines == ()


@given(st.lists(amounts, min_size=1, max_size=6))
def test_told_costs_are_never_granted_more_than_the_rules_pay(costs: list[Decimal]) -> None:
    told = [
        replace(one, cost=cost) for one, cost in zip(paid(*["university"] * len(costs)), costs, strict=True)
    ]
    budget = budget_of(POR, told, day=TODAY)

    assert budget.grant is not None
    assert budget.grant <= min(Decimal(800_000), budget.cost)
    assert budget.grant == sum(line.grant or Decimal(0) for line in budget.lines)
