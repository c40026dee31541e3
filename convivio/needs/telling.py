"""What people are told of entries and answers; no letter names somebody whom its reader is not yet to know."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from convivio.kernel.keys import split_key
from convivio.needs.askers import key_of_asker, people_of, people_of_asker, real_name_of_asker
from convivio.needs.facilitators import office_numbers
from convivio.needs.models import Answer, Entry
from convivio.notices.declarations import Answer as Button
from convivio.notices.declarations import Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.telling import tell
from convivio.people.models import Person
from convivio.web.amounts import in_words

CARE, ANSWERED, INTRODUCED = "need.care", "need.answered", "need.introduced"
STEP, EXPIRING, UNANSWERED = "need.step", "need.expiring", "need.unanswered"
RENEW, ACCEPT, DECLINE = "need.renew", "need.accept", "need.decline"
SUBJECTS = {
    "agreed": gettext_noop("Both said yes: you can talk about “%(title)s”"),
    "declined": gettext_noop("“%(title)s”: not this time"),
    "withdrawn": gettext_noop("An answer to “%(title)s” was taken back"),
    "met": gettext_noop("A meeting about “%(title)s”"),
    "delivered": gettext_noop("“%(title)s” is met: thank you"),
    "nothing": gettext_noop("Nothing came of “%(title)s” this time"),
}


def tell_of(kind: str, about: models.Model, *, but: Person | None = None) -> None:
    """Tell of an entry or an answer, but whoever did it."""
    tell(kind, about, facts={"but": but.pk if but else 0})


def tell_step(what: str, answer: Answer, *, but: Person | None = None) -> None:
    """Tell both sides of a step, but whoever took it."""
    tell(STEP, answer, facts={"what": what, "but": but.pk if but else 0})


def _entry(about: str) -> Entry | None:
    return Entry.objects.select_related("cluster").filter(pk=split_key(about)[1]).first()


def _answer(about: str) -> Answer | None:
    rows = Answer.objects.select_related("entry__cluster", "organisation", "person")
    return rows.filter(pk=split_key(about)[1]).first()


def _accompanying(entry: Entry) -> set[int]:
    """Number who accompanies it while they are of the office, or else everybody of the office."""
    office = office_numbers(entry.cluster_id)
    return {entry.facilitator_id} if entry.facilitator_id in office else office


def _answering(answer: Answer) -> set[int]:
    return people_of(answer.organisation_id, answer.person_id)


def _to_care(about: str, facts: Facts) -> Iterable[int]:
    entry = _entry(about)
    return _accompanying(entry) - {facts["but"]} if entry is not None else set()


def _to_asker(about: str, facts: Facts) -> Iterable[int]:
    entry = _entry(about)
    return people_of_asker(entry) - {facts["but"]} if entry is not None else set()


def _to_who_looks_after(about: str, facts: Facts) -> Iterable[int]:
    answer = _answer(about)
    if answer is None:
        return set()
    return (people_of_asker(answer.entry) | _accompanying(answer.entry)) - {facts["but"]}


def _to_who_has_not_agreed(about: str, facts: Facts) -> Iterable[int]:
    answer = _answer(about)
    if answer is None or answer.state != Answer.State.INTRODUCED:
        return set()
    asking = people_of_asker(answer.entry) if answer.asker_agreed_at is None else set()
    answering = _answering(answer) if answer.answerer_agreed_at is None else set()
    return (asking | answering) - {facts["but"]}


def _to_both(about: str, facts: Facts) -> Iterable[int]:
    answer = _answer(about)
    if answer is None:
        return set()
    return (people_of_asker(answer.entry) | _answering(answer)) - {facts["but"]}


def _care(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    entry = _entry(about)
    if entry is None or person.pk not in set(_to_care(about, facts)):
        return None
    return Line(
        _("Yours to accompany: “%(title)s”") % {"title": entry},
        _("Look for who could answer it, and bring them together."),
        (str(entry.cluster),),
        entry.get_absolute_url(),
    )


def _silence(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    entry = _entry(about)
    is_silent = entry is not None and entry.is_open and not entry.answers.exists()
    if entry is None or not is_silent or person.pk not in set(_to_care(about, facts)):
        return None
    return Line(
        _("Nobody has answered “%(title)s” yet") % {"title": entry},
        _("Two weeks have gone by: you may know somebody to ask."),
        (str(entry.cluster),),
        entry.get_absolute_url(),
    )


def _ending(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    entry = _entry(about)
    if entry is None or not entry.is_open or person.pk not in set(_to_asker(about, facts)):
        return None
    day = in_words(entry.expires_on, "j F Y")
    return Line(
        _("Still on the board? “%(title)s”") % {"title": entry},
        _("It leaves the board on %(day)s; one click keeps it for ninety days more.") % {"day": day},
        (),
        entry.get_absolute_url(),
        (Button(RENEW, entry.key, key_of_asker(entry)),),
    )


def _answered(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    answer = _answer(about)
    if answer is None or person.pk not in set(_to_who_looks_after(about, facts)):
        return None
    return Line(
        _("%(who)s answers “%(title)s”") % {"who": answer.organisation.name, "title": answer.entry},
        answer.proposes[:300],
        tuple(filter(None, (answer.asks[:300], answer.who[:300]))),
        answer.get_absolute_url(),
    )


def _introduced(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    answer = _answer(about)
    if answer is None or person.pk not in set(_to_who_has_not_agreed(about, facts)):
        return None
    asks = person.pk in people_of_asker(answer.entry) and answer.asker_agreed_at is None
    side = key_of_asker(answer.entry) if asks else answer.organisation.key
    sentence = (
        _("%(who)s would know who you are. Say yes, and both of you are named to one another.")
        % {"who": answer.organisation.name}
        if asks
        else _("Whoever asks would talk with you. Say yes, and both of you are named to one another.")
    )
    return Line(
        _("Shall we introduce you? “%(title)s”") % {"title": answer.entry},
        sentence,
        (),
        answer.get_absolute_url(),
        (Button(ACCEPT, answer.key, side), Button(DECLINE, answer.key, side)),
    )


def _step(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    answer = _answer(about)
    if answer is None or person.pk not in set(_to_both(about, facts)):
        return None
    subject = _(SUBJECTS[facts["what"]]) % {"title": answer.entry}
    return Line(subject, _of_whom(answer, person), _context(facts["what"], answer), answer.get_absolute_url())


def _of_whom(answer: Answer, person: Person) -> str:
    """Name the other side to somebody, if both have said yes."""
    if person.pk in _answering(answer):
        if not answer.both_agreed:
            return _("Your answer to it.")
        return _("With %(who)s.") % {"who": real_name_of_asker(answer)}
    return _("With %(who)s.") % {"who": answer.organisation.name}


def _context(what: str, answer: Answer) -> tuple[str, ...]:
    if what == "met" and answer.meeting_on is not None:
        return tuple(filter(None, (in_words(answer.meeting_on, "l j F Y"), answer.meeting_words)))
    return tuple(filter(None, (answer.ending_words,)))


GROUP = gettext_lazy("Needs and offers")
KINDS = (
    Kind(CARE, gettext_lazy("A need for you to accompany"), _care, _to_care, group=GROUP),
    Kind(
        ANSWERED,
        gettext_lazy("Answers to what you ask or accompany"),
        _answered,
        _to_who_looks_after,
        group=GROUP,
    ),
    Kind(
        INTRODUCED,
        gettext_lazy("Introductions that wait for your yes"),
        _introduced,
        _to_who_has_not_agreed,
        group=GROUP,
    ),
    Kind(STEP, gettext_lazy("What becomes of answers"), _step, _to_both, group=GROUP),
    Kind(EXPIRING, gettext_lazy("What leaves the board soon"), _ending, _to_asker, group=GROUP),
    Kind(UNANSWERED, gettext_lazy("Needs that nobody answers"), _silence, _to_care, "weekly", group=GROUP),
)
