from datetime import date
from typing import Any

import pytest

from convivio.engine.compose_table import counting_checks
from convivio.engine.errors import UnknownRuleSet
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_values import Outcome
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import BadInput
from convivio.matching import candidates
from convivio.matching.answering import Wanted
from convivio.matching.composed_data import as_data, reasons_of
from convivio.matching.composing import ComposedTable, TableWanted, compose_table
from convivio.matching.tests.factories import SENSORS, Region, one_more, region
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import AccreditationFactory, OrganisationFactory
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db

RIA, POR = "horizon-europe-ria", "por-fesr-1-2-2-2018"


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


def compose(lead: Organisation | None, rule_set: str = RIA, **unusual: Any) -> ComposedTable:
    need = Wanted(text=unusual.pop("text", SENSORS), lead=lead)
    asked: dict[str, Any] = {"rule_set": rule_set, "seats": 4, "on": date(2026, 11, 22)} | unusual
    return compose_table(TableWanted(need=need, **asked), ANYONE)


def names(table: ComposedTable) -> list[str]:
    return [table.organisations[seat.partner.key].name for seat in table.composition.seats]


def test_a_table_satisfies_the_rules_and_is_proven_best(here: Region) -> None:
    one_more("Sensoren Dritte", country="DE", pic="999000005")

    table = compose(here.lead).composition

    assert (table.proven, table.gap, table.valid) == (True, 0, True)
    assert {seat.partner.organisation.country for seat in table.seats} >= {"IT", "FR", "DE"}


def test_whoever_does_another_thing_is_not_seated_to_please_the_rules(here: Region) -> None:
    assert here.other.name not in names(compose(here.lead))


def test_where_nobody_fits_the_smallest_change_is_named(here: Region) -> None:
    table = compose(here.lead).composition

    assert not table.valid
    assert "three-countries" in {one.subject for one in table.missing}
    assert [(change.kind, change.number) for change in table.changes] == [("add", 1)]


def test_those_who_were_picked_stay_whatever_they_bring(here: Region) -> None:
    table = compose(here.lead, picked={here.other: "", here.known: ""})

    assert {here.lead.name, here.other.name, here.known.name} <= set(names(table))


def test_whoever_is_excluded_never_sits(here: Region) -> None:
    assert here.new.name in names(compose(here.lead))
    assert here.new.name not in names(compose(here.lead, excluded=(here.new,)))


def test_what_nobody_knows_never_counts_as_met(here: Region) -> None:
    unknown = compose(here.lead, POR).composition.verdicts
    laboratory = here.lead
    Organisation.objects.filter(pk=laboratory.pk).update(kind="laboratory", nuts="ITH55")
    laboratory.refresh_from_db()
    AccreditationFactory.create(organisation=laboratory)
    known = compose(laboratory, POR).composition.verdicts

    def met(verdicts: Any) -> set[str]:
        asks = {rule.id for rule in load_rule_set(POR).rules if _asks_accreditation(rule)}
        return {one.rule.id for one in verdicts if one.outcome is Outcome.MET} & asks

    assert met(unknown) == set()
    assert met(known)


def _asks_accreditation(rule: Any) -> bool:
    return any(check.who.accredited for check in counting_checks(rule.check))


def test_a_partner_in_a_region_that_rules_name_is_found_among_many_better_ones(
    here: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEST", "OF_EACH_KIND", "OF_EACH_COUNTRY"):
        monkeypatch.setattr(candidates, name, 0)

    inside, anywhere = compose(here.lead, POR), compose(here.lead, RIA)

    assert {one.name for one in inside.organisations.values()} == {here.lead.name, here.known.name}
    assert {one.name for one in anywhere.organisations.values()} == {here.lead.name}


@pytest.mark.parametrize(
    ("unusual", "said"),
    [
        ({"seats": 1}, "da 2 a 40 posti"),
        ({"seats": 41}, "da 2 a 40 posti"),
        ({"text": "   "}, "basta una frase"),
    ],
)
def test_what_cannot_be_composed_is_refused_in_a_sentence(
    here: Region, unusual: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        compose(here.lead, **unusual)


def test_rules_that_nobody_wrote_are_named(here: Region) -> None:
    with pytest.raises(UnknownRuleSet, match="no-such-rules"):
        compose(here.lead, "no-such-rules")


@pytest.mark.usefixtures("here")
def test_without_a_lead_there_is_no_table() -> None:
    with pytest.raises(BadInput, match="chi guida"):
        compose(None)


def test_a_lead_without_a_word_on_record_may_still_lead(here: Region) -> None:
    silent = OrganisationFactory.create(name="Silente", country="EL", description={})
    rebuild_index()

    assert names(compose(silent))[0] == "Silente"
    assert here.new.name in names(compose(silent))


def test_reasons_are_kept_for_everybody_who_sits_and_has_some(here: Region) -> None:
    kept = reasons_of(compose(here.lead), ANYONE)

    assert any("AILLEURS" in str(said["text"]) for said in kept[here.new.key])
    assert all(said["evidence"] for said in kept[here.new.key])


def test_hidden_organisations_are_never_seated(here: Region) -> None:
    Organisation.objects.filter(pk=here.new.pk).update(visibility="private", audience=here.new.key)

    assert here.new.name not in names(compose(here.lead))
    assert here.new.name not in str(as_data(compose(here.lead), ANYONE))
