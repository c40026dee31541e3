import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convivio.engine.compose import compose
from convivio.engine.compose_export import as_data
from convivio.engine.compose_greedy import greedy
from convivio.engine.compose_program import program
from convivio.engine.compose_search import seated
from convivio.engine.compose_solver import session
from convivio.engine.compose_values import Candidate, ChangeKind, Feasibility, Weights
from convivio.engine.errors import BadWish
from convivio.engine.rules import evaluate, is_valid, load_rule_set
from convivio.engine.rules_values import Consortium
from convivio.engine.tests.compose_making import (
    RIA,
    best_by_trying,
    candidate,
    composed,
    from_,
    posed,
    wish,
)
from convivio.engine.tests.rules_making import NETWORK, TODAY, rules

POR = load_rule_set("por-fesr-1-2-2-2018")
LEAD = candidate(0, kind="laboratory", country="IT", nuts="ITH55", accreditations=NETWORK)


def laboratories(number: int, first: int = 1, **facts: Any) -> list[Candidate]:
    facts = {"accreditations": NETWORK, **facts}
    return [candidate(first + n, kind="laboratory", country="IT", **facts) for n in range(number)]


def firms(number: int, first: int = 50) -> list[Candidate]:
    return [candidate(first + n, kind="sme", country="IT", nuts="ITH54") for n in range(number)]


def test_the_most_relevant_who_satisfy_the_rules_get_the_seats() -> None:
    table = composed(from_("IT", "IT", "IT", "FR", "DE"), seats=4)

    assert table.valid
    assert table.proven
    assert table.keys == ("organisation:0", "organisation:1", "organisation:4", "organisation:5")


def test_a_partner_who_covers_what_nobody_else_does_beats_a_more_relevant_one() -> None:
    plain = [candidate(n, 0.9, country=c, covers={"a": 1.0}) for n, c in enumerate(["FR", "DE", "ES"], 1)]
    rare = candidate(9, 0.2, country="PT", covers={"b": 1.0})
    table = composed([*plain, rare], seats=3, aspects={"a": 1.0, "b": 1.0})

    assert "organisation:9" in table.keys
    assert table.coverage == {"a": 1.0, "b": 1.0}


def test_who_worked_with_the_lead_is_preferred_among_equals() -> None:
    strangers = [candidate(n, country=c) for n, c in enumerate(["FR", "DE"], 1)]
    friend = candidate(3, country="DE", familiarity=1.0)

    assert "organisation:3" in composed([*strangers, friend], seats=3).keys


def test_newcomers_can_be_given_exposure() -> None:
    known = [candidate(n, country=c) for n, c in enumerate(["FR", "DE"], 1)]
    new = candidate(3, country="DE", newcomer=True)
    table = composed([*known, new], seats=3, weights=Weights(newcomer=0.1))

    assert "organisation:3" in table.keys


def test_who_is_picked_sits_and_who_is_excluded_does_not() -> None:
    table = composed(
        [*from_("FR", "DE", "ES"), candidate(9, 0.0, country="PT")],
        seats=3,
        picked={"organisation:9": ""},
        excluded=frozenset({"organisation:1"}),
    )

    assert table.valid
    assert table.keys == ("organisation:0", "organisation:2", "organisation:9")


def test_two_of_whom_the_country_is_not_known_are_not_two_countries() -> None:
    rule_set = load_rule_set("interreg-central-europe")
    table = composed([candidate(1, 1.0), candidate(2, 1.0), *from_("DE", "PL", first=3)], rule_set, seats=3)

    assert table.valid
    assert table.keys == ("organisation:0", "organisation:3", "organisation:4")


def test_one_of_whom_the_country_is_not_known_does_not_make_the_rule_hold() -> None:
    table = composed([candidate(1, 1.0), *from_("FR", "DE", first=2)], seats=3)

    assert table.valid
    assert table.keys == ("organisation:0", "organisation:2", "organisation:3")


def test_a_picked_partner_may_be_unknown_and_then_the_rules_say_what_to_find_out() -> None:
    table = composed([candidate(1), *from_("FR", first=2)], seats=3, picked={"organisation:1": ""})
    rule = next(verdict for verdict in table.verdicts if verdict.rule.id == "three-countries")

    assert not table.valid
    assert rule.outcome == "unknown"
    assert [(u.subject, u.attribute) for u in rule.unknowns] == [("organisation:1", "country")]
    assert [change.kind for change in table.changes][:1] == [ChangeKind.FIND_OUT]


