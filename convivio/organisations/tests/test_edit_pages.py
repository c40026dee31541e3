import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.tests.factories import coordinator
from convivio.organisations.models import Accreditation, Confirmation, Organisation, Site
from convivio.organisations.tests.factories import (
    IdentifierFactory,
    OrganisationFactory,
    editor_of,
    member_of,
)

pytestmark = pytest.mark.django_db
PAGES = ("particulars", "numbers", "sites", "belonging", "logo")


def at(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"organisations:{name}", args=[organisation.slug, *more])


@pytest.fixture
def ours(client: Client) -> Organisation:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    return organisation


@pytest.mark.parametrize("name", PAGES)
def test_each_part_opens_for_who_may_edit_and_for_nobody_else(client: Client, name: str) -> None:
    organisation, hidden = OrganisationFactory.create(), OrganisationFactory.create(only_for_members=True)
    client.force_login(editor_of(organisation))
    assert client.get(at(name, organisation)).status_code == 200
    assert client.get(at(name, hidden)).status_code == 404

    client.force_login(member_of(organisation))
    assert client.get(at(name, organisation)).status_code == 403


def test_a_mistyped_digit_is_told_beside_the_number_and_what_was_typed_stays(
    client: Client, ours: Organisation
) -> None:
    response = client.post(at("numbers", ours), {"scheme": "vat", "value": "01234567890"})

    assert response.status_code == 422
    assert "01234567890" in response.content.decode()
    assert not ours.identifiers.exists()


def test_a_number_taken_away_can_be_put_back(client: Client, ours: Organisation) -> None:
    number = IdentifierFactory.create(organisation=ours, scheme="lei", value="529900T8BM49AURSDO55")

    page = client.post(at("number_removal", ours, number.pk), follow=True)
    assert not ours.identifiers.exists()
    client.post(at("numbers", ours), page.context["put_back"]["said"])

    assert ours.identifiers.get().value == number.value


def test_a_place_is_named_shown_on_the_page_and_can_be_put_back(client: Client, ours: Organisation) -> None:
    written = {"name": "Reparto prove", "city": "Medolla", "country": "IT", "point": "44.85, 11.07"}

    client.post(at("sites", ours), written)
    site = Site.objects.get()
    assert "Reparto prove" in client.get(ours.get_absolute_url()).content.decode()
    page = client.post(at("site_removal", ours, site.pk), follow=True)
    client.post(at("sites", ours), page.context["put_back"]["said"])

    again = Site.objects.get()
    assert (again.name, again.latitude, again.longitude) == ("Reparto prove", 44.85, 11.07)


def test_a_place_of_others_answers_like_a_missing_one(client: Client, ours: Organisation) -> None:
    theirs = Site.objects.create(organisation=OrganisationFactory.create(), name="Altrove")

    assert client.get(at("site", ours, theirs.pk)).status_code == 404
    assert client.post(at("site_removal", ours, theirs.pk)).status_code == 404


def test_facts_are_kept_and_two_who_write_at_once_lose_nothing(client: Client, ours: Organisation) -> None:
    written = client.get(at("particulars", ours)).context["form"].initial
    written = {name: value or "" for name, value in written.items()} | {"city": "Carpi"}

    assert client.post(at("particulars", ours), written).status_code == 302
    late = client.post(at("particulars", ours), {**written, "city": "Finale"})

    assert late.status_code == 409
    assert {"Carpi", "Finale"} <= set(late.content.decode().replace("<", " ").replace('"', " ").split())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nuts", "ITH5455"),
        ("nuts", "FRK2"),
        ("point", "casa"),
        ("point", "99, 11"),
        ("founded", "3000"),
        ("email", "x"),
    ],
)
def test_facts_that_cannot_be_are_refused(client: Client, ours: Organisation, field: str, value: str) -> None:
    written = client.get(at("particulars", ours)).context["form"].initial
    written = {name: said or "" for name, said in written.items()} | {field: value}

    response = client.post(at("particulars", ours), written)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_unit_names_its_whole_and_the_whole_shows_it(client: Client, ours: Organisation) -> None:
    whole = OrganisationFactory.create(name="Università di Prova", kind="university")

    client.post(at("belonging", ours), {"part_of": "università di prova", "group": "Gruppo Secchia"})

    ours.refresh_from_db()
    assert (ours.part_of, str(ours.company_group)) == (whole, "Gruppo Secchia")
    assert ours.name in client.get(whole.get_absolute_url()).content.decode()


def test_a_whole_that_nobody_knows_or_may_see_is_told_alike(client: Client, ours: Organisation) -> None:
    OrganisationFactory.create(name="Nascosta", only_for_members=True)

    answers = [client.post(at("belonging", ours), {"part_of": name}) for name in ("Nascosta", "Mancante")]

    assert [answer.status_code for answer in answers] == [422, 422]
    first, second = (answer.context["form"].errors["part_of"] for answer in answers)
    assert first == second


def test_one_click_confirms_a_part_and_htmx_gets_its_piece(client: Client, ours: Organisation) -> None:
    response = client.post(at("confirmations", ours), {"part": "description"}, headers={"hx-request": "true"})

    assert 'id="confirmed-description"' in response.content.decode()
    assert Confirmation.objects.get(organisation=ours, part="description").by is not None
    assert client.post(at("confirmations", ours), {"part": "altro"}).status_code == 422


def test_an_office_of_the_network_writes_down_an_accreditation_and_ends_it(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(coordinator())
    written = {"kind": "htn_laboratory", "granted_by": "Regione", "from_on": "2024-01-01"}

    assert client.post(at("accreditations", organisation), written).status_code == 302
    one = Accreditation.objects.get()
    client.post(at("accreditation_end", organisation, one.pk), {"on": "2026-12-31", "seen": ""})

    one.refresh_from_db()
    assert str(one.until_on) == "2026-12-31"
    assert client.post(at("accreditations", organisation), {**written, "from_on": "x"}).status_code == 422


def test_an_editor_does_not_accredit(client: Client, ours: Organisation) -> None:
    assert client.get(at("accreditations", ours)).status_code == 403


def test_hosted_laboratories_and_hosts_are_named_as_far_as_they_may_be_seen(client: Client) -> None:
    technopole = OrganisationFactory.create(kind="technopole", name="Tecnopolo Lungosecchia")
    OrganisationFactory.create(hosted_by=technopole, name="Laboratorio Argilla")
    OrganisationFactory.create(hosted_by=technopole, name="Nascosto", only_for_members=True)

    html = client.get(technopole.get_absolute_url()).content.decode()

    assert "Laboratorio Argilla" in html
    assert "Nascosto" not in html
