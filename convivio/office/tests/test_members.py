"""The members' list: filters, columns, order, views, tables to take away."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from convivio.clusters.models import Membership, Suspension
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    OfficeFactory,
    ValueChainFactory,
    coordinator,
    office_of,
)
from convivio.consortia.tests.factories import SeatFactory
from convivio.kernel.audiences import PUBLIC, Reader
from convivio.kernel.errors import NotAllowed
from convivio.office.activity import last_by_line
from convivio.office.asking import Asked, answered
from convivio.office.columns import COLUMNS
from convivio.office.errors import ViewIsThere
from convivio.office.lines import State, sheet_of
from convivio.office.models import SavedView
from convivio.office.tests.factories import SavedViewFactory, at_the_office, keeper, member, person_of
from convivio.office.viewing import remove_view, save_view, views_for
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import OrganisationFactory, member_of
from convivio.people.acting import acting_as

pytestmark = pytest.mark.django_db
TODAY = localdate()


def names(cluster, query):
    sheet = sheet_of(cluster)
    return [line.organisation.name for line in answered(sheet, Asked.said(query))]


def test_a_line_stands_for_the_whole_time_of_a_member():
    held = MembershipFactory.create(until_on=TODAY - timedelta(days=11))
    MembershipFactory.create(
        organisation=held.organisation,
        cluster=held.cluster,
        category="other",
        from_on=TODAY - timedelta(days=10),
    )

    (line,) = sheet_of(held.cluster).lines

    assert (line.since, line.membership.category, line.state) == (held.from_on, "other", State.MEMBER)


def test_who_came_back_after_a_break_is_a_member_since_then():
    held = MembershipFactory.create(ended=True)
    back = MembershipFactory.create(organisation=held.organisation, cluster=held.cluster, from_on=TODAY)

    assert sheet_of(held.cluster).lines[0].since == back.from_on


def test_each_state_is_told_apart():
    cluster = ClusterFactory.create()
    MembershipFactory.create(cluster=cluster, organisation__name="A")
    still = MembershipFactory.create(cluster=cluster, organisation__name="B")
    Suspension.objects.create(membership=still, from_on=TODAY, reason="Quota")
    MembershipFactory.create(cluster=cluster, organisation__name="C", ended=True)
    MembershipFactory.create(cluster=cluster, organisation__name="D", from_on=TODAY + timedelta(days=3))

    states = [line.state for line in sheet_of(cluster).lines]

    assert states == [State.MEMBER, State.SUSPENDED, State.LEFT, State.COMING]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("category=laboratory", ["Beta"]),
        ("kind=laboratory&kind=sme", ["Alfa", "Beta"]),
        ("kind=sme&category=laboratory", []),
        ("chain=medrer", ["Beta"]),
        ("size=large", ["Alfa"]),
        ("province=ITH55", ["Beta"]),
        ("state=left", []),
        ("activity=active", []),
        ("q=alf", ["Alfa"]),
        ("q=rossi beta", ["Beta"]),
    ],
)
def test_filters_and_words_narrow_the_list(query, left):
    cluster = ClusterFactory.create()
    MembershipFactory.create(cluster=cluster, organisation__name="Alfa", organisation__size="large")
    beta = MembershipFactory.create(
        cluster=cluster,
        category="laboratory",
        organisation__name="Beta",
        organisation__kind="laboratory",
        organisation__nuts="ITH55",
    )
    beta.value_chains.add(ValueChainFactory.create(cluster=cluster, slug="medrer"))
    person_of(beta.organisation, Mandate.Right.SIGN, name="Ada Rossi")

    assert names(cluster, query) == left


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_column_sorts_both_ways_and_leaves_the_empty_last(column):
    cluster = ClusterFactory.create()
    for one in ("Beta", "Alfa"):
        person_of(member(cluster, name=one), Mandate.Right.SIGN)
    sheet = sheet_of(cluster)

    rising = answered(sheet, Asked.said(f"sort={column.key}"))
    falling = answered(sheet, Asked.said(f"sort=-{column.key}"))

    empty = [line for line in sheet.lines if column.rank(sheet, line)[0]]
    assert rising[len(rising) - len(empty) :] == falling[len(falling) - len(empty) :] == empty
    ranks = [column.rank(sheet, line) for line in rising]
    assert ranks == sorted(ranks)


def test_the_name_sorts_from_z_when_asked():
    cluster = ClusterFactory.create()
    member(cluster, name="Alfa")
    member(cluster, name="Beta")

    assert names(cluster, "sort=-name") == ["Beta", "Alfa"]


def _questions(client, cluster, django_assert_max_num_queries):
    every = "&".join(f"col={column.key}" for column in COLUMNS)
    with django_assert_max_num_queries(200) as counted:
        assert client.get(f"{reverse('office:members', args=[cluster.slug])}?{every}").status_code == 200
    return len(counted)


def test_ten_members_and_two_hundred_cost_the_same_number_of_questions(client, django_assert_max_num_queries):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    for _ in range(10):
        person_of(member(cluster), Mandate.Right.SIGN)
    _questions(client, cluster, django_assert_max_num_queries)
    few = _questions(client, cluster, django_assert_max_num_queries)
    many = OrganisationFactory.create_batch(190)
    Membership.objects.bulk_create(
        Membership(organisation=one, cluster=cluster, category="sme", from_on="2020-01-01") for one in many
    )

    assert _questions(client, cluster, django_assert_max_num_queries) == few


def test_the_table_taken_away_has_the_columns_the_order_and_the_lines_shown(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    for one in ("Alfa", "Gamma", "Beta"):
        member(cluster, name=one, city="Carpi")
    query = "?q=a&col=town&col=since&sort=-name"

    answer = client.get(reverse("office:members_file", args=[cluster.slug, "csv"]) + query)

    rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]
    assert [row[0] for row in rows[1:]] == ["Gamma", "Beta", "Alfa"]
    assert rows[1][1:] == ["Carpi", "2020-01-01"]
    assert len(rows[0]) == 3


def test_a_workbook_keeps_days_as_days(client, tmp_path):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    member(cluster)
    (tmp_path / "m.xlsx").write_bytes(
        client.get(reverse("office:members_file", args=[cluster.slug, "xlsx"]) + "?col=since").content
    )

    sheet = load_workbook(tmp_path / "m.xlsx").active

    assert sheet.cell(2, 2).value.isoformat().startswith("2020-01-01")


def test_the_list_opens_with_the_members_of_today(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    member(cluster, name="Che resta")
    MembershipFactory.create(cluster=cluster, ended=True, organisation__name="Che lasciò")

    page = client.get(reverse("office:members", args=[cluster.slug])).content.decode()

    assert "Che resta" in page
    assert "Che lasciò" not in page


def test_one_s_default_view_opens_first(client):
    cluster = ClusterFactory.create()
    person = office_of(cluster)
    client.force_login(person)
    member(cluster, name="Alfa")
    MembershipFactory.create(cluster=cluster, ended=True, organisation__name="Omega")
    SavedViewFactory.create(cluster=cluster, owner=person, query="state=left", is_default=True)

    page = client.get(reverse("office:members", args=[cluster.slug])).content.decode()

    assert "Omega" in page
    assert ">Alfa<" not in page


def test_a_view_keeps_filters_columns_and_order():
    cluster = ClusterFactory.create()
    by = keeper(cluster)

    view = save_view(
        cluster, "Mia", "col=town&sort=-town&chain=x&evil=1", is_shared=False, is_default=True, by=by
    )

    assert view.query == "chain=x&col=name&col=town&sort=-town"
    assert view.is_default


def test_a_second_default_view_takes_the_place_of_the_first():
    cluster = ClusterFactory.create()
    by = keeper(cluster)
    first = save_view(cluster, "Una", "", is_shared=False, is_default=True, by=by)
    save_view(cluster, "Due", "", is_shared=False, is_default=True, by=by)

    first.refresh_from_db()

    assert not first.is_default
    assert SavedView.objects.filter(is_default=True).count() == 1


def test_one_s_own_view_is_not_shown_to_a_colleague_a_shared_one_is():
    cluster = ClusterFactory.create()
    mine, theirs = keeper(cluster), keeper(cluster)
    save_view(cluster, "Solo mia", "", is_shared=False, is_default=False, by=mine)
    shared = save_view(cluster, "Di tutti", "", is_shared=True, is_default=False, by=mine)

    assert views_for(cluster, theirs) == [shared]


def test_the_same_name_is_written_anew_and_not_twice():
    cluster = ClusterFactory.create()
    by = keeper(cluster)
    save_view(cluster, "Mia", "state=left", is_shared=False, is_default=False, by=by)
    save_view(cluster, "Mia", "state=member", is_shared=False, is_default=False, by=by)

    assert SavedView.objects.get().query.startswith("state=member")
    assert ViewIsThere("Mia").code == "view_is_there"


def test_the_board_keeps_no_views():
    cluster = ClusterFactory.create()
    board = acting_as(OfficeFactory.create(cluster=cluster, kind="board").person)

    with pytest.raises(NotAllowed):
        save_view(cluster, "Mia", "", is_shared=False, is_default=False, by=board)


def test_a_view_can_be_taken_away():
    view = SavedViewFactory.create()

    remove_view(view, by=keeper(view.cluster))

    assert not SavedView.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "member", "other office", "coordinator", "former office"])
def test_for_everybody_else_the_office_is_a_missing_page(client: Client, who):
    cluster = ClusterFactory.create()
    person = {
        "nobody": lambda: None,
        "member": lambda: member_of(member(cluster)),
        "other office": lambda: office_of(ClusterFactory.create()),
        "coordinator": coordinator,
        "former office": lambda: OfficeFactory.create(cluster=cluster, ended=True).person,
    }[who]()
    if person:
        client.force_login(person)

    for name in ("members", "quiet", "expiring", "encounters", "contacts", "circulars"):
        assert client.get(reverse(f"office:{name}", args=[cluster.slug])).status_code == 404


@pytest.mark.parametrize("kind", ["board", "facilitator"])
def test_the_board_and_the_facilitator_read_and_see_no_ticks(client, kind):
    cluster = ClusterFactory.create()
    client.force_login(OfficeFactory.create(cluster=cluster, kind=kind).person)
    member(cluster, name="Alfa")

    page = client.get(reverse("office:members", args=[cluster.slug])).content.decode()

    assert "Alfa" in page
    assert 'name="member"' not in page
    assert client.post(reverse("office:deeds", args=[cluster.slug])).status_code == 404


def test_what_people_wrote_stays_words_in_the_cells(client):
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    organisation.city = '<b>"Valle"</b>'
    organisation.save()

    shown = at_the_office(client, cluster).get(reverse("office:members", args=[cluster.slug]))

    assert "&lt;b&gt;&quot;Valle&quot;&lt;/b&gt;</td>" in shown.content.decode()
    assert '<b>"Valle"' not in shown.content.decode()


def test_what_a_member_did_is_read_for_each_reader_and_cluster_anew():
    first, second = ClusterFactory.create(), ClusterFactory.create()
    organisation = member(first)
    SeatFactory.create(organisation=organisation, consortium__audience=first.key)
    readers = [Reader(frozenset({PUBLIC, key})) for key in (first.key, second.key, first.key)]

    done = [last_by_line(sheet_of(first, reader)) for reader in readers]

    assert [set(one) for one in done] == [{organisation.pk}, set(), {organisation.pk}]
    assert last_by_line(sheet_of(second, readers[0])) == {}
