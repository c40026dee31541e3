"""From an idea to partners, and to the table of a consortium: the trail stays, and nothing is read that may not be."""

import pytest
from django.test import Client
from django.urls import reverse

from convivio.consortia.causes import idea_as_cause
from convivio.ideas.as_need import words_of_idea
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.audiences import ANYONE
from convivio.matching.models import Question
from convivio.people.acting import Acting
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db


def client_of(acting: Acting) -> Client:
    client, person = Client(), acting.person
    assert person is not None
    client.force_login(person)
    return client


def test_one_click_goes_from_an_idea_to_partners() -> None:
    idea, client = IdeaFactory.create(), client_of(somebody())
    rebuild_index()

    answer = client.post(reverse("matching:find"), {"idea": str(idea.pk)}, follow=True)

    question = Question.objects.get()
    assert (question.because, "Un bagno enzimatico" in question.text) == (idea.key, True)
    assert idea.get_absolute_url() in answer.content.decode()


def test_an_idea_that_one_may_not_read_gives_no_words() -> None:
    draft, client = IdeaFactory.create(stage="draft"), client_of(somebody())
    rebuild_index()

    answer = client.post(reverse("matching:find"), {"idea": str(draft.pk)})

    assert answer.status_code == 422
    assert "bagno" not in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "abc", "9" * 18])
def test_a_number_of_no_idea_is_none(number: str) -> None:
    assert client_of(somebody()).get(reverse("matching:find"), {"idea": number}).status_code == 200


def test_what_a_team_keeps_is_the_need_of_the_team_alone() -> None:
    idea = IdeaFactory.create(stage="team")

    assert "bagno" not in words_of_idea(idea, somebody())
    assert "bagno" in words_of_idea(idea, author_of(idea))


def test_a_table_names_the_idea_to_who_may_read_it() -> None:
    idea, draft = IdeaFactory.create(), IdeaFactory.create(stage="draft")

    cause = idea_as_cause(idea.pk, ANYONE)
    assert cause is not None
    assert cause.url == idea.get_absolute_url()
    assert idea_as_cause(draft.pk, ANYONE) is None
