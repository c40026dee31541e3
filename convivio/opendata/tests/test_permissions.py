"""Whose lists are taken in by whom: an office's own, by the office."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest

from convivio.clusters.models import Cluster, Office
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, coordinator, office_of
from convivio.kernel.errors import NotAllowed
from convivio.opendata import actions
from convivio.opendata.members.tests import files
from convivio.opendata.models import MemberList
from convivio.opendata.permissions import clusters_kept_by, keeps_an_office
from convivio.opendata.sent_files import answer_doubles
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import NOBODY, Acting, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


def sent_to(cluster: Cluster, by: Acting) -> MemberList:
    file = SimpleUploadedFile("soci.csv", files.as_csv())
    return actions.send_list(file, cluster, acting=by)


@pytest.mark.parametrize(
    "act",
    [
        lambda sent, by: actions.choose_columns(sent, {0: "name"}, acting=by),
        lambda sent, by: answer_doubles(sent, same=[], asked=[], acting=by),
        lambda sent, by: actions.take_in_list(sent, acting=by),
    ],
)
def test_another_office_does_nothing_with_a_list(act: Callable[..., Any], cluster: Cluster) -> None:
    sent = sent_to(cluster, acting_as(office_of(cluster)))

    with pytest.raises(NotAllowed):
        act(sent, acting_as(office_of(ClusterFactory.create())))


def test_another_office_neither_sends_a_list_nor_takes_one_back(cluster: Cluster) -> None:
    own, other = acting_as(office_of(cluster)), acting_as(office_of(ClusterFactory.create()))
    sent = sent_to(cluster, own)
    actions.take_in_list(sent, acting=own)

    with pytest.raises(NotAllowed):
        actions.take_back_list(sent, acting=other)
    with pytest.raises(NotAllowed):
        sent_to(cluster, other)


def test_a_list_is_for_the_clusters_whose_office_one_keeps(cluster: Cluster) -> None:
    person, board_of = office_of(cluster), ClusterFactory.create()
    OfficeFactory.create(person=person, cluster=board_of, kind=Office.Kind.BOARD)
    namesake = ClusterFactory.create()
    organisation = OrganisationFactory.create(pk=namesake.pk)
    MandateFactory.create(person=person, organisation=organisation, right=Mandate.Right.SIGN)

    assert list(clusters_kept_by(acting_as(person))) == [cluster]


def test_the_rail_offers_it_to_offices_alone(cluster: Cluster) -> None:
    board = OfficeFactory.create(cluster=cluster, kind=Office.Kind.BOARD).person
    people = [acting_as(one) for one in (office_of(cluster), board, coordinator())]

    assert [_offered_to(who) for who in (*people, NOBODY)] == [True, False, False, False]


def _offered_to(who: Acting) -> bool:
    request = HttpRequest()
    request.acting = who  # type: ignore[attr-defined]
    return keeps_an_office(request)
