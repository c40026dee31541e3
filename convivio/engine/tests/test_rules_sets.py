"""What each rule set that comes with us says of tables one can check by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from convivio.engine.rules import choose_rule_set, is_valid, load_rule_set, rule_set_names
from convivio.engine.rules_model import SettledBy
from convivio.engine.rules_reading import place_sets
from convivio.engine.tests.rules_making import NETWORK, from_countries, partner, partners, verdicts

LABORATORY: dict[str, Any] = {
    "kind": "laboratory",
    "country": "IT",
    "nuts": "ITH55",
    "accreditations": NETWORK,
}
FIRM: dict[str, Any] = {
    "kind": "sme",
    "country": "IT",
    "nuts": "ITH52",
    "role": "supporting_firm",
    "funded": False,
}


@pytest.mark.parametrize("name", rule_set_names())
def test_every_rule_speaks_both_languages_and_says_where_it_was_read(name: str) -> None:
    for rule in load_rule_set(name).rules:
        assert rule.sentence.it != rule.sentence.en
        assert rule.source.title
        assert not rule.checked or rule.source.url


@pytest.mark.parametrize("name", rule_set_names())
def test_every_verdict_can_be_said_in_both_languages(name: str) -> None:
    people = (*from_countries("IT", "FR", None, "CA"), partner(9, kind="company"))
    for verdict in verdicts(load_rule_set(name), people).values():
        for sentence in (verdict.reason, *verdict.to_find_out()):
            assert sentence.say("it") != sentence.say("en")


def test_a_ria_wants_three_countries_one_of_them_in_the_union() -> None:
    ria = load_rule_set("horizon-europe-ria")
    told = {
        countries: is_valid(list(verdicts(ria, from_countries(*countries)).values()))
        for countries in [("IT", "FR", "DE"), ("NO", "UK", "IS"), ("IT", "FR", "US"), ("IT", "UK", "CH")]
    }

    assert list(told.values()) == [True, False, False, True]


def test_three_under_one_control_do_not_make_a_ria() -> None:
    people = partners(*({"country": c, "control_group": "one"} for c in ("IT", "FR", "DE")))

    assert verdicts(load_rule_set("horizon-europe-ria"), people)["independence"].outcome == "missing"


def test_associated_partners_do_not_count_towards_a_ria() -> None:
    people = partners({"country": "IT"}, {"country": "FR"}, {"country": "DE", "role": "associated"})

    assert verdicts(load_rule_set("horizon-europe-ria"), people)["three-countries"].outcome == "missing"


def test_one_entity_is_enough_for_a_csa_and_the_rule_says_it_was_not_read_again() -> None:
    rule = verdicts(load_rule_set("horizon-europe-csa"), from_countries("IT"))["one-entity"]

    assert rule.is_met
    assert not rule.rule.checked


def test_three_laboratories_and_two_regional_firms_make_the_regional_call_of_2018() -> None:
    table = (*partners(*[LABORATORY] * 3), partner(7, **FIRM), partner(8, **FIRM))
    found = verdicts(load_rule_set("por-fesr-1-2-2-2018"), table, on=date(2018, 9, 20))

    assert is_valid(list(found.values()))
    assert found["validity"].is_met


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({0: {"accreditations": ()}}, "accredited-lead"),
        ({1: {"accreditations": ()}, 2: {"accreditations": ()}}, "accredited-laboratories"),
        ({3: {"nuts": "ITC4"}}, "regional-firms"),
        ({0: {"cost": Decimal(2_000_000), "grant": Decimal(800_001)}}, "largest-grant"),
        ({0: {"cost": Decimal(100), "grant": Decimal(71)}}, "rate-research"),
    ],
)
def test_each_rule_of_the_regional_call_can_be_missed(change: dict[int, dict[str, Any]], rule: str) -> None:
    facts = [LABORATORY, LABORATORY, LABORATORY, FIRM, FIRM]
    table = partners(*({**told, **change.get(n, {})} for n, told in enumerate(facts)))
    found = verdicts(load_rule_set("por-fesr-1-2-2-2018"), table, on=date(2018, 9, 20))

    assert [name for name, verdict in found.items() if verdict.outcome == "missing"] == [rule]


def test_six_in_the_temporary_association_are_one_too_many() -> None:
    found = verdicts(load_rule_set("pr-fesr-1-1-2"), partners(*[LABORATORY] * 6))

    assert found["three-to-five"].outcome == "missing"
    assert found["collaboration-agreement"].outcome == "unknown"


def test_what_a_list_would_tell_that_nobody_has_read_is_unknown() -> None:
    found = verdicts(load_rule_set("interreg-central-europe"), from_countries("IT", "DE", "PL"))

    assert found["programme-regions"].outcome == "unknown"
    assert {u.attribute for u in found["programme-regions"].unknowns} == {"set:central_regions"}


def test_euro_med_wants_five_countries_of_its_area() -> None:
    euro_med = load_rule_set("interreg-euro-med-2")

    assert verdicts(euro_med, from_countries("IT", "FR", "ES", "EL", "AL"))["five-countries"].is_met
    assert not verdicts(euro_med, from_countries("IT", "FR", "ES", "EL", "DE"))["five-countries"].is_met


def test_a_cluster_of_fifteen_of_two_types_is_one_for_the_european_platform() -> None:
    kinds = ["sme"] * 10 + ["university"] * 5
    table = partners(*({"kind": kind, "role": "member"} for kind in kinds))
    facts = {"team_fte": Decimal("0.5"), "english_site": True}
    found = verdicts(load_rule_set("eccp-cluster"), table, facts=facts)

    assert [name for name, verdict in found.items() if not verdict.is_met] == ["validity"]
    assert not verdicts(load_rule_set("eccp-cluster"), table[1:], facts=facts)["members"].is_met


def test_an_official_programme_waives_what_the_european_platform_asks() -> None:
    facts = {"official_cluster_programme": True}

    assert verdicts(load_rule_set("eccp-cluster"), (), facts=facts)["members"].is_met


@pytest.mark.parametrize(
    ("action", "programme", "name"),
    [
        ("HORIZON  Research and Innovation Actions", "Horizon Europe (HORIZON)", "horizon-europe-ria"),
        ("HORIZON JU Innovation Actions", "", "horizon-europe-ia"),
        ("HORIZON-CSA", "", "horizon-europe-csa"),
        ("HORIZON-JU-RIA", "", "horizon-europe-ria"),
        ("HORIZON EIC Grants", "", None),
        ("HORIZON-EIC-ACC-BF", "", None),
        ("LIFE Project Grants", "Programme for the Environment and Climate Action (LIFE)", None),
        ("", "Interreg Euro-MED", "interreg-euro-med-2"),
        ("", "", None),
    ],
)
def test_the_portals_words_lead_to_a_rule_set_or_to_none(
    action: str, programme: str, name: str | None
) -> None:
    assert choose_rule_set(action, programme) == name


def test_a_list_of_places_says_its_day_and_the_list_of_associated_countries_that_it_was_not_read_again() -> (
    None
):
    assert len(place_sets()["eu_member_states"].members) == 27
    assert all(places.as_of or not places.listed for places in place_sets().values())
    assert not place_sets()["horizon_europe_associated"].checked


def test_what_no_choice_of_partners_settles_is_marked_so() -> None:
    por = load_rule_set("por-fesr-1-2-2-2018")

    assert por.rule("largest-grant").settled_by is SettledBy.BUDGET
    assert por.rule("accredited-lead").settled_by is SettledBy.CHOICE
