import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from convivio.clusters.tests.factories import MembershipFactory, coordinator, office_of
from convivio.organisations.models import Kind, Organisation, Site
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    CompetenceFactory,
    IdentifierFactory,
    OrganisationFactory,
    member_of,
)
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of
from convivio.vocabulary.loading import load_own_lists

pytestmark = pytest.mark.django_db
LIST, EXPORT, POINTS = "organisations:list", "organisations:export", "organisations:points"


def page(client: Client, **query: Any) -> str:
    response = client.get(reverse(LIST), query, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def lines(client: Client, **query: Any) -> list[list[str]]:
    response = client.get(reverse(EXPORT, args=["csv"]), query, headers={"accept-language": "en"})
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]


def names(client: Client, **query: Any) -> list[str]:
    return [line[0] for line in lines(client, **query)]


def points(client: Client, **query: Any) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(client.get(reverse(POINTS), query).content)["points"]
    return found


def test_the_list_names_who_is_there(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()

    html = page(client)

    assert organisation.get_absolute_url() in html
    assert "1 organisation" in html


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("kind", "laboratory"),
        ("size", "large"),
        ("country", "FR"),
        ("nuts", "FRK2"),
        ("nuts", "FRK24"),
        ("accreditation", "htn_laboratory"),
        ("experience", "1-4"),
        ("concept", "technology:bioceramics"),
        ("cluster", "salute"),
        ("cell", "45.00:5.50"),
    ],
)
def test_each_facet_narrows_the_list(client: Client, facet: str, value: str) -> None:
    OrganisationFactory.create(name="Altra")
    sought = OrganisationFactory.create(
        name="Argilla",
        kind=Kind.LABORATORY,
        size="large",
        country="FR",
        nuts="FRK24",
        latitude=45.2,
        longitude=5.7,
    )
    AccreditationFactory.create(organisation=sought)
    CompetenceFactory.create(organisation=sought, concept__code="bioceramics")
    MembershipFactory.create(organisation=sought, cluster__slug="salute")
    project_of(sought)
    rebuild_index()

    assert names(client, **{facet: value}) == ["Argilla"]
    assert "Altra" not in page(client, **{facet: value})


def test_a_province_narrows_its_region(client: Client) -> None:
    OrganisationFactory.create(name="Modenese", nuts="ITH54")
    OrganisationFactory.create(name="Bolognese", nuts="ITH55")
    rebuild_index()

    assert names(client, nuts=["ITH5", "ITH54"]) == ["Modenese"]


def test_words_in_one_language_find_words_in_the_other(client: Client) -> None:
    load_own_lists()
    OrganisationFactory.create(name="Argilla", description={"en": "We grow stem cells."})
    rebuild_index()

    assert names(client, q="cellule staminali") == ["Argilla"]


@pytest.fixture
def long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.organisations.directory.asking.MANY", 1)
    OrganisationFactory.create_batch(2, country="IT", nuts="ITH55")
    rebuild_index()


@pytest.mark.usefixtures("long_list")
def test_territories_of_a_long_list_are_counted_after_it_is_shown(client: Client) -> None:
    assert 'name="nuts"' not in page(client, country="IT")

    part = client.get(
        reverse("organisations:list"), {"country": "IT", "part": "facets"}, headers={"hx-request": "true"}
    ).content.decode()

    assert 'name="nuts"' in part
    assert "<html" not in part


@pytest.mark.usefixtures("long_list")
def test_territories_of_a_long_list_are_a_link_away_without_a_script(client: Client) -> None:
    assert "counted=all" in page(client, country="IT")
    assert 'name="nuts"' in page(client, country="IT", counted="all")


@pytest.mark.usefixtures("long_list")
def test_a_territory_that_is_chosen_is_counted_with_the_list(client: Client) -> None:
    assert 'name="nuts"' in page(client, nuts="ITH55")


def test_an_empty_list_names_the_filter_that_empties_it(client: Client) -> None:
    OrganisationFactory.create(kind=Kind.LABORATORY)
    rebuild_index()

    html = page(client, kind="laboratory", size="large")

    assert "“large” empties the list" in html
    assert "Drop “large”" in html
    assert f"?kind={Kind.LABORATORY.value}" in html


def test_an_accreditation_is_shown_only_while_it_holds(client: Client) -> None:
    AccreditationFactory.create(until_on="2021-01-01")
    rebuild_index()

    assert "laboratory of the High Technology Network" not in page(client)


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"nuts": "%"}, {"sort": "x"}, {"page": "7x"}, {"cell": "a:b"}]
)
def test_an_address_that_means_nothing_still_answers(client: Client, query: dict[str, str]) -> None:
    OrganisationFactory.create()
    rebuild_index()

    page(client, **query)
    assert isinstance(points(client, **query), list)