def test_laboratories_and_firms_take_the_roles_of_the_regional_call() -> None:
    table = composed([*laboratories(6), *firms(4)], POR, lead=LEAD, seats=7)
    roles = sorted(seat.partner.role for seat in table.seats)

    assert table.valid
    assert roles == ["beneficiary"] * 4 + ["lead"] + ["supporting_firm"] * 2


def test_imported_laboratories_without_accreditation_are_named_to_be_asked() -> None:
    unknown = laboratories(4, accreditations=None)
    table = composed([*unknown, *firms(2)], POR, lead=LEAD, seats=5)

    assert not table.valid
    assert table.feasibility is Feasibility.IMPOSSIBLE
    assert table.changes[0].kind is ChangeKind.FIND_OUT
    assert len(table.changes[0].subjects) == 1
    assert "Rete Alta Tecnologia" in table.changes[0].sentence.say("it")


def test_a_seat_for_which_there_is_nobody_stays_empty_and_is_said() -> None:
    table = composed(from_("FR", "DE"), seats=6)

    assert table.valid
    assert table.empty_seats == 3
    assert [missing.what for missing in table.missing] == ["seat"] * 3


def test_too_few_countries_say_how_many_are_lacking_and_give_the_nearest_table() -> None:
    table = composed(from_("IT", "FR"), seats=4)

    assert table.feasibility is Feasibility.IMPOSSIBLE
    assert not table.valid
    assert [(change.kind, change.number) for change in table.changes] == [(ChangeKind.ADD, 1)]
    assert table.changes[0].rule_ids == ("three-countries", "independence")
    assert {"organisation:0", "organisation:2"} <= set(table.keys)


def test_too_few_seats_say_how_many_are_needed() -> None:
    table = composed(from_("FR", "DE"), seats=2)

    assert not table.valid
    assert (table.changes[0].kind, table.changes[0].number) == (ChangeKind.SEATS, 1)
    assert table.changes[0].sentence.say("en") == "3 seats are needed in all."


def test_a_lead_without_what_its_rule_asks_cannot_be_mended_by_adding_partners() -> None:
    lead = candidate(0, kind="laboratory", country="IT", accreditations=())
    table = composed([*laboratories(4), *firms(2)], POR, lead=lead, seats=6)

    assert [change.kind for change in table.changes] == [ChangeKind.LEAD]
    assert "High Technology Network" in table.changes[0].sentence.say("en")


def test_more_picks_than_a_rule_admits_say_so() -> None:
    people = laboratories(6)
    picked = {person.key: "beneficiary" for person in people}
    table = composed([*people, *firms(2)], POR, lead=LEAD, seats=9, picked=picked)

    assert not table.valid
    assert (ChangeKind.RELAX, ("three-to-five",), 2) in {
        (c.kind, c.rule_ids, c.number) for c in table.changes
    }


def test_the_alternatives_of_a_seat_keep_the_rules() -> None:
    table = composed(from_("FR", "DE", "ES", "FR", "IT"), seats=3)
    seat = next(seat for seat in table.seats if seat.partner.key == "organisation:2")

    assert [a.candidate.key for a in seat.alternatives] == ["organisation:3"]
    assert seat.alternatives[0].loss == pytest.approx(0.01)


def test_why_a_partner_says_which_rule_and_which_aspect_would_be_lost() -> None:
    people = [candidate(1, country="FR", covers={"a": 1.0}), candidate(2, country="DE")]
    table = composed(people, seats=3, aspects={"a": 1.0})
    reasons = next(seat.why for seat in table.seats if seat.partner.key == "organisation:1")

    assert reasons.aspects_lost == ("a",)
    assert "three-countries" in reasons.rules_lost
    assert reasons.sentences[0].say("it") == "Resterebbe scoperto: a."


def test_the_proven_loss_of_a_partner_is_the_difference_to_the_best_table_without() -> None:
    people = from_("FR", "DE", "ES", "PT")
    table = composed(people, seats=3, reason_seconds=60.0)
    seat = table.seats[1]
    without = composed(people, seats=3, excluded=frozenset({seat.partner.key}))

    assert seat.why.is_proven
    assert seat.why.loss == pytest.approx(table.score - without.score)


