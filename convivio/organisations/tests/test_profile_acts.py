from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import OfficeFactory, coordinator
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.organisations.accreditations.granting import end_accreditation, grant_accreditation
from convivio.organisations.accreditations.standing import with_standing
from convivio.organisations.editing.freshness import confirm_part, old_parts
from convivio.organisations.editing.particulars import change_particulars, particulars_of
from convivio.organisations.editing.placing import change_belonging, release_unit
from convivio.organisations.editing.sites import add_site, change_site, remove_site
from convivio.organisations.errors import (
    AccreditationHasEnded,
    NumberHasASource,
    NumberIsTaken,
    ProfileChangedMeanwhile,
    WouldBePartOfItself,
)
from convivio.organisations.models import Accreditation, Confirmation, Identifier, LikelyDouble, Organisation
from convivio.organisations.numbers.keeping import add_number, remove_number
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    IdentifierFactory,
    OrganisationFactory,
    editor_of,
    member_of,
)
from convivio.people.acting import Acting
from convivio.people.tests.factories import acting
from convivio.search.models import Change
from convivio.sources.readings import Origin, reading_of

pytestmark = pytest.mark.django_db

VAT = "01234567897"
PLACE = {"name": "Reparto prove", "street": "", "postcode": "", "city": "Medolla", "country": "IT",
         "nuts": "ITH54", "latitude": None, "longitude": None}  # fmt: skip


def with_editor(**named: Any) -> tuple[Organisation, Acting]:
    organisation = OrganisationFactory.create(**named)
    return organisation, acting(editor_of(organisation))


def test_a_number_is_written_down_confirmed_traced_and_found() -> None:
    organisation, editor = with_editor()

    add_number(organisation, "vat", VAT, by=editor)

    assert organisation.identifiers.get().value == f"IT{VAT}"
    assert Confirmation.objects.get(part="identifiers").on == localdate()
    assert Trace.objects.get(verb="number.added").facts["value"] == f"IT{VAT}"
    assert Change.objects.filter(key=organisation.key).exists()


def test_who_may_not_edit_writes_down_nothing() -> None:
    organisation = OrganisationFactory.create()
    reader = acting(member_of(organisation))
    number = IdentifierFactory.create(organisation=organisation)

    with pytest.raises(NotAllowed):
        add_number(organisation, "vat", VAT, by=reader)
    with pytest.raises(NotAllowed):
        remove_number(number, by=reader)
    with pytest.raises(NotAllowed):
        add_site(organisation, PLACE, by=reader)
    with pytest.raises(NotAllowed):
        change_belonging(organisation, part_of=None, hosted_by=None, group="Gruppo", by=reader)
    with pytest.raises(NotAllowed):
        confirm_part(organisation, "identifiers", by=reader)

    assert not Trace.objects.exists()


def test_a_pic_of_another_body_is_refused_by_its_name_or_without_when_it_is_hidden() -> None:
    organisation, editor = with_editor()
    theirs = IdentifierFactory.create(organisation__name="Ossalume")
    hidden = IdentifierFactory.create(organisation__name="Nascosta", organisation__only_for_members=True)

    with pytest.raises(NumberIsTaken, match="Ossalume"):
        add_number(organisation, "pic", theirs.value, by=editor)
    with pytest.raises(NumberIsTaken) as refused:
        add_number(organisation, "pic", hidden.value, by=editor)

    assert "Nascosta" not in refused.value.message


def test_a_shared_vat_number_flags_a_likely_double_unless_one_is_part_of_the_other() -> None:
    whole = IdentifierFactory.create(scheme="vat", value=f"IT{VAT}").organisation
    stranger, editor = with_editor()
    unit, other_editor = with_editor(part_of=whole)

    add_number(stranger, "vat", VAT, by=editor)
    Identifier.objects.filter(organisation=stranger).delete()
    add_number(unit, "vat", VAT, by=other_editor)

    assert [(one.first, one.second) for one in LikelyDouble.objects.all()] == [(whole, stranger)]


def test_the_same_number_is_not_written_down_twice() -> None:
    organisation, editor = with_editor()
    add_number(organisation, "vat", VAT, by=editor)

    with pytest.raises(NumberIsTaken):
        add_number(organisation, "vat", f"IT {VAT}", by=editor)


def test_a_number_of_a_public_source_stays() -> None:
    organisation, editor = with_editor()
    reading = reading_of(Origin("cordis", "CORDIS projects", "European Commission"))
    number = IdentifierFactory.create(organisation=organisation, reading=reading)

    with pytest.raises(NumberHasASource, match="CORDIS projects"):
        remove_number(number, by=editor)

    remove_number(IdentifierFactory.create(organisation=organisation), by=editor)
    assert organisation.identifiers.get() == number


