"""From a draft to a consortium: which stage follows, and who reads what at each."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from convivio.ideas.clock import warn_of_expiry
from convivio.ideas.documents import document_of, idea_documents
from convivio.ideas.errors import NoSuchStep, NotReadyToOpen, ReasonIsMissing
from convivio.ideas.models import Idea
from convivio.ideas.moving import move_to, renew
from convivio.ideas.permissions import ideas_seen, reads
from convivio.ideas.stages import NEXT, Part, Stage
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import Translated
from convivio.people.acting import NOBODY

pytestmark = pytest.mark.django_db


def test_an_idea_goes_all_the_way() -> None:
    idea = IdeaFactory.create(stage="draft")
    author = author_of(idea)

    for stage in (Stage.OPEN, Stage.TEAM, Stage.CONCEPT, Stage.CONSORTIUM):
        move_to(idea, stage, by=author)

    assert Idea.objects.get(pk=idea.pk).stage == Stage.CONSORTIUM


def test_a_draft_without_a_summary_is_not_opened() -> None:
    idea = IdeaFactory.create(stage="draft", summary=Translated())

    with pytest.raises(NotReadyToOpen):
        move_to(idea, Stage.OPEN, by=author_of(idea))


def test_only_authors_move_it() -> None:
    with pytest.raises(NotAllowed):
        move_to(IdeaFactory.create(), Stage.TEAM, by=somebody())


def test_no_stage_is_left_out() -> None:
    idea = IdeaFactory.create()

    with pytest.raises(NoSuchStep):
        move_to(idea, Stage.CONSORTIUM, by=author_of(idea))


def test_the_same_button_pressed_twice_moves_it_once() -> None:
    idea = IdeaFactory.create()
    author, stale = author_of(idea), Idea.objects.get(pk=idea.pk)
    move_to(idea, Stage.TEAM, seen="open", by=author)

    with pytest.raises(NoSuchStep):
        move_to(stale, Stage.TEAM, seen="open", by=author)


def test_it_is_set_aside_with_a_reason_and_opened_again() -> None:
    idea = IdeaFactory.create()
    author = author_of(idea)
    with pytest.raises(ReasonIsMissing):
        move_to(idea, Stage.ASIDE, " ", by=author)

    move_to(idea, Stage.ASIDE, "Manca chi la produca", by=author)
    move_to(idea, Stage.OPEN, by=author)

    assert (idea.stage, idea.reason) == (Stage.OPEN, "")


@pytest.mark.parametrize(
    ("stage", "read"),
    [
        ("open", {Part.SUMMARY, Part.PARTNER, Part.BODY, Part.DISCUSSION}),
        ("team", {Part.SUMMARY, Part.PARTNER}),
        ("concept", {Part.SUMMARY, Part.PARTNER}),
        ("consortium", {Part.SUMMARY}),
    ],
)
def test_each_stage_says_who_reads_what(stage: str, read: set[Part]) -> None:
    idea = IdeaFactory.create(stage=stage)
    author, reader = author_of(idea), somebody()

    assert {part for part in Part if reads(reader, idea, part)} == read
    assert all(reads(author, idea, part) for part in Part)


def test_the_index_holds_what_its_audience_reads_and_no_more() -> None:
    idea = IdeaFactory.create()
    assert "bagno enzimatico" in document_of(idea).it

    idea.stage = Stage.TEAM

    assert "bagno enzimatico" not in document_of(idea).it
    assert "Filtri usati" in document_of(idea).it


def test_drafts_and_what_is_set_aside_are_in_no_index() -> None:
    IdeaFactory.create(stage="draft")
    IdeaFactory.create(stage="aside", reason="Fatto altrove")
    IdeaFactory.create(expires_on=localdate() - timedelta(days=1))

    assert list(idea_documents(None)) == []


def test_an_idea_for_others_is_not_there() -> None:
    idea = IdeaFactory.create(audience="organisation:999", visibility="private")

    assert idea not in ideas_seen(somebody())
    assert idea not in ideas_seen(NOBODY)


def test_its_authors_are_warned_once_and_renew_it() -> None:
    idea = IdeaFactory.create(expires_on=localdate() + timedelta(days=3))
    author = author_of(idea)
    assert (warn_of_expiry(), warn_of_expiry()) == (1, 0)

    renew(idea, by=author)

    assert idea.expires_on is not None
    assert (idea.expires_on > localdate() + timedelta(days=100), idea.warned_on) == (True, None)


def test_a_draft_is_not_renewed() -> None:
    idea = IdeaFactory.create(stage="draft")

    with pytest.raises(NoSuchStep):
        renew(idea, by=author_of(idea))


def test_every_stage_can_be_left() -> None:
    assert set(NEXT) == set(Stage)
    assert all(NEXT.values())