def test_nobody_else_completes_the_table_when_everybody_is_needed() -> None:
    table = composed(from_("FR", "DE"), seats=3, reason_seconds=60.0)

    assert [seat.why.loss for seat in table.seats[1:]] == [None, None]
    assert all(seat.why.is_proven for seat in table.seats[1:])


def test_two_under_one_control_do_not_both_count() -> None:
    people = [
        candidate(1, 0.9, country="FR", control_group="g"),
        candidate(2, 0.9, country="DE", control_group="g"),
        candidate(3, 0.1, country="ES", control_group="h"),
    ]
    lead = candidate(0, country="IT", control_group="own")
    table = composed(people, lead=lead, seats=3)

    assert table.valid
    assert "organisation:3" in table.keys


def test_the_order_of_candidates_and_doubles_among_them_change_nothing() -> None:
    people = from_("FR", "DE", "ES", "IT", "PT", "FR")
    there, back = composed(people), composed([*people[::-1], people[2]])

    assert there.keys == back.keys
    assert there.score == back.score


@pytest.mark.parametrize("seats", [0, -1, 1000])
def test_a_table_without_seats_or_with_a_thousand_is_refused(seats: int) -> None:
    with pytest.raises(BadWish):
        composed(from_("FR"), seats=seats)


def test_a_stranger_cannot_be_picked_and_the_lead_cannot_be_excluded() -> None:
    with pytest.raises(BadWish, match="not candidates"):
        composed(from_("FR"), picked={"organisation:77": ""})
    with pytest.raises(BadWish, match="also excluded"):
        composed(from_("FR"), excluded=frozenset({"organisation:0"}))


def test_no_candidates_and_no_need_give_the_lead_alone_and_what_is_missing() -> None:
    table = composed([], seats=3)

    assert table.keys == ("organisation:0",)
    assert not table.valid
    assert table.changes


def test_a_table_is_written_as_data_in_both_languages() -> None:
    table = composed(from_("FR", "DE"), seats=3, budget_eur=Decimal(100))
    told = json.loads(json.dumps(as_data(table)))

    assert told["proven"] is True
    assert told["seats"][0]["key"] == "organisation:0"
    assert {rule["id"] for rule in told["rules"]} >= {"three-countries", "independence"}
    assert told["rules"][1]["reason"]["it"].startswith("Contano in 3")
    assert told["rules"][1]["source"]["url"].startswith("https://")


countries = st.sampled_from([None, "IT", "FR", "DE", "NO", "US"])
levels = st.sampled_from([0.0, 0.3, 0.7, 1.0])
groups = st.sampled_from([None, "g", "h"])
kinds = st.sampled_from([None, "laboratory", "sme", "company"])
brought = st.dictionaries(st.sampled_from("abc"), levels, max_size=3)


@st.composite
def pools(draw: st.DrawFn) -> list[Candidate]:
    return [
        candidate(
            number,
            draw(levels),
            country=draw(countries),
            kind=draw(kinds),
            control_group=draw(groups),
            covers=draw(brought),
            familiarity=draw(levels),
        )
        for number in range(1, 1 + draw(st.integers(0, 6)))
    ]


SOME_RULES = {
    "ria": RIA,
    "roles": rules(
        'kind = "count", min = 1, max = 2, who = { roles = ["supporting_firm"], kinds = ["sme"] }\n'
        'kind = "count", max = 1, who = { kinds = ["company"] }',
        '[[role]]\ncode = "lead"\ntitle = { it = "c", en = "l" }\n'
        '[[role]]\ncode = "beneficiary"\ntitle = { it = "b", en = "b" }\n'
        '[[role]]\ncode = "supporting_firm"\ntitle = { it = "i", en = "f" }\nkinds = ["sme", "company"]\n',
    ),
    "countries": rules('kind = "count", min = 3, distinct_by = ["country"]'),
    "apart": rules('kind = "independent"\nkind = "count", max = 2, distinct_by = ["country"]'),
}
rule_names = st.sampled_from(sorted(SOME_RULES))
NEED = {"a": 1.0, "b": 2.0, "c": 1.0}


