"""What people are told when what they may do changes: a letter each, in their own language."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.web.amounts import in_words


def names_of(rights: Iterable[str]) -> str:
    """Say rights in a row of words, in the order in which they are always said."""
    chosen = set(rights)
    return ", ".join(str(right.label) for right in Mandate.Right if right in chosen)


def days_in_words(from_on: date, until_on: date | None) -> str:
    """Say from which day to which something holds."""
    first = in_words(from_on, "j F Y")
    if until_on is None:
        return _("from %(first)s on") % {"first": first}
    return _("from %(first)s to %(last)s") % {"first": first, "last": in_words(until_on, "j F Y")}


def post_ended(person: Person, organisation: Organisation, by: Person | None) -> None:
    """Say that it has ended; who gave it back knows."""
    if by is not None and by.pk == person.pk:
        return
    with translation.override(person.language):
        said = {"name": organisation.name, "who": by or _("The office"), "page": _page()}
        text = _("%(who)s has ended what you could do for %(name)s.\n\nWhat you may do, for whom: %(page)s")
        post(person.email, _("You no longer act for %(name)s") % said, text % said)


def post_handed_over(leaver: Person, taker: Person, organisation: Organisation, on: date) -> None:
    """Write one letter to each."""
    for person, text in (
        (leaver, _HANDED_FROM),
        (taker, _HANDED_TO),
    ):
        with translation.override(person.language):
            said = {
                "name": organisation.name,
                "leaver": leaver,
                "taker": taker,
                "day": in_words(on, "j F Y"),
                "page": _page(),
            }
            post(person.email, _("A hand-over at %(name)s") % said, translation.gettext(text) % said)


def post_handed_back(leaver: Person, taker: Person, organisation: Organisation) -> None:
    """Write one letter to each that the hand-over does not hold any more."""
    for person in (leaver, taker):
        with translation.override(person.language):
            said = {"name": organisation.name, "leaver": leaver, "taker": taker, "page": _page()}
            text = _(
                "The hand-over at %(name)s was taken back: %(leaver)s may do what they could before, and what came to %(taker)s by it holds no more.\n\nWhat you may do, for whom: %(page)s"
            )
            post(person.email, _("The hand-over at %(name)s was taken back") % said, text % said)


_HANDED_FROM = translation.gettext_noop(
    "From %(day)s, %(taker)s may do for %(name)s what you could do until then. Thank you for what you did.\n\nWhat you may do, for whom: %(page)s"
)
_HANDED_TO = translation.gettext_noop(
    "From %(day)s, you may do for %(name)s what %(leaver)s could do until then.\n\nWhat you may do, for whom: %(page)s"
)


def _page() -> str:
    return settings.ADDRESS + reverse("people:mandates")
