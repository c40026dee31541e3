"""Rule sets in plain sentences, in the reader's language, honest about what was not checked again."""

from datetime import date

import pytest
from django.utils.translation import override

from convivio.calls.rule_sets import all_rule_sets, read_rules, rule_set_title
from convivio.engine.rules import rule_set_names


def test_every_rule_set_can_be_read() -> None:
    read = all_rule_sets()

    assert sorted(one.name for one in read) == list(rule_set_names())
    assert all(one.rules and one.title and one.held for one in read)
    assert all(rule.sentence and rule.source.title for one in read for rule in one.rules)


def test_each_language_has_its_own_words() -> None:
    with override("it"):
        italian = rule_set_title("horizon-europe-ria")
    with override("en"):
        english = rule_set_title("horizon-europe-ria")

    assert italian != english


def test_a_list_that_nobody_checked_again_leaves_its_rule_unchecked() -> None:
    rules = read_rules("horizon-europe-ria")

    assert rules is not None
    assert all(rule.is_checked for rule in rules.rules)
    assert rules.unchecked_count == 3
    assert [places.name for places in rules.places] == ["eu_member_states", "horizon_europe_associated"]


def test_a_rule_set_holds_on_its_days_both_ends_included() -> None:
    rules = read_rules("por-fesr-1-2-2-2018")

    assert rules is not None
    assert rules.holds_on(date(2018, 9, 10))
    assert rules.holds_on(date(2018, 10, 5))
    assert not rules.holds_on(date(2018, 10, 6))


@pytest.mark.parametrize("name", ["", "nothing", "../secret", "_places"])
def test_there_is_no_rule_set_of_another_name(name: str) -> None:
    assert read_rules(name) is None
