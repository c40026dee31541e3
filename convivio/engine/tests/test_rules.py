from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convivio.engine.errors import BadRuleSet, UnknownRuleSet
from convivio.engine.rules import is_valid, load_rule_set, rule_set_names, standing
from convivio.engine.rules_reading import read_rule_set
from convivio.engine.rules_values import Accreditation, Outcome, worst
from convivio.engine.tests.rules_making import (
    NETWORK,
    from_countries,
    outcome,
    partner,
    partners,
    rules,
    verdicts,
)

THREE_COUNTRIES = 'kind = "count", min = 3, distinct_by = ["country"]'
TWO_ACCREDITED = 'kind = "count", min = 2, who = { accredited = "high_technology_network" }'
ONE_SME = 'kind = "count", min = 1, who = { kinds = ["sme"] }'
ONE_IN_THE_REGION = 'kind = "count", min = 1, who = { nuts = ["ITH5"] }'
APART = 'kind = "independent"'


def test_three_countries_are_met_by_three_and_missed_by_two() -> None:
    assert outcome(THREE_COUNTRIES, from_countries("IT", "FR", "DE")) == "met"
    assert outcome(THREE_COUNTRIES, from_countries("IT", "FR", "FR")) == "missing"


def test_a_country_that_is_not_known_may_be_the_third_and_is_not_assumed_to_be() -> None:
    verdict = verdicts(rules(THREE_COUNTRIES), from_countries("IT", "FR", None))["rule-1"]

    assert verdict.outcome is Outcome.UNKNOWN
    assert [(u.subject, u.attribute) for u in verdict.unknowns] == [("organisation:2", "country")]
    assert verdict.to_find_out()[0].say("en") == "Organisation 2: find out the country."


def test_what_is_not_known_does_not_matter_once_enough_is() -> None:
    verdict = verdicts(rules(THREE_COUNTRIES), from_countries("IT", "FR", "DE", None))["rule-1"]

    assert verdict.is_met
    assert verdict.unknowns == ()


def test_an_accreditation_nobody_has_looked_for_is_unknown_and_one_looked_for_in_vain_is_not() -> None:
    assert outcome(TWO_ACCREDITED, partners({}, {"accreditations": NETWORK})) == "unknown"
    assert outcome(TWO_ACCREDITED, partners({"accreditations": ()}, {"accreditations": NETWORK})) == "missing"
    assert outcome(TWO_ACCREDITED, partners(*[{"accreditations": NETWORK}] * 2)) == "met"


def test_an_accreditation_counts_from_its_first_day_to_its_last() -> None:
    held = (Accreditation("high_technology_network", date(2020, 1, 1), date(2022, 12, 31)),)
    people = partners(*[{"accreditations": held}] * 2)
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1)]

    assert [outcome(TWO_ACCREDITED, people, on=day) for day in days] == ["missing", "met", "met", "missing"]


def test_a_company_of_unknown_size_may_be_an_sme() -> None:
    assert outcome(ONE_SME, partners({"kind": "company"})) == "unknown"
    assert outcome(ONE_SME, partners({"kind": "company", "size": "small"})) == "met"
    assert outcome(ONE_SME, partners({"kind": "company", "size": "large"})) == "missing"
    assert outcome(ONE_SME, partners({"kind": "university"})) == "missing"
    assert outcome(ONE_SME, partners({})) == "unknown"


def test_a_region_is_read_from_the_code_and_a_shorter_code_leaves_it_open() -> None:
    assert outcome(ONE_IN_THE_REGION, partners({"nuts": "ITH55"})) == "met"
    assert outcome(ONE_IN_THE_REGION, partners({"nuts": "ITH"})) == "unknown"
    assert outcome(ONE_IN_THE_REGION, partners({"country": "IT"})) == "unknown"
    assert outcome(ONE_IN_THE_REGION, partners({"country": "FR"})) == "missing"
    assert outcome(ONE_IN_THE_REGION, partners({"nuts": "ITC4", "country": "IT"})) == "missing"


def test_greece_and_the_united_kingdom_are_known_by_either_code() -> None:
    check = 'kind = "count", min = 1, who = { countries = ["eu_member_states"] }'

    assert outcome(check, from_countries("GR")) == outcome(check, from_countries("EL")) == "met"


