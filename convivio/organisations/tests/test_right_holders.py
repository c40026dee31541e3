"""Who gives, claims, edits and merges: each question by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.tests.factories import MembershipFactory, office_of
from convivio.kernel.errors import NotAllowed
from convivio.organisations.claims.claiming import claim_organisation, may_claim, withdraw_claim
from convivio.organisations.editing import logos, sites
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.capacities import audiences, numbers_in
from convivio.organisations.mandates.handing_over import hand_over
from convivio.organisations.mandates.inviting import invite_colleagues
from convivio.organisations.mandates.permissions import may_give, may_leave, reach_of
from convivio.organisations.merging import rights
from convivio.organisations.models import Claim, Organisation
from convivio.organisations.permissions import settles_doubles
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory, member_of
from convivio.organisations.tests.test_granting import holder, signatory
from convivio.people.acting import NOBODY
from convivio.people.models import Invitation
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
TODAY = localdate()
HELD = {"organisation:7": {"read"}, "cluster:3": {"board"}}


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create()


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_only_organisations_open_what_is_an_organisation_s() -> None:
    assert list(audiences(HELD, TODAY)) == ["organisation:7"]
    assert numbers_in(HELD) == [7]


def test_a_mandate_of_one_day_can_be_given_and_one_that_ends_before_it_begins_cannot(
    organisation: Organisation,
) -> None:
    by = acting(signatory(organisation))

    assert may_give(by, organisation, ["read"], day(3), day(3))
    assert not may_give(by, organisation, ["read"], day(3), day(2))


def test_who_lacks_a_right_hears_that_and_not_that_it_is_too_short(organisation: Organisation) -> None:
    brief = acting(holder(organisation, "sign", "read", until=day(5)))

    lacking = may_give(brief, organisation, ["edit"], TODAY, day(9)).reason
    too_long = may_give(brief, organisation, ["read"], TODAY, day(9)).reason

    assert lacking
    assert too_long
    assert lacking.partition(",")[0] != too_long.partition(",")[0]
    assert organisation.name in lacking


def test_only_another_who_signs_there_lets_the_last_one_leave(organisation: Organisation) -> None:
    last = signatory(organisation)
    holder(organisation, "edit")
    signatory(OrganisationFactory.create())
    assert not may_leave(organisation, last, TODAY)

    signatory(organisation)
    assert may_leave(organisation, last, TODAY)


def test_who_does_not_sign_today_passes_nothing_on(organisation: Organisation) -> None:
    assert reach_of(acting(holder(organisation, "edit")), organisation) == {}
    assert reach_of(NOBODY, organisation) == {}


def test_a_right_that_is_over_or_to_come_is_not_passed_on(organisation: Organisation) -> None:
    person = holder(organisation, "sign")
    MandateFactory.create(person=person, organisation=organisation, right="edit", ended=True)

    assert list(reach_of(acting(person), organisation)) == ["sign"]


def test_a_closed_account_gives_nothing(organisation: Organisation) -> None:
    person = signatory(organisation)
    by = acting(person)
    person.is_active = False

    assert not may_give(by, organisation, ["read"], TODAY, None)


def test_what_nobody_acts_for_is_claimed_by_whoever_signed_in(organisation: Organisation) -> None:
    assert may_claim(acting(PersonFactory.create()), organisation)
    assert not may_claim(NOBODY, organisation)


def test_what_somebody_acts_for_or_was_made_one_with_another_is_not_claimed(
    organisation: Organisation,
) -> None:
    person = acting(PersonFactory.create())
    merged = OrganisationFactory.create(merged_into=organisation)
    member_of(organisation)

    assert not may_claim(person, organisation)
    assert not may_claim(person, merged)


def test_nobody_signed_in_claims_nothing_and_withdraws_nothing(organisation: Organisation) -> None:
    with pytest.raises(NotAllowed):
        claim_organisation(organisation, "Dirigo.", by=NOBODY)
    claim = claim_organisation(organisation, "Dirigo.", by=acting(PersonFactory.create()))

    for other in (NOBODY, acting(PersonFactory.create())):
        with pytest.raises(NotAllowed):
            withdraw_claim(claim, by=other)
    assert Claim.objects.get().state == Claim.State.OPEN


def a_site(organisation: Organisation) -> Any:
    return organisation.sites.create(name="Sede", country="IT")


EDITS: dict[str, Callable[[Organisation], object]] = {
    "logo": lambda one: logos.remove_logo(one, by=acting(member_of(one))),
    "new place": lambda one: sites.add_site(one, {"name": "Sede"}, by=acting(member_of(one))),
    "place": lambda one: sites.change_site(a_site(one), {"name": "Altra"}, by=acting(member_of(one))),
    "no place": lambda one: sites.remove_site(a_site(one), by=acting(member_of(one))),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_whoever_only_reads_edits_nothing(
    organisation: Organisation, edit: Callable[[Organisation], object]
) -> None:
    with pytest.raises(NotAllowed):
        edit(organisation)


def test_whoever_only_reads_hands_nothing_over_and_changes_nobody(organisation: Organisation) -> None:
    leaver, other = signatory(organisation), acting(member_of(organisation))

    with pytest.raises(NotAllowed):
        hand_over(organisation, leaver, PersonFactory.create(), on=TODAY, by=other)
    with pytest.raises(NotAllowed):
        granting.change_mandates(organisation, leaver, [], by=other)


def test_a_list_is_refused_whole_when_its_giver_lacks_the_right(organisation: Organisation) -> None:
    with pytest.raises(NotAllowed):
        invite_colleagues(organisation, "a@b.example", ["edit"], by=acting(signatory(organisation)))
    with pytest.raises(NotAllowed):
        invite_colleagues(organisation, "", ["read"], by=acting(member_of(organisation)))

    assert not Invitation.objects.exists()


def test_a_room_that_says_twice_who_keeps_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "_declared", [])
    rights.declare_keepers(lambda _numbers: {})
    rights.declare_keepers(rights._declared[0])

    assert len(rights._declared) == 1


def test_only_an_office_sees_the_way_to_the_doubles() -> None:
    request = RequestFactory().get("/")
    assert not settles_doubles(request)

    request.acting = acting(office_of(MembershipFactory.create().cluster))  # type: ignore[attr-defined]
    assert settles_doubles(request)


def test_who_does_not_sign_opens_nobody_s_rights(client: Client, organisation: Organisation) -> None:
    of = signatory(organisation)
    client.force_login(member_of(organisation))
    address = reverse("organisations:person_rights", args=[organisation.slug, of.pk])

    assert client.get(address).status_code == 403


def test_an_office_compares_no_members_of_others(client: Client) -> None:
    ours, theirs = MembershipFactory.create(), MembershipFactory.create()
    client.force_login(office_of(ours.cluster))
    names = [ours.organisation.slug, theirs.organisation.slug]

    assert client.get(reverse("organisations:merging_preview", args=names)).status_code == 403
