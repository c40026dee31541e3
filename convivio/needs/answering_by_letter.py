"""Renewing, saying yes or no to an introduction from the letter itself, without signing in."""

from django.utils.translation import gettext as _

from convivio.kernel.keys import split_key
from convivio.needs.answering import agree, decline
from convivio.needs.askers import is_asker
from convivio.needs.models import Answer, Entry
from convivio.needs.permissions import may_speak
from convivio.needs.posting import renew_entry
from convivio.people.acting import Acting


def _entry(key: str, by: Acting) -> Entry | None:
    rows = Entry.objects.filter(state__in=(Entry.State.OPEN, Entry.State.EXPIRED))
    found = rows.filter(pk=split_key(key)[1]).first()
    return found if found is not None and is_asker(by, found) else None


def _answer(key: str, by: Acting) -> Answer | None:
    """Find what waits for this person's yes."""
    rows = Answer.objects.select_related("entry", "organisation").filter(state=Answer.State.INTRODUCED)
    found = rows.filter(pk=split_key(key)[1]).first()
    if found is None:
        return None
    if is_asker(by, found.entry):
        return found if found.asker_agreed_at is None else None
    return found if may_speak(by, found) and found.answerer_agreed_at is None else None


def said_of_renewing(key: str, by: Acting) -> str | None:
    entry = _entry(key, by)
    return (
        None if entry is None else _("Keep “%(title)s” on the board for ninety days more.") % {"title": entry}
    )


def renew(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; EntryIsClosed."""
    renew_entry(Entry.objects.get(pk=split_key(key)[1]), by=by)
    return _("It stays on the board for ninety days more.")


def said_of_yes(key: str, by: Acting) -> str | None:
    answer = _answer(key, by)
    if answer is None:
        return None
    return _("Say yes about “%(title)s”: once both have, you are named to one another.") % {
        "title": answer.entry
    }


def said_of_no(key: str, by: Acting) -> str | None:
    answer = _answer(key, by)
    return (
        None if answer is None else _("Say no about “%(title)s”: nobody is named.") % {"title": answer.entry}
    )


def say_yes(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; AnswerMovedOn."""
    answer = Answer.objects.select_related("entry", "organisation").get(pk=split_key(key)[1])
    agree(answer, by=by)
    if answer.both_agreed:
        return _("Both have said yes: you find each other’s names on the page of the answer.")
    return _("You said yes: when the other side does too, you are named to one another.")


def say_no(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; AnswerMovedOn."""
    decline(Answer.objects.select_related("entry", "organisation").get(pk=split_key(key)[1]), "", by=by)
    return _("You said no: nobody was named.")
