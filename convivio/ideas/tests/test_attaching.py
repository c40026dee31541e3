"""Documents beside an idea: read with its whole text, removed and brought back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from convivio.activity.models import Trace
from convivio.files.models import File
from convivio.files.tests.made import PDF, SVG, sent
from convivio.ideas.attaching import MOST_DOCUMENTS, attach, bring_back, take_away
from convivio.ideas.models import Idea
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.errors import NotAllowed
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db


def links_on(client: Client, idea: Idea) -> list[str]:
    page = client.get(idea.get_absolute_url()).content.decode()
    return list(dict.fromkeys(re.findall(r"/files/[^\s\"/]+/", page)))


def of(acting: Acting) -> Client:
    assert acting.person is not None
    client = Client()
    client.force_login(acting.person)
    return client


def test_everybody_who_reads_the_text_reads_the_document(client: Client) -> None:
    idea = IdeaFactory.create()
    attach(idea, sent("misure.pdf", PDF), by=author_of(idea))

    (link,) = links_on(client, idea)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("stage", ["team", "concept", "consortium"])
def test_where_authors_alone_read_the_text_the_link_of_others_dies(client: Client, stage: str) -> None:
    idea = IdeaFactory.create()
    author = author_of(idea)
    attach(idea, sent("misure.pdf", PDF), by=author)
    (link,) = links_on(client, idea)

    Idea.objects.update(stage=stage)
    assert client.get(link).status_code == 404
    assert links_on(client, idea) == []
    theirs = of(author)
    (link,) = links_on(theirs, idea)
    assert theirs.get(link).status_code == 200


def test_a_draft_keeps_its_documents_to_its_authors(client: Client) -> None:
    idea = IdeaFactory.create(stage="draft")
    author = author_of(idea)
    attach(idea, sent("misure.pdf", PDF), by=author)

    theirs = of(author)
    (link,) = links_on(theirs, idea)
    assert theirs.get(link).status_code == 200
    assert client.get(link).status_code == 404
    assert of(somebody()).get(link).status_code == 404


def test_only_authors_attach_and_remove() -> None:
    idea = IdeaFactory.create()
    file = attach(idea, sent("misure.pdf", PDF), by=author_of(idea))
    stranger = somebody()

    with pytest.raises(NotAllowed):
        attach(idea, sent("altre.pdf", PDF), by=stranger)
    with pytest.raises(NotAllowed):
        take_away(idea, file, by=stranger)
    with pytest.raises(NotAllowed):
        bring_back(idea, file, by=stranger)


def test_what_is_removed_is_gone_at_once_and_comes_back(client: Client) -> None:
    idea = IdeaFactory.create()
    author = author_of(idea)
    file = attach(idea, sent("misure.pdf", PDF), by=author)
    (link,) = links_on(client, idea)

    take_away(idea, file, by=author)
    assert client.get(link).status_code == 404
    bring_back(idea, file, by=author)
    assert client.get(link).status_code == 200
    told = set(Trace.objects.values_list("verb", flat=True))
    assert {"idea.document_added", "idea.document_removed", "idea.document_brought_back"} <= told


def test_the_page_adds_removes_and_brings_back() -> None:
    idea = IdeaFactory.create()
    client = of(author_of(idea))
    page = reverse("ideas:files", args=[idea.pk])

    client.post(page, {"document": sent("misure.pdf", PDF)})
    (file,) = File.objects.of(idea.key)
    act = reverse("ideas:file", args=[idea.pk, file.pk])
    assert act in client.get(page).content.decode()
    client.post(act, {"answer": "remove"})
    assert not File.objects.of(idea.key).exists()
    client.post(act, {"answer": "back"})
    assert File.objects.of(idea.key).exists()
    assert client.post(act, {"answer": "eat"}).status_code == 404


def test_what_is_not_taken_is_refused_with_the_reason() -> None:
    idea = IdeaFactory.create()
    client = of(author_of(idea))
    page = reverse("ideas:files", args=[idea.pk])

    assert client.post(page, {}).status_code == 422
    refused = client.post(page, {"document": sent("disegno.svg", SVG)})
    assert refused.status_code >= 400
    assert "Questo tipo di file qui non si può inviare" in refused.content.decode()
    assert not File.objects.exists()


def test_there_is_room_for_ten() -> None:
    idea = IdeaFactory.create()
    client = of(author_of(idea))
    page = reverse("ideas:files", args=[idea.pk])
    for _number in range(MOST_DOCUMENTS):
        assert client.post(page, {"document": sent("misure.pdf", PDF)}).status_code == 302

    assert client.post(page, {"document": sent("misure.pdf", PDF)}).status_code == 409
    assert File.objects.of(idea.key).count() == MOST_DOCUMENTS


def test_of_another_idea_there_is_no_document() -> None:
    idea, other = IdeaFactory.create(), IdeaFactory.create()
    file = attach(idea, sent("misure.pdf", PDF), by=author_of(idea))

    address = reverse("ideas:file", args=[other.pk, file.pk])
    assert of(author_of(other)).post(address, {"answer": "remove"}).status_code == 404
