"""Saying from the letter itself that one writes with them, or not; and that an idea still holds."""

from django.utils.translation import gettext as _

from convivio.ideas.authors import accept, asked_of, decline
from convivio.ideas.models import Author, Idea
from convivio.ideas.moving import renew
from convivio.ideas.permissions import may_begin, team_of
from convivio.ideas.stages import LISTED
from convivio.kernel.keys import split_key
from convivio.people.acting import Acting


def said_of_joining(key: str, by: Acting) -> str | None:
    author = _asked(key, by)
    if author is None or not may_begin(by) or by.current is None:
        return None
    return _("Write “%(what)s” with them, for %(whose)s.") % {"what": author.idea, "whose": by.current.label}


def said_of_refusing(key: str, by: Acting) -> str | None:
    author = _asked(key, by)
    return None if author is None else _("Say no to writing “%(what)s”.") % {"what": author.idea}


def said_of_renewing(key: str, by: Acting) -> str | None:
    idea = Idea.objects.filter(team_of(by), pk=split_key(key)[1], stage__in=LISTED).first()
    return None if idea is None else _("Keep “%(what)s” in the list for another half year.") % {"what": idea}


def join(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; NotAskedAnyMore."""
    accept(Author.objects.get(pk=split_key(key)[1]), by=by)
    return _("You write it with them: the others have been told.")


def refuse(key: str, by: Acting) -> str | None:
    """Raises: NotAskedAnyMore."""
    decline(Author.objects.get(pk=split_key(key)[1]), by=by)
    return _("You said no.")


def keep(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; NoSuchStep."""
    renew(Idea.objects.get(pk=split_key(key)[1]), by=by)
    return _("It stands in the list for another half year.")


def _asked(key: str, by: Acting) -> Author | None:
    return None if by.person is None else asked_of(by.person).filter(pk=split_key(key)[1]).first()
