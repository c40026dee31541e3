from datetime import date
from decimal import Decimal

import pytest

from convivio.consortia.facts import facts_of
from convivio.consortia.tests.factories import laid_table, share
from convivio.consortia.verdicts import Judgement, RuleLine, judge, judge_all, judge_consortium, partners_in
from convivio.organisations.models import CompanyGroup, Kind, Organisation
from convivio.organisations.tests.factories import AccreditationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
POR = "por-fesr-1-2-2-2018"
RIA = "horizon-europe-ria"


def imported(**facts: str) -> Organisation:
    """Make a record as an import leaves it: no size, no accreditation, not even a region."""
    return OrganisationFactory.create(**{"kind": Kind.COMPANY, "size": "", "nuts": "", **facts})


def judged(rules: str, *pairs: tuple[Organisation, str]) -> Judgement:
    judgement = judge(rules, partners_in(pairs), on=date(2018, 9, 20))
    assert judgement is not None
    return judgement


def line(judgement: Judgement, rule: str) -> RuleLine:
    return next(one for one in judgement.lines if one.id == rule)


def test_an_imported_laboratory_is_not_taken_for_an_accredited_one() -> None:
    lead = imported(kind=Kind.LABORATORY, name="Laboratorio Ignoto")
    rule = line(judged(POR, (lead, "lead")), "accredited-lead")

    assert rule.verdict == "unsure"
    assert any("Laboratorio Ignoto" in sentence for sentence in rule.to_find_out)


def test_the_same_laboratory_meets_the_rule_once_its_accreditation_is_on_record() -> None:
    lead = imported(kind=Kind.LABORATORY)
    AccreditationFactory.create(organisation=lead, from_on=date(2016, 1, 1))

    assert line(judged(POR, (lead, "lead")), "accredited-lead").verdict == "met"


def test_an_accreditation_that_ended_is_missing_not_unknown() -> None:
    lead = imported(kind=Kind.LABORATORY)
    AccreditationFactory.create(organisation=lead, from_on=date(2014, 1, 1), until_on=date(2017, 12, 31))

    assert line(judged(POR, (lead, "lead")), "accredited-lead").verdict == "missing"


def test_a_company_without_a_region_is_not_taken_for_one_of_the_region() -> None:
    firms = [imported(name="Ditta Uno"), imported(name="Ditta Due")]
    rule = line(judged(POR, *((firm, "supporting_firm") for firm in firms)), "regional-firms")

    assert rule.verdict == "unsure"
    assert {"Ditta Uno", "Ditta Due"} <= {said.partition(":")[0] for said in rule.to_find_out}


def test_a_size_that_nobody_told_is_none_for_the_rules() -> None:
    unknown, small = imported(), OrganisationFactory.create(size="small")
    facts = facts_of([unknown, small])

    assert (facts[unknown.pk].size, facts[small.pk].size) == (None, "small")
    assert facts[unknown.pk].accreditations is None


def test_a_table_with_an_unknown_is_never_all_met() -> None:
    partners = [(imported(country=code), role) for code, role in
                (("IT", "lead"), ("FR", "beneficiary"), ("DE", "beneficiary"))]  # fmt: skip
    judgement = judge(RIA, partners_in(partners), on=date(2026, 11, 22))

    assert judgement is not None
    assert judgement.counts["missing"] == 0
    assert line(judgement, "independence").verdict == "unsure"
    assert line(judgement, "three-countries").verdict == "met"


def test_two_countries_are_too_few_and_somebody_is_missing() -> None:
    judgement = judged(RIA, (imported(country="IT"), "lead"), (imported(country="FR"), "beneficiary"))

    assert [one.id for one in judgement.missing_partners] == ["three-countries"]
    assert not judgement.valid


def test_missing_comes_before_unknown_and_unknown_before_met() -> None:
    order = [one.verdict for one in judged(POR, (imported(), "lead")).lines]

    assert order == sorted(order, key=("missing", "unsure", "met").index)
    assert {"missing", "unsure", "met"} <= set(order)


def test_every_line_has_a_source() -> None:
    assert all(one.source for one in judged(POR, (imported(), "lead")).lines)


def test_a_rule_that_was_not_read_again_says_so() -> None:
    rule = line(judged("pr-fesr-1-1-2", (imported(), "lead")), "call-dates")

    assert not rule.is_checked
    assert rule.checked


def test_without_rules_nothing_is_judged() -> None:
    assert judge("", []) is None


def test_a_cost_brings_the_grant_that_the_rules_allow() -> None:
    university, firm = imported(kind=Kind.UNIVERSITY), imported(kind=Kind.SME)
    shares = {university.pk: Decimal(100_000), firm.pk: Decimal(100_000)}
    partners = partners_in([(university, "lead"), (firm, "beneficiary")], shares)
    judgement = judge(POR, partners, on=date(2018, 9, 20))

    assert judgement is not None
    assert line(judgement, "rate-research").verdict == "met"
    assert line(judgement, "largest-grant").verdict == "met"
    assert "120" in line(judgement, "largest-grant").state


def test_costs_that_are_not_told_leave_the_grant_unknown() -> None:
    table, _by = laid_table(imported(kind=Kind.UNIVERSITY), imported(), rule_set=POR)
    share(table, "100000", None)
    judgement = judge_consortium(table, table.seats.all())

    assert judgement is not None
    assert line(judgement, "largest-grant").verdict == "unsure"


def test_whoever_is_not_paid_needs_no_cost() -> None:
    firm = imported(kind=Kind.SME)
    partners = partners_in([(imported(kind=Kind.UNIVERSITY), "lead"), (firm, "supporting_firm")])
    judgement = judge(POR, partners, on=date(2018, 9, 20))

    assert judgement is not None
    assert not any(firm.name in said for said in line(judgement, "largest-grant").to_find_out)


@pytest.mark.parametrize("count", [1, 5])
def test_many_tables_are_judged_with_one_question_to_the_database(
    django_assert_num_queries: object, count: int
) -> None:
    tables = [laid_table(imported(), imported())[0] for _ in range(count)]
    seats = {table: list(table.seats.select_related("organisation")) for table in tables}

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(judge_all(seats)) == count


def test_companies_of_one_group_are_not_independent_and_a_group_that_nobody_told_is_unknown() -> None:
    one, other = (CompanyGroup.objects.create(name=name) for name in ("Gruppo Secchia", "Gruppo Panaro"))
    together, apart = (
        [OrganisationFactory.create(country=code, company_group=group) for code, group in pairs]
        for pairs in (
            (("IT", one), ("FR", one), ("DE", one)),
            (("IT", one), ("FR", other), ("DE", CompanyGroup.objects.create(name="Gruppo Reno"))),
        )
    )
    untold = [imported(country=code) for code in ("IT", "FR", "DE")]

    said = [
        {line_.id: line_.verdict for line_ in judged(RIA, *((body, "beneficiary") for body in bodies)).lines}
        for bodies in (together, apart, untold)
    ]

    assert "missing" in {said[0][rule] for rule in said[0] if said[1][rule] == "met"}
    assert "unsure" in {said[2][rule] for rule in said[2] if said[1][rule] == "met"}