@settings(deadline=None, max_examples=60)
@given(pools(), rule_names, st.integers(1, 4))
def test_a_proven_table_is_the_best_of_all_tables(people: list[Candidate], named: str, seats: int) -> None:
    table = composed(people, SOME_RULES[named], seats=seats, aspects=NEED)
    best = best_by_trying(people, SOME_RULES[named], wish(seats=seats, aspects=NEED))

    assert table.proven
    assert (best is None) == (table.feasibility is Feasibility.IMPOSSIBLE)
    assert best is None or table.score == pytest.approx(best, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(pools(), rule_names, st.integers(1, 5))
def test_the_program_and_the_table_agree_on_the_score(
    people: list[Candidate], named: str, seats: int
) -> None:
    whole = posed(people, SOME_RULES[named], wish(seats=seats, aspects=NEED))
    built = program(whole)
    with session(built.model, seconds=60) as lent:
        assert lent is not None
        answer = lent.solve(built.all_closed(), seconds=60)

    values = answer.x or []
    told = sum(cost * value for cost, value in zip(built.model.cost, values, strict=False))
    assert -told == pytest.approx(whole.score(seated(whole, answer)), abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(pools(), rule_names, st.integers(1, 5))
def test_the_instant_table_is_never_better_than_the_proven_one(
    people: list[Candidate], named: str, seats: int
) -> None:
    whole = posed(people, SOME_RULES[named], wish(seats=seats, aspects=NEED))
    instant = greedy(whole)
    table = composed(people, SOME_RULES[named], seats=seats, aspects=NEED)

    assert whole.shortfall(instant) > 0 or whole.score(instant) <= table.score + 1e-6


@settings(deadline=None, max_examples=60)
@given(pools(), rule_names, st.integers(1, 5))
def test_a_possible_table_satisfies_the_rules_and_an_impossible_one_says_what_would_help(
    people: list[Candidate], named: str, seats: int
) -> None:
    table = composed(people, SOME_RULES[named], seats=seats, aspects=NEED)
    verdicts = evaluate(SOME_RULES[named], Consortium(tuple(s.partner for s in table.seats)), on=TODAY)

    assert table.valid == is_valid(verdicts)
    assert len(set(table.keys)) == len(table.keys)
    if table.feasibility is Feasibility.POSSIBLE:
        assert not any(v.outcome == "missing" for v in verdicts)
        assert len(table.seats) <= seats
    else:
        assert table.changes
        assert len(table.seats) <= seats


@settings(deadline=None, max_examples=40)
@given(pools(), rule_names, st.randoms())
def test_shuffled_candidates_give_the_same_table(people: list[Candidate], named: str, random) -> None:
    shuffled = random.sample(people, len(people))

    assert composed(people, SOME_RULES[named]).keys == composed(shuffled, SOME_RULES[named]).keys


@settings(deadline=None, max_examples=40)
@given(pools(), rule_names)
def test_every_alternative_leaves_the_rules_as_they_are(people: list[Candidate], named: str) -> None:
    table = composed(people, SOME_RULES[named], aspects=NEED)
    for seat in table.seats:
        for alternative in seat.alternatives:
            others = frozenset(c.key for c in people) - set(table.keys) - {alternative.candidate.key}
            picked = {s.partner.key: s.partner.role for s in table.seats[1:] if s is not seat}
            changed = composed(
                people,
                SOME_RULES[named],
                seats=len(table.seats),
                aspects=NEED,
                picked={**picked, alternative.candidate.key: seat.partner.role},
                excluded=others | {seat.partner.key},
            )
            assert changed.feasibility is table.feasibility
            assert alternative.loss == pytest.approx(table.score - changed.score, abs=1e-6)


def test_many_candidates_are_cut_to_a_shortlist_that_keeps_what_the_rules_need() -> None:
    crowd = [candidate(n, 0.9, country="IT") for n in range(1, 3000)]
    rare = [candidate(5000 + n, 0.0, country=c) for n, c in enumerate(["FR", "DE"])]
    table = compose([*crowd, *rare], RIA, wish(seats=5))

    assert table.valid
    assert table.shortlisted < 400
    assert {"organisation:5000", "organisation:5001"} <= set(table.keys)
