from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.models import Membership, Suspension
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    ValueChainFactory,
    coordinator,
)
from convivio.kernel.errors import NotAllowed
from convivio.memberships import actions
from convivio.memberships.days import members_on
from convivio.memberships.errors import (
    AlreadyAMember,
    MembershipHasEnded,
    NoSuchCategory,
    NotSuspended,
    SuspendedAlready,
    UnsoundDay,
)
from convivio.memberships.tests.factories import as_board, as_office, cluster_with_categories
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import Acting, acting_as
from convivio.search.models import Change

pytestmark = pytest.mark.django_db
TODAY = localdate()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def member() -> Membership:
    return MembershipFactory.create(cluster=cluster_with_categories())


@pytest.fixture
def office(member: Membership) -> Acting:
    return as_office(member.cluster)


def signatory(member: Membership) -> Acting:
    return acting_as(MandateFactory.create(organisation=member.organisation, right="sign").person)


def test_who_is_suspended_stays_a_member_without_a_member_s_rights(
    member: Membership, office: Acting
) -> None:
    person = MandateFactory.create(organisation=member.organisation).person
    assert acting_as(person).reader.sees(member.cluster.key)

    actions.suspend(member, from_on=TODAY, until_on=TOMORROW, reason="Quota", by=office)

    assert member in Membership.objects.holding_on(TODAY)
    assert not acting_as(person).reader.sees(member.cluster.key)
    assert member in Membership.objects.with_rights_on(TOMORROW + timedelta(days=1))


def test_a_lifted_suspension_gives_rights_back_and_keeps_its_days(member: Membership, office: Acting) -> None:
    actions.suspend(member, from_on=YESTERDAY, reason="Quota", by=office)
    actions.lift(member, on=TODAY, by=office)

    assert member in Membership.objects.with_rights_on(TODAY)
    assert Suspension.objects.get().until_on == YESTERDAY
    with pytest.raises(NotSuspended):
        actions.lift(member, on=TODAY, by=office)


def test_suspensions_do_not_overlap(member: Membership, office: Acting) -> None:
    actions.suspend(member, from_on=TODAY, reason="Quota", by=office)

    with pytest.raises(SuspendedAlready):
        actions.suspend(member, from_on=TOMORROW, reason="Ancora", by=office)


def test_the_office_records_that_a_member_leaves_and_can_undo_it(member: Membership, office: Acting) -> None:
    actions.record_leaving(member, on=TOMORROW, words="Trasloco", by=office)
    assert (member.until_on, member.ending) == (TOMORROW, "left")

    actions.take_back_leaving(member, by=office)

    assert (member.until_on, member.ending, member.ending_words) == (None, "", "")


def test_its_signatory_says_that_a_member_leaves_but_not_in_the_past(member: Membership) -> None:
    signs = signatory(member)
    with pytest.raises(UnsoundDay):
        actions.record_leaving(member, on=YESTERDAY, by=signs)

    actions.record_leaving(member, on=TODAY, by=signs)

    assert member.ending == Membership.Ending.LEFT


def test_a_signatory_excludes_nobody(member: Membership) -> None:
    with pytest.raises(NotAllowed):
        actions.record_leaving(member, on=TODAY, ending="excluded", by=signatory(member))


def test_what_is_over_is_not_taken_back(member: Membership, office: Acting) -> None:
    actions.record_leaving(member, on=YESTERDAY, ending="excluded", by=office)

    with pytest.raises(MembershipHasEnded):
        actions.take_back_leaving(member, by=office)


def test_a_member_leaves_once_even_when_two_record_it(member: Membership, office: Acting) -> None:
    as_read_by_the_second = Membership.objects.get()
    actions.record_leaving(member, on=TODAY, by=office)

    with pytest.raises(MembershipHasEnded):
        actions.record_leaving(as_read_by_the_second, on=TOMORROW, by=office)


def test_who_comes_back_has_a_new_membership_beside_the_old_one(member: Membership, office: Acting) -> None:
    actions.record_leaving(member, on=date(2023, 12, 31), by=office)

    again = actions.readmit(member, from_on=date(2025, 1, 1), words="Consiglio", by=office)

    days = [date(2022, 1, 1), date(2024, 6, 1), date(2026, 1, 1)]
    assert [list(members_on(member.cluster, day)) for day in days] == [[member], [], [again]]


def test_nobody_comes_back_before_they_left(member: Membership, office: Acting) -> None:
    actions.record_leaving(member, on=TODAY, by=office)

    with pytest.raises(UnsoundDay):
        actions.readmit(member, from_on=TODAY, words="Consiglio", by=office)
    actions.readmit(member, from_on=TOMORROW, words="Consiglio", by=office)
    with pytest.raises(AlreadyAMember):
        actions.readmit(member, from_on=TOMORROW, words="Consiglio", by=office)


def test_another_category_is_another_membership_from_the_next_day(member: Membership, office: Acting) -> None:
    chain = ValueChainFactory.create(cluster=member.cluster)
    actions.set_value_chains(member, [chain], by=office)
    actions.suspend(member, from_on=YESTERDAY, reason="Quota", by=office)

    again = actions.change_category(member, "large_company", from_on=TODAY, by=office)

    assert (member.until_on, again.from_on, again.category) == (YESTERDAY, TODAY, "large_company")
    assert list(again.value_chains.all()) == [chain]
    assert not Membership.objects.with_rights_on(TODAY).exists()
    assert Membership.objects.holding_on(TODAY).get() == again


def test_a_category_that_the_cluster_has_not_is_refused(member: Membership, office: Acting) -> None:
    member.cluster.categories.filter(code="other").update(is_open=False)

    for category in ("princes", "other", "sme"):
        with pytest.raises(NoSuchCategory):
            actions.change_category(member, category, from_on=TODAY, by=office)

    assert Membership.objects.get().until_on is None


def test_a_chain_of_another_cluster_is_left_out(member: Membership, office: Acting) -> None:
    actions.set_value_chains(member, [ValueChainFactory.create()], by=office)

    assert not member.value_chains.exists()


def test_every_act_tells_the_index_and_the_trace(member: Membership, office: Acting) -> None:
    actions.suspend(member, from_on=TODAY, reason="Quota", by=office)
    actions.lift(member, on=TODAY, by=office)
    actions.record_leaving(member, on=TODAY, by=office)

    verbs = list(Trace.objects.about(member.key).values_list("verb", flat=True))
    assert verbs == ["membership.suspended", "membership.lifted", "membership.ended"]
    assert Change.objects.filter(key=member.organisation.key).count() == 3


@pytest.mark.parametrize("who", ["other office", "board", "coordinator", "signatory"])
def test_only_the_cluster_s_own_office_does_all_this(member: Membership, who: str) -> None:
    other = {
        "other office": lambda: as_office(ClusterFactory.create()),
        "board": lambda: as_board(member.cluster),
        "coordinator": lambda: acting_as(coordinator()),
        "signatory": lambda: signatory(member),
    }[who]()
    acts = (
        lambda: actions.suspend(member, from_on=TODAY, reason="Quota", by=other),
        lambda: actions.lift(member, on=TODAY, by=other),
        lambda: actions.readmit(member, from_on=TODAY, words="", by=other),
        lambda: actions.change_category(member, "other", from_on=TODAY, by=other),
        lambda: actions.set_value_chains(member, [], by=other),
    )

    for act in acts:
        with pytest.raises(NotAllowed):
            act()
