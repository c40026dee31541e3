"""The members of a public page: counted by year, with their categories, and technopoles drawn in one go."""

from datetime import date

import pytest

from convivio.clusters.models import MembershipCategory
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.kernel.audiences import ANYONE, PUBLIC, Reader
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.pages.laboratories import Technopole, drawn
from convivio.pages.members import Held, Members, by_category, read_members

TODAY = date(2026, 1, 1)


def held(number: int, from_on: date, until_on: date | None = None, name: str = "") -> Held:
    place = ("", None, None)
    host = (None, None, None, None, None, None)
    return Held(1, number, name, "laboratory", *place, "sme", from_on, until_on, "slug", "", *host)


def test_who_was_a_member_is_counted_once_on_each_day() -> None:
    rows = [
        held(1, date(2024, 1, 1), date(2024, 6, 1)),
        held(2, date(2024, 3, 1)),
        held(2, date(2024, 5, 1)),
    ]
    members = Members(rows, TODAY)

    days = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 1), date(2024, 6, 2))
    assert [members.count_on(day) for day in days] == [0, 1, 2, 1]


def test_what_people_wrote_of_a_technopole_stays_words() -> None:
    hosted = [held(2, TODAY, name="<i>Lab</i>")]
    shown = drawn([Technopole("<b>Polo</b>", "polo", '"Alta"', hosted), Technopole("Vuoto", "vuoto", "")])

    for said in ("&lt;b&gt;Polo&lt;/b&gt;", "&lt;i&gt;Lab&lt;/i&gt;", "&quot;Alta&quot;"):
        assert said in shown
    assert shown.count("<li") == 3
    assert "<b>" not in shown
    assert "<i>" not in shown


@pytest.mark.django_db
def test_each_cluster_names_its_categories_itself() -> None:
    clusters = [ClusterFactory.create(), ClusterFactory.create()]
    for cluster, name in zip(clusters, ("Micro", "Nano"), strict=True):
        named_so = {"name": in_both(name, name)}
        MembershipCategory.objects.update_or_create(cluster=cluster, code="small", defaults=named_so)
        MembershipFactory.create(cluster=cluster, category="small")
        MembershipFactory.create(cluster=cluster, category="nobody_named_it")

    named = [{bar.label for bar in by_category(read_members(ANYONE, TODAY, one), one)} for one in clusters]

    assert named == [{"Micro", "Nobody_named_it"}, {"Nano", "Nobody_named_it"}]


@pytest.mark.django_db
def test_members_are_read_for_each_reader_anew() -> None:
    cluster = ClusterFactory.create()
    hidden = OrganisationFactory.create(audience=cluster.key)
    MembershipFactory.create(cluster=cluster, organisation=hidden)
    readers = [Reader(frozenset({PUBLIC, key})) for key in (cluster.key, "cluster:0", cluster.key)]

    for of in (cluster, None):
        assert [len(read_members(one, TODAY, of).held) for one in readers] == [1, 0, 1]