def test_facts_change_are_traced_by_name_and_a_stale_version_is_refused() -> None:
    organisation, editor = with_editor()
    before = particulars_of(organisation)
    after = type(before)(**{**{name: getattr(before, name) for name in before.__slots__}, "city": "Carpi"})

    change_particulars(organisation, after, seen=before.digest, by=editor)

    assert Trace.objects.get().facts == {"parts": ["city"]}
    with pytest.raises(ProfileChangedMeanwhile):
        change_particulars(organisation, before, seen=before.digest, by=editor)


def test_who_may_not_edit_changes_no_fact() -> None:
    organisation = OrganisationFactory.create(city="Carpi")
    now = particulars_of(organisation)

    with pytest.raises(NotAllowed):
        change_particulars(
            organisation, replace(now, city="Medolla"), seen=now.digest, by=acting(member_of(organisation))
        )
    assert Organisation.objects.get(pk=organisation.pk).city == "Carpi"


def test_a_place_comes_changes_and_goes_leaving_what_it_takes_to_put_it_back() -> None:
    organisation, editor = with_editor()

    site = add_site(organisation, PLACE, by=editor)
    change_site(site, {**PLACE, "city": "Mirandola"}, by=editor)
    said = remove_site(site, by=editor)

    assert said == {**PLACE, "city": "Mirandola"}
    verbs = list(Trace.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["site.added", "site.changed", "site.removed"]


def test_a_unit_of_itself_or_of_its_own_unit_is_refused() -> None:
    whole, editor = with_editor()
    unit = OrganisationFactory.create(part_of=whole)

    for above in (whole, unit):
        with pytest.raises(WouldBePartOfItself):
            change_belonging(whole, part_of=above, hosted_by=None, group="", by=editor)


def test_two_companies_that_name_one_group_are_in_it_however_they_write_it() -> None:
    (first, one), (second, two) = with_editor(), with_editor()

    change_belonging(first, part_of=None, hosted_by=None, group="Gruppo Secchia", by=one)
    change_belonging(second, part_of=None, hosted_by=None, group="GRUPPO SECCHIA", by=two)

    assert first.company_group == second.company_group


def test_a_body_lets_go_of_what_is_no_unit_of_its() -> None:
    whole, editor = with_editor()
    unit = OrganisationFactory.create(part_of=whole, hosted_by=whole)

    with pytest.raises(NotAllowed):
        release_unit(unit, whole, by=acting(editor_of(unit)))
    release_unit(unit, whole, by=editor)

    unit.refresh_from_db()
    assert (unit.part_of, unit.hosted_by) == (None, None)


def test_a_confirmed_part_is_fresh_and_the_others_keep_their_old_day() -> None:
    old = localdate() - timedelta(days=500)
    organisation, editor = with_editor(confirmed_on=old, looking_for={"it": "Polimeri."})

    confirm_part(organisation, "description", by=editor)

    assert [one.part for one in old_parts(organisation, localdate())] == ["looking_for"]
    assert old_parts(organisation, localdate())[0].confirmed_on == old
    assert old_parts(organisation, localdate() + timedelta(days=366))[0].part == "description"


def test_the_region_and_the_coordinator_keep_accreditations_and_others_do_not() -> None:
    organisation, editor = with_editor()
    region = acting(OfficeFactory.create(of_network=True, kind="region").person)
    granted: Any = {"kind": "htn_laboratory", "granted_by": "Regione", "from_on": date(2020, 1, 1)}

    with pytest.raises(NotAllowed):
        grant_accreditation(organisation, **granted, until_on=None, by=editor)
    grant_accreditation(organisation, **granted, until_on=date(2021, 1, 1), by=acting(coordinator()))
    with pytest.raises(BadInput):
        grant_accreditation(
            organisation, **{**granted, "from_on": date(2020, 6, 1)}, until_on=None, by=region
        )
    grant_accreditation(organisation, **{**granted, "from_on": date(2021, 1, 2)}, until_on=None, by=region)

    assert organisation.accreditations.count() == 2


def test_an_accreditation_is_ended_once_and_stays_on_record() -> None:
    one, by = AccreditationFactory.create(), acting(coordinator())

    end_accreditation(one, date(2026, 1, 1), seen=None, by=by)

    assert Accreditation.objects.get().until_on == date(2026, 1, 1)
    with pytest.raises(AccreditationHasEnded):
        end_accreditation(one, date(2026, 2, 1), seen=None, by=by)
    with pytest.raises(BadInput):
        end_accreditation(one, date(2019, 1, 1), seen=date(2026, 1, 1), by=by)
    with pytest.raises(NotAllowed):
        end_accreditation(
            one, date(2027, 1, 1), seen=date(2026, 1, 1), by=acting(editor_of(one.organisation))
        )


def test_an_accreditation_near_its_end_is_marked() -> None:
    today = date(2026, 11, 22)
    near = AccreditationFactory.build(until_on=date(2026, 12, 2), organisation=None)
    far = AccreditationFactory.build(until_on=date(2028, 1, 1), organisation=None)

    assert [row.days_left for row in with_standing([near, far], today)] == [10, None]
