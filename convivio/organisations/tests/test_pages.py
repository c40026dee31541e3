import re

import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.tests.factories import coordinator
from convivio.organisations.models import LikelyDouble, Organisation
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    CompetenceFactory,
    IdentifierFactory,
    LikelyDoubleFactory,
    OrganisationFactory,
    editor_of,
)
from convivio.sources.readings import Origin, reading_of

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def without_token(content: bytes, slug: str) -> str:
    """Take out what differs in any two answers: the token of the form, and the address asked for."""
    return re.sub(r"[0-9A-Za-z]{64}", "", content.decode()).replace(slug, "")


def form_of(client: Client, organisation: Organisation, **written: object) -> dict[str, object]:
    """Open the form, and write into it."""
    initial = client.get(reverse("organisations:edit", args=[organisation.slug])).context["form"].initial
    return {**initial, **written}


def test_the_page_says_who_they_are_with_source_and_day(client: Client) -> None:
    reading = reading_of(Origin("cordis", "CORDIS projects", "European Commission"))
    organisation = OrganisationFactory.create(reading=reading)
    pic = IdentifierFactory.create(organisation=organisation, reading=reading)
    AccreditationFactory.create(organisation=organisation, granted_by="Regione Emilia-Romagna")
    CompetenceFactory.create(organisation=organisation, concept__label={"en": "Bioceramics"})

    html = text(client, organisation.get_absolute_url())

    for said in (organisation.name, "We make dialysis filters.", pic.value, "CORDIS projects", "Bioceramics"):
        assert said in html
    assert "granted by Regione Emilia-Romagna" in html


def test_the_page_leads_to_projects_partners_and_clusters_without_a_script(client: Client) -> None:
    organisation = OrganisationFactory.create()

    html = text(client, organisation.get_absolute_url())

    for name in ("trackrecord:of_organisation", "trackrecord:partners", "clusters:of_organisation"):
        assert f'<a href="{reverse(name, args=[organisation.slug])}">' in html


def test_a_hidden_organisation_answers_like_one_that_does_not_exist(client: Client) -> None:
    hidden = OrganisationFactory.create(slug="nascosta", only_for_members=True)

    there = client.get(hidden.get_absolute_url())
    missing = client.get(reverse("organisations:page", args=["mancante"]))

    assert there.status_code == missing.status_code == 404
    assert without_token(there.content, "nascosta") == without_token(missing.content, "mancante")


def test_a_hidden_host_is_not_named(client: Client) -> None:
    host = OrganisationFactory.create(name="Tecnopolo Nascosto", only_for_members=True)
    organisation = OrganisationFactory.create(hosted_by=host)

    assert "Tecnopolo Nascosto" not in text(client, organisation.get_absolute_url())


@pytest.mark.parametrize("count", [1, 30])
def test_questions_to_the_database_do_not_grow_with_the_page(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    organisation = OrganisationFactory.create()
    CompetenceFactory.create_batch(count, organisation=organisation)
    IdentifierFactory.create_batch(count, organisation=organisation)
    AccreditationFactory.create_batch(count, organisation=organisation)
    client.force_login(editor_of(organisation))

    with django_assert_max_num_queries(12):
        text(client, organisation.get_absolute_url())


def test_an_editor_keeps_what_the_organisation_says(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    written = form_of(client, organisation, description_it="Stampiamo osso.")

    response = client.post(reverse("organisations:edit", args=[organisation.slug]), written)

    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.description["it"] == "Stampiamo osso."


def test_two_who_write_at_once_lose_nothing(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    written = form_of(client, organisation, description_it="La mia versione.")
    Organisation.objects.update(description={"it": "La versione di altri."})

    response = client.post(reverse("organisations:edit", args=[organisation.slug]), written)

    html = response.content.decode()
    assert response.status_code == 409
    assert "La mia versione." in html
    assert "La versione di altri." in html


def test_keeping_it_again_after_reading_theirs_is_meant(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    address = reverse("organisations:edit", args=[organisation.slug])
    written = form_of(client, organisation, description_it="La mia versione.")
    Organisation.objects.update(description={"it": "La versione di altri."})
    conflict = client.post(address, written)

    response = client.post(address, {**written, "seen": conflict.context["form"]["seen"].value()})

    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.description["it"] == "La mia versione."


def test_a_refused_form_keeps_what_was_typed(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(editor_of(organisation))
    written = form_of(client, organisation, description_it="Resta qui.", website="non un sito")

    response = client.post(reverse("organisations:edit", args=[organisation.slug]), written)

    assert response.status_code == 422
    assert "Resta qui." in response.content.decode()


def test_a_double_is_settled_from_its_page(client: Client) -> None:
    double = LikelyDoubleFactory.create()
    client.force_login(coordinator())

    assert double.first.name in text(client, reverse("organisations:doubles"))
    client.post(reverse("organisations:settlement", args=[double.pk]), {"verdict": "same"})

    double.refresh_from_db()
    assert double.verdict == LikelyDouble.Verdict.SAME


def test_a_double_of_a_hidden_organisation_is_hidden_too(client: Client) -> None:
    double = LikelyDoubleFactory.create(second__audience="organisation:0", second__visibility="private")
    client.force_login(coordinator())

    assert double.first.name not in text(client, reverse("organisations:doubles"))
    response = client.post(reverse("organisations:settlement", args=[double.pk]), {"verdict": "same"})

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 25])
def test_questions_to_the_database_do_not_grow_with_the_doubles(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    LikelyDoubleFactory.create_batch(count)
    client.force_login(coordinator())

    with django_assert_max_num_queries(13):
        text(client, reverse("organisations:doubles"))