def test_a_country_is_associated_from_its_day_on_and_some_depend_on_the_call() -> None:
    check = 'kind = "count", min = 1, who = { countries = ["horizon_europe_associated"] }'

    assert outcome(check, from_countries("UK"), on=date(2023, 12, 31)) == "missing"
    assert outcome(check, from_countries("UK"), on=date(2024, 1, 1)) == "met"
    assert outcome(check, from_countries("CA")) == "unknown"
    assert outcome(check, from_countries("US")) == "missing"


def test_two_of_one_control_group_are_not_independent_and_unknown_control_is_to_be_found_out() -> None:
    assert outcome(APART, partners({"control_group": "g"}, {"control_group": "g"})) == "missing"
    assert outcome(APART, partners({"control_group": "g"}, {"control_group": "h"})) == "met"
    assert outcome(APART, partners({"control_group": "g"}, {})) == "unknown"


def test_three_that_differ_in_country_and_in_control_are_counted_as_a_matching() -> None:
    check = 'kind = "count", min = 3, distinct_by = ["country", "control_group"]'
    facts = [("IT", "a"), ("FR", "a"), ("FR", "b"), ("DE", "c")]
    people = partners(*({"country": c, "control_group": g} for c, g in facts))

    assert outcome(check, people) == "met"
    assert outcome(check, people[:3]) == "missing"


def test_several_checks_in_one_rule_hold_only_together() -> None:
    parts = (
        '{ kind = "count", min = 3, distinct_by = ["country"], who = { countries = ["eu_member_states",'
        ' "horizon_europe_associated"] } }, { kind = "count", min = 1, who = { countries = ["eu_member_states"] } }'
    )
    check = f'kind = "all", parts = [{parts}]'

    assert outcome(check, from_countries("NO", "UK", "IT")) == "met"
    assert outcome(check, from_countries("NO", "UK", "IS")) == "missing"
    assert outcome(check, from_countries("NO", "UK", None)) == "unknown"


def test_a_maximum_counts_those_who_may_be_of_the_sort() -> None:
    check = 'kind = "count", max = 1, who = { kinds = ["sme"] }'

    assert outcome(check, partners({"kind": "sme"}, {"kind": "university"})) == "met"
    assert outcome(check, partners({"kind": "sme"}, {"kind": "company"})) == "unknown"
    assert outcome(check, partners({"kind": "sme"}, {"kind": "sme"})) == "missing"


def test_a_share_of_the_cost_is_compared_with_its_bounds() -> None:
    check = 'kind = "share", max = "0.4", each = true'
    even = tuple(partner(n, cost=Decimal(100)) for n in range(3))
    uneven = (partner(0, cost=Decimal(300)), *even[1:])

    assert outcome(check, even) == "met"
    assert outcome(check, uneven) == "missing"
    assert outcome(check, (*even, partner(9))) == "unknown"


def test_firms_together_bear_their_share_and_one_of_unknown_kind_may_be_a_firm() -> None:
    check = 'kind = "share", min = "0.3", who = { kinds = ["sme"] }'
    half = {"cost": Decimal(50)}

    assert outcome(check, partners({"kind": "sme", **half}, {"kind": "university", **half})) == "met"
    assert outcome(check, partners({"kind": "university", **half}, {**half})) == "unknown"
    assert outcome(check, partners({"kind": "university", **half}, {"kind": "other", **half})) == "missing"


def test_a_grant_above_the_rate_or_above_the_limit_is_refused() -> None:
    paid = (partner(1, cost=Decimal(100), grant=Decimal(71)),)

    assert outcome('kind = "rate", max = "0.70"', paid) == "missing"
    assert outcome('kind = "rate", max = "0.71"', paid) == "met"
    assert outcome('kind = "total", of = "grant", max = "70"', paid) == "missing"
    assert outcome('kind = "total", of = "cost", min = "100"', paid) == "met"
    assert outcome('kind = "total", of = "cost", min = "250000"', paid) == "missing"


def test_money_that_is_already_too_much_is_too_much_whatever_is_not_told() -> None:
    check = 'kind = "total", of = "grant", max = "70"'

    assert outcome(check, (partner(1, grant=Decimal(71)), partner(2))) == "missing"
    assert outcome(check, (partner(1, grant=Decimal(10)), partner(2))) == "unknown"


def test_a_paper_is_there_is_not_or_nobody_said() -> None:
    check = 'kind = "documents", names = ["collaboration_agreement"]'

    assert outcome(check, ()) == "unknown"
    assert outcome(check, (), documents={"collaboration_agreement": True}) == "met"
    assert outcome(check, (), documents={"collaboration_agreement": False}) == "missing"


