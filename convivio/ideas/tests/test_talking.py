"""Support and comments: who may, what can be undone, what an office hides, who is told."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from convivio.clusters.tests.factories import MembershipFactory, OfficeFactory
from convivio.ideas.clock import empty_removed_comments
from convivio.ideas.errors import CommentIsGone, IdeaIsAside, ReasonIsMissing
from convivio.ideas.models import Idea
from convivio.ideas.moving import move_to
from convivio.ideas.stages import Stage
from convivio.ideas.talking import (
    comment_on,
    edit_comment,
    hide,
    put_back,
    remove_comment,
    show_again,
    support,
    withdraw_support,
)
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.notices.handing_out import work_off
from convivio.notices.models import Delivery
from convivio.people.acting import NOBODY, Acting, acting_as
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea() -> Idea:
    return IdeaFactory.create()


def office_of(idea: Idea) -> Acting:
    person, membership = PersonFactory.create(), MembershipFactory.create(organisation=idea.organisation)
    OfficeFactory.create(person=person, cluster=membership.cluster)
    return acting_as(person)


def told(acting: Acting) -> list[str]:
    work_off()
    return list(Delivery.objects.filter(person=acting.person).values_list("notice__kind", flat=True))


def test_one_support_for_a_person_and_it_is_withdrawn_again(idea: Idea) -> None:
    reader = somebody()
    support(idea, by=reader)
    support(idea, by=reader)
    assert idea.supports.count() == 1

    withdraw_support(idea, by=reader)

    assert idea.supports.count() == 0


def test_authors_do_not_support_themselves(idea: Idea) -> None:
    with pytest.raises(NotAllowed):
        support(idea, by=author_of(idea))


def test_nobody_supports_what_is_set_aside() -> None:
    with pytest.raises(NotAllowed):
        support(IdeaFactory.create(stage="aside", reason="Fatto"), by=somebody())


def test_a_comment_is_edited_removed_and_put_back(idea: Idea) -> None:
    reader = somebody()
    comment = comment_on(idea, "Bello", by=reader)
    edit_comment(comment, "Molto bello", by=reader)
    remove_comment(comment, by=reader)
    with pytest.raises(CommentIsGone):
        edit_comment(comment, "Altro", by=reader)

    put_back(comment, by=reader)

    assert (comment.words, comment.removed_at, comment.edited_at is None) == ("Molto bello", None, False)


def test_nobody_else_changes_a_comment(idea: Idea) -> None:
    comment = comment_on(idea, "Bello", by=somebody())

    for act in (remove_comment, put_back):
        with pytest.raises(NotAllowed):
            act(comment, by=author_of(idea))


@pytest.mark.parametrize("words", ["", "  \n", "x" * 4001])
def test_nothing_and_too_much_are_no_comment(idea: Idea, words: str) -> None:
    with pytest.raises(BadInput):
        comment_on(idea, words, by=somebody())


def test_strangers_do_not_comment_on_what_a_team_writes() -> None:
    idea = IdeaFactory.create(stage="team")

    with pytest.raises(NotAllowed):
        comment_on(idea, "Ciao", by=somebody())
    assert comment_on(idea, "Ciao", by=author_of(idea)).words == "Ciao"


def test_who_is_not_signed_in_does_not_comment(idea: Idea) -> None:
    with pytest.raises(NotAllowed):
        comment_on(idea, "Ciao", by=NOBODY)


def test_nobody_comments_on_what_is_set_aside() -> None:
    idea = IdeaFactory.create(stage="aside", reason="Fatto")

    with pytest.raises(IdeaIsAside):
        comment_on(idea, "Peccato", by=author_of(idea))


def test_an_office_hides_with_a_reason_and_shows_again(idea: Idea) -> None:
    comment, office = comment_on(idea, "Pubblicità", by=somebody()), office_of(idea)
    with pytest.raises(ReasonIsMissing):
        hide(comment, " ", by=office)

    hide(comment, "È pubblicità", by=office)
    assert comment.hidden_because == "È pubblicità"
    show_again(comment, by=office)

    assert (comment.hidden_at, comment.hidden_because) == (None, "")


def test_another_cluster_s_office_hides_nothing(idea: Idea) -> None:
    comment = comment_on(idea, "Bello", by=somebody())

    with pytest.raises(NotAllowed):
        hide(comment, "Perché sì", by=office_of(IdeaFactory.create()))


def test_authors_and_supporters_hear_of_a_comment_but_not_who_wrote_it(idea: Idea) -> None:
    author, supporter, writer = author_of(idea), somebody(), somebody()
    support(idea, by=supporter)

    comment_on(idea, "Si può provare da noi", by=writer)

    assert [told(one) for one in (author, supporter, writer)] == [["idea.commented"], ["idea.commented"], []]


def test_supporters_hear_of_a_stage_but_not_of_comments_they_may_not_read(idea: Idea) -> None:
    author, supporter = author_of(idea), somebody()
    support(idea, by=supporter)
    move_to(idea, Stage.TEAM, by=author)

    comment_on(idea, "Tra noi", by=author)

    assert told(supporter) == ["idea.stage_changed"]


def test_the_words_of_a_comment_removed_long_ago_are_gone(idea: Idea) -> None:
    reader = somebody()
    comment = comment_on(idea, "Da dimenticare", by=reader)
    remove_comment(comment, by=reader)
    type(comment).objects.update(removed_at=now() - timedelta(days=31))

    assert empty_removed_comments() == 1
    with pytest.raises(CommentIsGone):
        put_back(comment, by=reader)
