"""The home of someone signed in: what waits, what could be won, who with; nothing that may not be seen."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from convivio.calls.tests.factories import CallFactory
from convivio.clusters.tests.factories import coordinator
from convivio.consortia.models import Consortium
from convivio.home.waiting import waiting_for
from convivio.kernel.translated import in_both
from convivio.matching.models import Pick, Question
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import (
    LikelyDoubleFactory,
    OrganisationFactory,
    editor_of,
    member_of,
)
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def waiting(person: Person) -> list[str]:
    return [one.title for one in waiting_for(acting(person), localdate())]


def asked(person: Person, organisation: Organisation, *picked: Organisation) -> Question:
    question = Question.objects.create(text="Membranes", asked_by=person, audience=organisation.key)
    Pick.objects.bulk_create(Pick(question=question, organisation=one) for one in picked)
    return question


def table(person: Person, organisation: Organisation, **unusual: Any) -> Consortium:
    usual = {"name": "Bone", "owner": organisation.key, "audience": organisation.key, "begun_by": person}
    return Consortium.objects.create(**{**usual, **unusual})


def signed_in(client: Client, person: Person, url: str = "/", **headers: str) -> str:
    client.force_login(person)
    response = client.get(url, headers={"accept-language": "en", **headers})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ours() -> Organisation:
    return OrganisationFactory.create(confirmed_on=localdate())


def test_picks_wait_until_a_table_is_set_because_of_them(ours: Organisation) -> None:
    person = editor_of(ours)
    question = asked(person, ours, OrganisationFactory.create())
    asked(person, ours)

    assert waiting(person) == ["Membranes"]
    table(person, ours, because=question.key)
    assert waiting(person) == ["Bone"]


def test_tables_wait_for_those_who_act_for_their_owner(ours: Organisation) -> None:
    table(editor_of(ours), ours)
    table(editor_of(ours), ours, name="Set aside", set_aside_at="2026-01-01T00:00Z")
    other = OrganisationFactory.create(confirmed_on=localdate())

    assert waiting(member_of(ours)) == ["Bone"]
    assert waiting(member_of(other)) == []


@pytest.mark.parametrize("confirmed_on", [None, date(2020, 1, 1)])
def test_a_page_that_nobody_confirmed_for_a_year_waits_for_who_may_edit(confirmed_on: date | None) -> None:
    old = OrganisationFactory.create(confirmed_on=confirmed_on, name="Vecchia")

    assert any("Vecchia" in title for title in waiting(editor_of(old)))
    assert waiting(member_of(old)) == []


def test_a_page_confirmed_a_year_ago_to_the_day_is_left_alone() -> None:
    fresh = OrganisationFactory.create(confirmed_on=localdate() - timedelta(days=365))

    assert waiting(editor_of(fresh)) == []


def test_likely_doubles_wait_for_offices_only(ours: Organisation) -> None:
    LikelyDoubleFactory.create()
    LikelyDoubleFactory.create(verdict="different")

    assert len(waiting(coordinator())) == 1
    assert waiting(editor_of(ours)) == []


def test_the_home_page_stays_within_the_bound_on_queries(
    client: Client, settings: Any, django_assert_max_num_queries: Any, ours: Organisation
) -> None:
    settings.DEMO = True
    person = editor_of(ours)
    for _ in range(5):
        asked(person, ours, OrganisationFactory.create())
        table(person, ours)
    signed_in(client, person)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/")


def test_nothing_waiting_teaches_what_comes_there(client: Client, ours: Organisation) -> None:
    assert "Nothing waits for you" in signed_in(client, editor_of(ours))


def test_the_slow_parts_are_links_without_a_script(client: Client, ours: Organisation) -> None:
    shown = signed_in(client, editor_of(ours))

    assert '<a class="quiet-link small-text" href="/could-win/">' in shown
    assert '<a class="quiet-link small-text" href="/could-work-with/">' in shown


def test_a_call_that_fits_says_why(client: Client, ours: Organisation) -> None:
    project_of(ours, title="Sorbents for dialysis at home", acronym="DIALCASA")
    CallFactory.create(title=in_both("Dialisi a casa", "Dialysis at home"))
    rebuild_index()
    shown = signed_in(client, editor_of(ours), "/could-win/", **{"HX-Request": "true"})

    assert "Dialysis at home" in shown
    assert "DIALCASA" in shown
    assert "<html" not in shown


def test_without_a_script_the_part_is_a_page(client: Client, ours: Organisation) -> None:
    rebuild_index()

    assert "<h1>What could I win</h1>" in signed_in(client, editor_of(ours), "/could-win/")
    assert "<h1>Who could I work with</h1>" in signed_in(client, editor_of(ours), "/could-work-with/")


@pytest.mark.parametrize("url", ["/could-win/", "/could-work-with/"])
def test_before_the_index_is_built_the_parts_say_what_to_do(
    client: Client, url: str, ours: Organisation
) -> None:
    assert "<h1>" in signed_in(client, editor_of(ours), url)


def test_a_hidden_call_is_suggested_to_nobody(client: Client, ours: Organisation) -> None:
    project_of(ours, title="Sorbents for dialysis at home")
    CallFactory.create(title=in_both("Dialisi a casa", "Dialysis at home"), audience="cluster:7")
    rebuild_index()

    assert "Dialysis at home" not in signed_in(client, editor_of(ours), "/could-win/")


def test_who_could_work_with_us_is_new_to_us_and_says_why(client: Client) -> None:
    words = in_both("Membrane per emodialisi domiciliare", "Membranes for haemodialysis at home")
    ours = OrganisationFactory.create(description=words, name="Noi")
    known, new = (OrganisationFactory.create(description=words, name=name) for name in ("Nota", "Nuova"))
    project_of(ours, known)
    rebuild_index()
    shown = signed_in(client, editor_of(ours), "/could-work-with/", **{"HX-Request": "true"})

    assert new.name in shown
    assert ">Nota</a>" not in shown
    assert ">Noi</a>" not in shown
    assert 'class="reasons"' in shown


def test_who_acts_for_nobody_is_told_how_to_get_more(client: Client) -> None:
    person = PersonFactory.create()

    assert "Act for an organisation" in signed_in(client, person, "/could-win/")
    assert "Act for an organisation" in signed_in(client, person, "/could-work-with/")


@pytest.mark.parametrize("url", ["/could-win/", "/could-work-with/"])
def test_the_parts_are_for_the_signed_in(client: Client, url: str) -> None:
    assert client.get(url).status_code == 302
