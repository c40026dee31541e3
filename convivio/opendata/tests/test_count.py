"""convivio count."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.trackrecord.tests.factories import project_of

pytestmark = pytest.mark.django_db


def counted(capsys):
    call_command("count", "--json")
    return json.loads(capsys.readouterr().out)


def test_an_empty_home_counts_nothing(capsys):
    assert counted(capsys) == {
        "organisations": 0,
        "projects": 0,
        "participations": 0,
        "calls": 0,
        "members": 0,
    }


def test_projects_and_participations_are_counted(capsys):
    project_of(OrganisationFactory.create(), OrganisationFactory.create())

    counts = counted(capsys)

    assert (counts["organisations"], counts["projects"], counts["participations"]) == (2, 1, 2)


def test_a_member_of_two_clusters_is_one_member_and_one_that_left_is_none(capsys):
    member, left = OrganisationFactory.create(), OrganisationFactory.create()
    MembershipFactory.create(organisation=member, cluster=ClusterFactory.create())
    MembershipFactory.create(organisation=member, cluster=ClusterFactory.create())
    MembershipFactory.create(organisation=left, from_on=date(2020, 1, 1), until_on=date(2021, 1, 1))

    assert counted(capsys)["members"] == 1


def test_people_read_a_table(capsys):
    call_command("count")

    assert capsys.readouterr().out.splitlines()[0].split() == ["organisations", "0"]