def test_what_only_the_network_may_see_is_in_no_list_count_table_or_map(client: Client) -> None:
    OrganisationFactory.create(name="Riservata", only_for_members=True)
    rebuild_index()

    assert "Nobody is here yet" in page(client)
    assert names(client) == []
    assert points(client) == []


def test_what_was_hidden_since_the_index_was_built_is_named_nowhere(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Riservata")
    rebuild_index()
    Organisation.objects.update(audience="network:1")

    assert organisation.name not in page(client)
    assert names(client) == []
    assert points(client) == []


def test_its_own_network_sees_it(client: Client) -> None:
    membership = MembershipFactory.create()
    audience = membership.cluster.network.key
    OrganisationFactory.create(name="Riservata", visibility="network", audience=audience)
    client.force_login(office_of(membership.cluster))
    rebuild_index()

    assert "Riservata" in names(client)


def test_the_table_to_take_away_holds_what_is_shown_and_runs_no_formula(client: Client) -> None:
    organisation = OrganisationFactory.create(name="=HYPERLINK(1)")
    pic = IdentifierFactory.create(organisation=organisation)
    OrganisationFactory.create(name="Altra", country="FR")
    rebuild_index()

    [line] = lines(client, country="IT")

    assert line[0] == "'=HYPERLINK(1)"
    assert pic.value in line


def test_the_sheet_holds_the_same_names(client: Client) -> None:
    OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()

    response = client.get(reverse(EXPORT, args=["xlsx"]))

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["A2"].value == "Filtri Bassa"


def test_there_is_no_table_of_another_form(client: Client) -> None:
    assert client.get(reverse(EXPORT, args=["exe"])).status_code == 404


def test_a_point_of_one_leads_to_its_page_and_of_several_to_their_list(client: Client) -> None:
    alone = OrganisationFactory.create(latitude=45.2, longitude=5.7)
    OrganisationFactory.create_batch(2)
    rebuild_index()

    several, one = sorted(points(client), key=lambda point: -int(str(point["count"])))

    assert one["url"] == alone.get_absolute_url()
    assert several["count"] == 2
    found = client.get(str(several["url"])).content.decode()
    assert alone.get_absolute_url() not in found


def test_many_points_are_counted_by_squares(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.organisations.directory.points.FEW", 2)
    OrganisationFactory.create_batch(3)
    rebuild_index()

    [square] = points(client)

    assert square["count"] == 3
    assert "cell=44.50%3A11.00" in str(square["url"])


def test_squares_grow_wider_while_there_are_too_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.organisations.directory.points.FEW", 1)
    monkeypatch.setattr("convivio.organisations.directory.points.MOST_SQUARES", 1)
    for longitude in (10.1, 10.6):
        OrganisationFactory.create(latitude=44.1, longitude=longitude)
    OrganisationFactory.create(name="Altra", latitude=60.0, longitude=25.0)
    rebuild_index()

    wide, _far = sorted(points(client), key=lambda point: -int(str(point["count"])))

    assert wide["count"] == 2
    html = client.get(str(wide["url"]), headers={"accept-language": "en"}).content.decode()
    assert "2 organisations" in html
    assert "an area of the map" in html


@pytest.mark.parametrize("count", [1, 40])
def test_questions_to_the_database_do_not_grow_with_the_list(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    organisations = OrganisationFactory.create_batch(count)
    for organisation in organisations:
        CompetenceFactory.create(organisation=organisation)
        MembershipFactory.create(organisation=organisation)
    client.force_login(coordinator())
    rebuild_index()
    page(client, q="dialysis")

    with django_assert_max_num_queries(12):
        page(client, q="dialysis", country="IT")


def test_the_directory_speaks_italian_too(client: Client) -> None:
    client.force_login(member_of(OrganisationFactory.create()))
    rebuild_index()

    assert "Imprese, laboratori" in client.get(reverse(LIST)).content.decode()


def test_a_place_where_they_work_is_on_the_map_and_in_its_territory(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Ossalume")
    Site.objects.create(
        organisation=organisation,
        name="Reparto prove",
        city="Faenza",
        nuts="ITH57",
        latitude=44.29,
        longitude=11.88,
    )
    rebuild_index()

    found = client.get(reverse("organisations:points")).json()["points"]

    assert {(one["label"], one["lat"]) for one in found} == {("Ossalume", 44.89), ("Ossalume", 44.29)}
    assert "Ossalume" in client.get(reverse("organisations:list"), {"nuts": "ITH57"}).content.decode()
    assert "Ossalume" in client.get(reverse("organisations:list"), {"q": "Faenza"}).content.decode()
