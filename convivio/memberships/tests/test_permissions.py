"""Who finds, looks, writes and decides: each door by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership, Office
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    coordinator,
)
from convivio.kernel.errors import NotAllowed
from convivio.memberships import actions, deciding, enclosures, links
from convivio.memberships.permissions import (
    find_membership,
    find_sent,
    find_written,
    may_see_totals,
    opened,
    writes,
)
from convivio.memberships.tests.factories import (
    ApplicationFactory,
    application_in,
    as_board,
    as_office,
    cluster_with_categories,
    writer,
)
from convivio.memberships.writers import Writer
from convivio.people.acting import NOBODY, acting_as

pytestmark = pytest.mark.django_db
NO_SUCH = 999_999


def test_an_office_finds_the_application_that_it_asked_for() -> None:
    cluster = cluster_with_categories()
    first, second = application_in("sent", cluster), application_in("sent", cluster)

    assert find_sent(as_office(cluster), cluster.slug, first.pk) == first
    assert find_sent(as_office(cluster), cluster.slug, second.pk) == second


def test_an_application_is_found_under_its_own_cluster_alone() -> None:
    application = application_in("sent")

    with pytest.raises(Http404):
        find_sent(as_office(application.cluster), ClusterFactory.create().slug, application.pk)


def test_a_draft_is_not_the_office_s_though_another_application_was_sent() -> None:
    sent = application_in("sent")
    draft = application_in("draft", sent.cluster)

    with pytest.raises(Http404):
        find_sent(as_office(sent.cluster), sent.cluster.slug, draft.pk)


def test_whoever_writes_two_applications_finds_the_one_they_asked_for() -> None:
    first = ApplicationFactory.create()
    second = ApplicationFactory.create(email=first.email)

    assert find_written(writer(first).acting, [], first.pk) == first
    assert find_written(writer(first).acting, [], second.pk) == second


def test_an_office_finds_the_membership_that_it_asked_for() -> None:
    first = MembershipFactory.create()
    second = MembershipFactory.create(cluster=first.cluster)

    assert find_membership(as_office(first.cluster), first.pk) == first
    assert find_membership(as_office(first.cluster), second.pk) == second


def test_what_is_not_there_is_not_found_by_an_office() -> None:
    cluster = MembershipFactory.create().cluster
    office = as_office(cluster)

    for find in (
        lambda: find_membership(office, NO_SUCH),
        lambda: find_sent(office, cluster.slug, NO_SUCH),
        lambda: find_written(office, [], NO_SUCH),
    ):
        with pytest.raises(Http404):
            find()


def test_a_link_opens_its_own_application_and_no_other() -> None:
    application, other = application_in("draft"), application_in("draft")
    secret = links.share(application, "olmo@lume-tenue.example", language="it", by=writer(application))
    link = links.open_link(secret, by=NOBODY)

    assert opened(application, [link.pk])
    assert not opened(other, [link.pk])
    assert not opened(application, [])


def test_nobody_signed_in_writes_by_who_they_are() -> None:
    assert not writes(NOBODY, application_in("draft", email=""))


def test_the_coordinator_sees_totals_of_their_network_and_a_stranger_none() -> None:
    cluster = ClusterFactory.create()
    elsewhere = ClusterFactory.create(network=NetworkFactory.create(slug="altra"))

    assert may_see_totals(acting_as(coordinator()), cluster)
    assert may_see_totals(as_board(cluster), cluster)
    assert not may_see_totals(acting_as(coordinator()), elsewhere)
    assert not may_see_totals(as_office(ClusterFactory.create()), cluster)
    assert not may_see_totals(NOBODY, cluster)


def test_another_board_and_the_applicant_undo_no_refusal() -> None:
    application = application_in("refused")

    for other in (as_board(ClusterFactory.create()), writer(application).acting):
        with pytest.raises(NotAllowed):
            deciding.undo_refusal(application, by=other)


STRANGER = Writer(NOBODY)
ACTS_OF_A_STRANGER: dict[str, Callable[[Any], object]] = {
    "share": lambda one: links.share(one, "olmo@lume-tenue.example", language="it", by=STRANGER),
    "enclose": lambda one: enclosures.enclose(
        one, kind="statute", name="a.pdf", content=b"%PDF-1.7 x", by=STRANGER
    ),
}


@pytest.mark.parametrize("act", ACTS_OF_A_STRANGER.values(), ids=ACTS_OF_A_STRANGER)
def test_a_stranger_shares_nothing_and_encloses_nothing(act: Callable[[Any], object]) -> None:
    with pytest.raises(NotAllowed):
        act(application_in("draft"))


@pytest.mark.parametrize("ending", ["left", "excluded"])
def test_a_stranger_takes_no_ending_back(ending: str) -> None:
    member = MembershipFactory.create(until_on=localdate() + timedelta(days=9), ending=ending)

    with pytest.raises(NotAllowed):
        actions.take_back_leaving(member, by=NOBODY)
    assert Membership.objects.get().until_on is not None


def status(client: Client, name: str, cluster: str) -> int:
    return client.get(reverse(f"memberships:{name}", args=[cluster])).status_code


@pytest.fixture
def signed_in(client: Client) -> tuple[Client, Cluster]:
    """A client of somebody in the office of a cluster, beside another cluster."""
    office = OfficeFactory.create(kind=Office.Kind.CLUSTER_OFFICE)
    ClusterFactory.create()
    client.force_login(office.person)
    assert office.cluster is not None
    return client, office.cluster


@pytest.mark.parametrize("name", ["place", "on", "categories"])
def test_a_door_of_a_cluster_opens_to_its_own_office_alone(
    signed_in: tuple[Client, Cluster], name: str
) -> None:
    client, cluster = signed_in
    other = ClusterFactory.create()

    assert status(client, name, cluster.slug) == 200
    assert status(client, name, other.slug) == 404
    assert status(client, name, "no-such-cluster") == 404
