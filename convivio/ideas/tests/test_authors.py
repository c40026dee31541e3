"""Writing with others: asked by an address, answered on the page or from the letter."""

import pytest
from django.core import mail

from convivio.activity.outbox import deliver
from convivio.ideas.authors import accept, ask_author, asked_of, decline, leave
from convivio.ideas.errors import AskedAlready, LastAuthor, NotAskedAnyMore
from convivio.ideas.models import Author, Idea
from convivio.ideas.permissions import ideas_seen
from convivio.ideas.telling import JOIN
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.kernel.errors import NotAllowed
from convivio.notices.errors import LinkIsUsed
from convivio.notices.handing_out import work_off
from convivio.notices.mail_acts import acting_by_letter, mail_link, signed_act, use
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea() -> Idea:
    return IdeaFactory.create(stage="draft")


@pytest.fixture
def author(idea: Idea) -> Acting:
    return author_of(idea)


def person_of(acting: Acting) -> Person:
    assert acting.person is not None
    return acting.person


def test_whoever_is_asked_writes_it_for_their_organisation(idea: Idea, author: Acting) -> None:
    other = somebody()
    asked = ask_author(idea, person_of(other).email.upper(), by=author)
    assert idea not in ideas_seen(other)

    accept(asked, by=other)

    assert idea in ideas_seen(other)
    assert asked.organisation is not None
    assert asked.organisation.key == other.key


def test_only_authors_ask(idea: Idea) -> None:
    with pytest.raises(NotAllowed):
        ask_author(idea, "qualcuno@example.org", by=somebody())


def test_nobody_is_asked_twice(idea: Idea, author: Acting) -> None:
    ask_author(idea, "qualcuno@example.org", by=author)

    with pytest.raises(AskedAlready):
        ask_author(idea, "Qualcuno@example.org", by=author)


def test_who_asks_cannot_tell_whether_there_is_an_account(idea: Idea, author: Acting) -> None:
    known, unknown = (
        ask_author(idea, person_of(somebody()).email, by=author),
        ask_author(idea, "x@example.org", by=author),
    )

    assert (known.state, unknown.state) == ("asked", "asked")


def test_an_address_without_an_account_is_asked_when_it_has_one(idea: Idea, author: Acting) -> None:
    asked = ask_author(idea, "nuova@example.org", by=author)

    person = PersonFactory.create(email="nuova@example.org")

    assert list(asked_of(person)) == [asked]


def test_somebody_else_does_not_answer(idea: Idea, author: Acting) -> None:
    asked = ask_author(idea, person_of(somebody()).email, by=author)

    with pytest.raises(NotAskedAnyMore):
        accept(asked, by=somebody())


def test_a_no_is_a_no_and_can_be_asked_again(idea: Idea, author: Acting) -> None:
    other = somebody()
    asked = ask_author(idea, person_of(other).email, by=author)
    decline(asked, by=other)
    with pytest.raises(NotAskedAnyMore):
        accept(asked, by=other)

    assert ask_author(idea, person_of(other).email, by=author).state == Author.State.ASKED


def test_the_last_author_stays(idea: Idea, author: Acting) -> None:
    with pytest.raises(LastAuthor):
        leave(idea.authors.get(), by=author)


def test_who_leaves_reads_a_draft_no_more(idea: Idea, author: Acting) -> None:
    other = author_of(idea)

    leave(idea.authors.get(person=person_of(other)), by=other)

    assert idea not in ideas_seen(acting_as(person_of(other)))


def test_a_yes_is_said_from_the_letter_once(idea: Idea, author: Acting) -> None:
    other = somebody()
    asked = ask_author(idea, person_of(other).email, by=author)
    token = mail_link(person_of(other), JOIN, asked.key).rstrip("/").rpartition("/")[2]

    press(token)

    asked.refresh_from_db()
    assert asked.state == Author.State.ACCEPTED
    with pytest.raises(LinkIsUsed):
        press(token)


def press(token: str) -> None:
    act = signed_act(token)
    assert act is not None
    use(act, acting_by_letter(act.person, act.acting_for))


def test_the_letter_asks_for_yes_or_no(idea: Idea, author: Acting) -> None:
    other = somebody()
    ask_author(idea, person_of(other).email, by=author)
    work_off()
    deliver()

    letter = next(one for one in mail.outbox if person_of(other).email in one.to)
    assert letter.body.count("/notices/act/") == 2
