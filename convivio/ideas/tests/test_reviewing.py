"""Rounds of evaluation: who is too near, a conflict said before anything is read, scores that wait for the end."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import MembershipFactory, OfficeFactory
from convivio.files.tests.made import PDF, sent
from convivio.ideas.attaching import attach
from convivio.ideas.errors import (
    ConflictFirst,
    NoSuchReviewer,
    NotForThisRound,
    ReviewerIsTooNear,
    RoundIsClosed,
)
from convivio.ideas.models import Entry, Idea, Reviewer, Round
from convivio.ideas.permissions import may_read_files
from convivio.ideas.reviewing import (
    Weighed,
    close_round,
    declare,
    give_scores,
    hand_in,
    name_reviewer,
    open_again,
    open_round,
)
from convivio.ideas.score_table import rows_of
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.kernel.translated import in_both
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
CRITERIA = (Weighed("Novità", 3), Weighed("Fattibilità", 1))


@pytest.fixture
def idea() -> Idea:
    return IdeaFactory.create(stage="team")


@pytest.fixture
def author(idea: Idea) -> Acting:
    return author_of(idea)


@pytest.fixture
def cluster(idea: Idea) -> Cluster:
    return MembershipFactory.create(organisation=idea.organisation).cluster


@pytest.fixture
def office(cluster: Cluster) -> Acting:
    person = PersonFactory.create()
    OfficeFactory.create(person=person, cluster=cluster)
    return acting_as(person)


@pytest.fixture
def entry(idea: Idea, cluster: Cluster, office: Acting, author: Acting) -> Entry:
    return hand_in(idea, opened(cluster, office), by=author)


def opened(cluster: Cluster, office: Acting) -> Round:
    return open_round(cluster, in_both("Primavera", "Spring"), CRITERIA, by=office)


def person_of(acting: Acting) -> Person:
    assert acting.person is not None
    return acting.person


def reviewing(entry: Entry, office: Acting) -> tuple[Reviewer, Acting]:
    acting = somebody()
    return name_reviewer(entry, person_of(acting).email, by=office), acting


def points(entry: Entry, *given: int) -> dict[int, int]:
    return dict(zip(entry.round.criteria.values_list("pk", flat=True), given, strict=True))


def client_of(acting: Acting) -> Client:
    client = Client()
    client.force_login(person_of(acting))
    return client


def test_another_office_opens_no_round(cluster: Cluster) -> None:
    with pytest.raises(NotAllowed):
        opened(cluster, somebody())


def test_a_round_has_criteria(cluster: Cluster, office: Acting) -> None:
    with pytest.raises(BadInput):
        open_round(cluster, in_both("Vuoto", "Empty"), (), by=office)


def test_only_authors_hand_an_idea_in(idea: Idea, cluster: Cluster, office: Acting) -> None:
    with pytest.raises(NotAllowed):
        hand_in(idea, opened(cluster, office), by=somebody())


def test_a_round_takes_ideas_of_its_members_that_are_open(cluster: Cluster, office: Acting) -> None:
    foreign = IdeaFactory.create()
    draft = IdeaFactory.create(stage="draft")
    MembershipFactory.create(organisation=draft.organisation, cluster=cluster)

    for one in (foreign, draft):
        with pytest.raises(NotForThisRound):
            hand_in(one, opened(cluster, office), by=author_of(one))


def test_an_idea_is_handed_in_once(idea: Idea, entry: Entry, author: Acting) -> None:
    assert hand_in(idea, entry.round, by=author) == entry


def test_nobody_of_an_author_s_organisation_reviews(entry: Entry, office: Acting) -> None:
    colleague = somebody(entry.idea.organisation, "read")

    with pytest.raises(ReviewerIsTooNear):
        name_reviewer(entry, person_of(colleague).email, by=office)


def test_nobody_without_an_account_reviews(entry: Entry, office: Acting) -> None:
    with pytest.raises(NoSuchReviewer):
        name_reviewer(entry, "nessuno@example.org", by=office)


def test_a_conflict_is_said_before_anything_is_read(entry: Entry, office: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    address, client = reverse("ideas:review", args=[reviewer.pk]), client_of(acting)
    assert "bagno enzimatico" not in client.get(address).content.decode()
    with pytest.raises(ConflictFirst):
        give_scores(reviewer, points(entry, 4, 5), by=acting)

    client.post(address, {"conflict": "none"})

    assert "bagno enzimatico" in client.get(address).content.decode()


def test_a_conflict_takes_the_scores_away(entry: Entry, office: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    declare(reviewer, "none", by=acting)
    give_scores(reviewer, points(entry, 4, 5), by=acting)

    declare(reviewer, "some", "Ci ho lavorato", by=acting)

    assert reviewer.scores.count() == 0


def test_who_comes_nearer_scores_no_more(entry: Entry, office: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    declare(reviewer, "none", by=acting)
    entry.idea.authors.create(
        person=acting.person, email="x@example.org", organisation=entry.idea.organisation, state="accepted"
    )

    with pytest.raises(ReviewerIsTooNear):
        give_scores(reviewer, points(entry, 4, 5), by=acting)


@pytest.mark.parametrize("given", [(6, 1), (-1, 1)])
def test_scores_go_from_nought_to_five(entry: Entry, office: Acting, given: tuple[int, int]) -> None:
    reviewer, acting = reviewing(entry, office)
    declare(reviewer, "none", by=acting)

    with pytest.raises(BadInput):
        give_scores(reviewer, points(entry, *given), by=acting)


def test_nobody_scores_for_another(entry: Entry, office: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    declare(reviewer, "none", by=acting)

    with pytest.raises(NotAllowed):
        give_scores(reviewer, points(entry, 4, 5), by=office)


def test_scores_are_seen_once_the_round_is_closed(entry: Entry, office: Acting, author: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    declare(reviewer, "none", by=acting)
    give_scores(reviewer, points(entry, 4, 2), by=acting)
    pages = [
        (client_of(office), entry.round.get_absolute_url()),
        (client_of(author), entry.idea.get_absolute_url()),
    ]
    table = reverse("ideas:round_file", args=[entry.round.pk])
    assert not any("3,50" in client.get(url).content.decode() for client, url in pages)
    assert client_of(office).get(table).status_code == 404

    close_round(entry.round, by=office)

    assert all("3,50" in client.get(url).content.decode() for client, url in pages)
    assert client_of(office).get(table).status_code == 200


def test_a_closed_round_takes_nothing_more(entry: Entry, office: Acting, author: Acting) -> None:
    reviewer, acting = reviewing(entry, office)
    close_round(entry.round, by=office)

    with pytest.raises(RoundIsClosed):
        declare(reviewer, "none", by=acting)
    with pytest.raises(RoundIsClosed):
        hand_in(entry.idea, entry.round, by=author)


def test_a_round_is_opened_again(entry: Entry, office: Acting) -> None:
    close_round(entry.round, by=office)

    open_again(entry.round, by=office)

    assert entry.round.closed_at is None


def test_means_are_weighed(entry: Entry, office: Acting) -> None:
    for given in ((5, 0), (4, 1)):
        reviewer, acting = reviewing(entry, office)
        declare(reviewer, "none", by=acting)
        give_scores(reviewer, points(entry, *given), by=acting)

    row = rows_of(entry.round)[0]

    assert (list(row.means), row.whole, row.reviews) == (
        [Decimal("4.50"), Decimal("0.50")],
        Decimal("3.50"),
        2,
    )


def test_an_office_opens_a_round_on_the_page(cluster: Cluster, office: Acting) -> None:
    said = {"cluster": cluster.pk, "name_it": "Autunno", "criteria_words": "Novità, 3\nCosto"}

    answer = client_of(office).post(reverse("ideas:rounds"), said)

    assert answer.status_code == 302
    assert list(Round.objects.get().criteria.values_list("name", "weight")) == [("Novità", 3), ("Costo", 1)]


@pytest.mark.parametrize("words", ["", "Novità, 11", "Novità, tanto", ", 3", "x, 1\n" * 13])
def test_criteria_that_are_none_are_sent_back(cluster: Cluster, office: Acting, words: str) -> None:
    said = {"cluster": cluster.pk, "name_it": "Autunno", "criteria_words": words}

    assert client_of(office).post(reverse("ideas:rounds"), said).status_code == 422


def test_reviewers_are_named_and_score_on_the_pages(entry: Entry, office: Acting) -> None:
    other = somebody()
    address = reverse("ideas:reviewers", args=[entry.round.pk, entry.pk])
    client_of(office).post(address, {"email": person_of(other).email})
    review = reverse("ideas:review", args=[Reviewer.objects.get().pk])
    client = client_of(other)
    client.post(review, {"conflict": "none"})
    named = {f"points_{number}": str(given) for number, given in points(entry, 3, 4).items()}

    assert client.post(review, {"scores": "yes", **named}).status_code == 302
    assert client.post(review, {"scores": "yes"}).status_code == 422
    assert Reviewer.objects.get().scores.count() == 2


def test_documents_are_read_by_who_scores_until_the_round_is_closed(
    entry: Entry, office: Acting, author: Acting
) -> None:
    idea = entry.idea
    attach(idea, sent("misure.pdf", PDF), by=author)
    review, reviewer = reviewing(entry, office)
    assert not may_read_files(reviewer, idea.key)

    declare(review, "none", by=reviewer)
    page = client_of(reviewer).get(reverse("ideas:review", args=[review.pk])).content.decode()
    assert "misure.pdf" in page
    assert may_read_files(reviewer, idea.key)
    assert not may_read_files(somebody(), idea.key)

    declare(review, "some", by=reviewer)
    assert not may_read_files(reviewer, idea.key)
    declare(review, "none", by=reviewer)
    close_round(entry.round, by=office)
    assert not may_read_files(reviewer, idea.key)
