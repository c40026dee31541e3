"""Who writes an idea: asked by an address, accepting for an organisation, declining, leaving."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.ideas.errors import AskedAlready, LastAuthor, NotAskedAnyMore
from convivio.ideas.models import Author, Idea
from convivio.ideas.permissions import may_begin, may_write
from convivio.ideas.telling import tell_of_asking, tell_of_joining
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.people.models import Person


def asked_of(person: Person) -> "QuerySet[Author]":
    """Keep where this person is asked to write, also by an address that was nobody's then."""
    theirs = Q(person=person) | Q(person=None, email=person.email.lower())
    return Author.objects.filter(theirs, state=Author.State.ASKED).select_related("idea__organisation")


@transaction.atomic
def ask_author(idea: Idea, email: str, *, by: Acting) -> Author:
    """Ask somebody to write with us; who asks cannot tell whether there is an account with the address.

    Raises: NotAllowed; AskedAlready, for one who writes it or has not answered yet.
    """
    lock(idea)
    may_write(by, idea).enforce()
    email = email.strip().lower()
    author = idea.authors.filter(email=email).first() or Author(idea=idea, email=email)
    if author.pk is not None and author.state != Author.State.DECLINED:
        raise AskedAlready
    author.state, author.since = Author.State.ASKED, now()
    author.person = Person.objects.filter(email=email, is_active=True).first()
    author.save()
    trace = record("author.asked", author, by=by, because=idea)
    if author.person is not None:
        tell_of_asking(author, because=trace)
    return author


@transaction.atomic
def accept(author: Author, *, by: Acting) -> None:
    """Write with them, for the organisation for which I act now.

    Raises: NotAllowed; NotAskedAnyMore.
    """
    _hold(author, by)
    may_begin(by).enforce()
    author.person, author.organisation_id = by.person, split_key(by.key)[1]
    author.state, author.since = Author.State.ACCEPTED, now()
    author.save()
    trace = record("author.accepted", author, by=by, because=author.idea)
    tell_of_joining(author, because=trace)


@transaction.atomic
def decline(author: Author, *, by: Acting) -> None:
    """Raises: NotAskedAnyMore."""
    _hold(author, by)
    author.state = Author.State.DECLINED
    author.save(update_fields=["state"])
    record("author.declined", author, by=by, because=author.idea)


@transaction.atomic
def leave(author: Author, *, by: Acting) -> None:
    """End somebody's authorship, or the asking; an idea keeps one author at least.

    Raises: NotAllowed; LastAuthor.
    """
    lock(author.idea)
    may_write(by, author.idea).enforce()
    is_writing = author.state == Author.State.ACCEPTED
    if is_writing and not author.idea.authors.writing().exclude(pk=author.pk).exists():
        raise LastAuthor
    record("author.left" if is_writing else "author.taken_back", author, by=by, because=author.idea)
    author.delete()


def _hold(author: Author, by: Acting) -> None:
    """Take hold of what waits for this person's answer. Raises: NotAskedAnyMore."""
    lock(author.idea)
    if by.person is None or not asked_of(by.person).filter(pk=author.pk).exists():
        raise NotAskedAnyMore
    lock(author)