def test_rules_hold_only_between_their_days() -> None:
    rule_set = rules(APART)
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2030, 12, 31), date(2031, 1, 1)]
    found = [verdicts(rule_set, (), on=day)["validity"].outcome.value for day in days]

    assert found == ["missing", "met", "met", "missing"]


def test_a_person_has_to_read_what_no_program_can() -> None:
    assert outcome('kind = "read", subject = "topic_conditions"', ()) == "unknown"


def test_an_unknown_rule_set_is_refused_with_the_closest_names() -> None:
    with pytest.raises(UnknownRuleSet, match="horizon-europe-ria") as refusal:
        load_rule_set("horizon-europ-ria")

    assert refusal.value.code == "unknown_rule_set"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = 1 =", "cannot be read"),
        ('name = "other"', "calls itself"),
        ('name = "x"\ntitle = {it="a",en="b"}', "'validity_source' is missing"),
    ],
)
def test_a_rule_set_that_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(BadRuleSet, match=why):
        read_rule_set(text, "x")


@pytest.mark.parametrize(
    "check",
    [
        'kind = "spell"',
        'kind = "count", min = 1, who = { colours = ["red"] }',
        'kind = "count", min = 1, distinct_by = ["name"]',
        'kind = "count", max = 1, distinct_by = ["country", "control_group"]',
        'kind = "share", min = 0.1',
        'kind = "total", of = "time", min = "1"',
    ],
)
def test_a_check_outside_the_vocabulary_is_refused(check: str) -> None:
    with pytest.raises(BadRuleSet):
        rules(check)


kinds = st.sampled_from([None, "company", "sme", "large_company", "university"])
countries = st.sampled_from([None, "IT", "FR", "DE", "NO", "US", "CA"])
people = st.lists(st.fixed_dictionaries({"kind": kinds, "country": countries}), max_size=6)
checks = st.sampled_from(
    [
        THREE_COUNTRIES,
        ONE_SME,
        'kind = "count", max = 1, who = { kinds = ["sme"] }',
        'kind = "count", min = 2, max = 3, who = { countries = ["eu_member_states"] }',
        'kind = "count", max = 2, distinct_by = ["country"]',
    ]
)


@given(checks, people, st.data())
def test_learning_a_fact_never_turns_a_settled_verdict(
    check: str, facts: list[dict[str, str | None]], data: st.DataObject
) -> None:
    before = outcome(check, partners(*facts))
    learnt = [
        {
            "kind": f["kind"] or data.draw(st.sampled_from(["sme", "university"])),
            "country": f["country"] or data.draw(st.sampled_from(["IT", "US"])),
        }
        for f in facts
    ]

    assert before in {"unknown", outcome(check, partners(*learnt))}


@given(checks, people)
def test_nothing_known_of_anybody_never_meets_a_minimum(check: str, facts: list[dict[str, str]]) -> None:
    asks_for_some = "min" in check and check != THREE_COUNTRIES
    nobody_known = partners(*({"kind": None, "country": None} for _ in facts))

    assert not asks_for_some or outcome(check, nobody_known) != "met"


@given(checks, people, st.randoms())
def test_the_order_of_partners_does_not_matter(check: str, facts: list[dict[str, str]], random) -> None:
    there = list(partners(*facts))
    shuffled = random.sample(there, len(there))

    assert outcome(check, tuple(there)) == outcome(check, tuple(shuffled))


@given(st.lists(st.sampled_from(list(Outcome))))
def test_missing_beats_unknown_and_unknown_beats_met(outcomes: list[Outcome]) -> None:
    order = [Outcome.MET, Outcome.UNKNOWN, Outcome.MISSING]

    assert worst(outcomes) == max(outcomes, key=order.index, default=Outcome.MET)


def test_a_table_is_valid_while_a_declaration_is_open_but_not_while_a_choice_is() -> None:
    ria = load_rule_set("horizon-europe-ria")
    settled = verdicts(ria, from_countries("IT", "FR", "DE")).values()
    unsettled = verdicts(ria, from_countries("IT", "FR", None)).values()

    assert standing(list(settled)) is Outcome.UNKNOWN
    assert is_valid(list(settled))
    assert not is_valid(list(unsettled))


def test_there_is_a_rule_set_for_each_programme_promised() -> None:
    assert set(rule_set_names()) == {
        "eccp-cluster", "eic-pathfinder", "horizon-europe-csa", "horizon-europe-ia", "horizon-europe-ria",
        "interreg-central-europe", "interreg-euro-med-2", "por-fesr-1-2-2-2018", "pr-fesr-1-1-2",
    }  # fmt: skip
