"""The pages: what each reader finds on them, and what happens when a form is sent."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.ideas.models import Author, Comment, Idea, Support, Version
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting
from convivio.people.tests.factories import PersonFactory
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db
MOST = 12


def client_of(acting: Acting | None = None) -> Client:
    client, person = Client(), (acting or somebody()).person
    assert person is not None
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"ideas:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def written(**more: str) -> dict[str, str]:
    return {
        "title_it": "Filtri",
        "kind": "proposal",
        "side": "offer",
        "profile": "research",
        "audience": "public",
        **more,
    }


def test_the_list_shows_what_is_open_to_one(client: Client) -> None:
    seen, draft = IdeaFactory.create(), IdeaFactory.create(stage="draft")
    kept = IdeaFactory.create(audience="organisation:999", visibility="private")

    said = page(client, "list")

    assert [one.get_absolute_url() in said for one in (seen, draft, kept)] == [True, False, False]


def test_words_in_the_other_language_find_it(client: Client) -> None:
    idea = IdeaFactory.create()
    rebuild_index()

    assert idea.get_absolute_url() in page(client, "list", q="enzymatic bath")


def test_words_that_only_the_team_reads_find_nothing(client: Client) -> None:
    idea = IdeaFactory.create(stage="team")
    rebuild_index()

    assert idea.get_absolute_url() not in page(client, "list", q="enzymatic")


def test_the_list_is_narrowed_and_taken_away(client: Client) -> None:
    IdeaFactory.create(kind="challenge", title={"it": "Sfida"})
    IdeaFactory.create(title={"it": "Proposta"})

    table = page(client, "list", kind="challenge", format="csv")

    assert ("Sfida" in table, "Proposta" in table) == (True, False)


def test_a_draft_is_not_there_for_others(client: Client) -> None:
    draft = IdeaFactory.create(stage="draft")

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "la conosce solo chi la scrive" in page(client_of(author_of(draft)), "page", draft.pk)


def test_a_team_s_text_is_its_own(client: Client) -> None:
    idea = IdeaFactory.create(stage="team")

    assert "bagno enzimatico" not in page(client, "page", idea.pk)
    assert "bagno enzimatico" in page(client_of(author_of(idea)), "page", idea.pk)


def test_who_has_not_signed_in_reads_no_names_and_no_comments(client: Client) -> None:
    idea = IdeaFactory.create()
    author = author_of(idea)
    Comment.objects.create(idea=idea, person=PersonFactory.create(), words="Un parere")
    assert author.person is not None

    said = page(client, "page", idea.pk)

    assert (author.person.name in said, "Un parere" in said) == (False, False)


def test_a_draft_is_written_and_opened() -> None:
    author = client_of()
    answer = author.post(reverse("ideas:new"), written())
    idea = Idea.objects.get()
    assert (answer.status_code, idea.stage) == (302, "draft")

    more = written(version="1", summary_it="In breve", what_it="A lungo", open="yes")
    author.post(reverse("ideas:edit", args=[idea.pk]), more)

    idea.refresh_from_db()
    assert (idea.stage, idea.version) == ("open", 2)


def test_what_is_not_ready_stays_a_draft_and_says_why() -> None:
    answer = client_of().post(reverse("ideas:new"), written(open="yes"))

    assert answer.status_code == 422
    assert "serve un titolo, un riassunto" in answer.content.decode()
    assert Idea.objects.get().stage == "draft"


def test_an_idea_without_a_title_keeps_what_was_typed() -> None:
    answer = client_of().post(reverse("ideas:new"), written(title_it="", what_it="Testo lungo"))

    assert answer.status_code == 422
    assert "Testo lungo" in answer.content.decode()


def test_somebody_else_s_change_is_not_overwritten() -> None:
    idea = IdeaFactory.create(version=3)

    answer = client_of(author_of(idea)).post(reverse("ideas:edit", args=[idea.pk]), written(version="2"))

    assert answer.status_code == 409
    assert 'name="version" value="3"' in answer.content.decode()


def test_support_is_given_and_withdrawn() -> None:
    idea, client = IdeaFactory.create(), client_of()
    address = reverse("ideas:support", args=[idea.pk])

    client.post(address)
    assert Support.objects.count() == 1
    client.post(address, {"withdraw": "yes"})

    assert Support.objects.count() == 0


def test_a_comment_is_cleaned() -> None:
    idea, client = IdeaFactory.create(), client_of()

    client.post(reverse("ideas:comments", args=[idea.pk]), {"words": "*Bello* <script>alert(1)</script>"})

    said = page(client, "page", idea.pk)
    assert "<em>Bello</em>" in said
    assert "<script>alert" not in said


def test_a_removed_comment_is_offered_back_to_its_writer_alone() -> None:
    idea, acting = IdeaFactory.create(), somebody()
    comment = Comment.objects.create(idea=idea, person=acting.person, words="Bello")
    client = client_of(acting)

    client.post(reverse("ideas:comment_standing", args=[comment.pk]), {"answer": "remove"})

    assert 'value="put_back"' in page(client, "page", idea.pk)
    assert 'value="put_back"' not in page(client_of(), "page", idea.pk)


def test_versions_are_compared_by_the_team_alone() -> None:
    idea = IdeaFactory.create(version=2)
    for number, words in ((1, "un filtro usato"), (2, "un filtro nuovo")):
        Version.objects.create(idea=idea, number=number, kept={"title": {"it": words}})
    address = reverse("ideas:versions", args=[idea.pk])

    assert "<ins>nuovo</ins>" in client_of(author_of(idea)).get(address).content.decode()
    assert client_of().get(address).status_code == 404


def test_somebody_asked_finds_it_under_theirs_and_says_yes() -> None:
    idea, other = IdeaFactory.create(stage="draft"), somebody()
    assert other.person is not None
    client = client_of(author_of(idea))
    client.post(reverse("ideas:authors", args=[idea.pk]), {"email": other.person.email})
    asked = Author.objects.get(state="asked")
    theirs = client_of(other)
    assert str(idea) in page(theirs, "mine")

    theirs.post(reverse("ideas:answer", args=[asked.pk]), {"answer": "yes"})

    assert str(idea) in page(theirs, "page", idea.pk)


def test_what_an_organisation_has_stands_on_its_page(client: Client) -> None:
    idea = IdeaFactory.create()

    assert idea.get_absolute_url() in page(client, "of_organisation", idea.organisation.slug)


def with_rows(count: int, organisation: Organisation) -> tuple[Idea, Acting]:
    idea: Idea = IdeaFactory.create(organisation=organisation, version=count)
    author = author_of(idea)
    for number in range(count):
        person = PersonFactory.create()
        IdeaFactory.create(organisation=OrganisationFactory.create())
        Comment.objects.create(
            idea=idea, person=person, organisation=OrganisationFactory.create(), words="Sì"
        )
        Support.objects.create(idea=idea, person=person)
        Author.objects.create(
            idea=idea, person=person, email=person.email, organisation=organisation, state="accepted"
        )
        Version.objects.create(
            idea=idea, number=number + 1, person=person, kept={"title": {"it": str(number)}}
        )
    return idea, author


@pytest.mark.parametrize("name", ["list", "page", "mine", "versions"])
def test_a_page_asks_as_often_for_many_rows_as_for_few(name: str) -> None:
    asked = []
    for count in (3, 40):
        idea, author = with_rows(count, OrganisationFactory.create())
        client = client_of(author)
        args = [idea.pk] if name in {"page", "versions"} else []
        page(client, name, *args)
        with CaptureQueriesContext(connection) as captured:
            page(client, name, *args)
        asked.append(len(captured))

    assert asked[0] == asked[1] <= MOST
