"""The steps of an answer: sent, introduced, agreed by both, met, and what came of it.

What the asker's side does is on record with the entry, which only its own people and who accompanies it read; what the
answering side does is on record with the answer. So nobody reads in the trace who they are not yet to know.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.exchanges.beginning import Shared, begin_exchange
from convivio.exchanges.models import UNITS, Kind
from convivio.kernel.rows import lock
from convivio.needs.askers import asker_of, is_asker
from convivio.needs.errors import AlreadyAnswered, AnswerMovedOn, EntryIsClosed
from convivio.needs.models import Answer, Entry, Reading
from convivio.needs.permissions import (
    current_organisation,
    may_answer,
    may_look_after,
    may_post,
    may_speak,
    may_write,
)
from convivio.needs.telling import ANSWERED, INTRODUCED, tell_of, tell_step
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

State = Answer.State
VERBS = {
    "agreed": ("need.agreed_to", "answer.agreed"),
    "declined": ("need.declined_to", "answer.declined"),
    "met": ("need.met_to", "answer.met"),
}
"""How the trace calls a step, of the asking side and of the answering one."""
GIVEN_AS = {
    Entry.About.SKILL: Kind.ADVICE,
    Entry.About.IDEA: Kind.ADVICE,
    Entry.About.RESOURCE: Kind.MACHINE,
    Entry.About.OTHER: Kind.OTHER,
}
"""What the ledger calls what the board was about; the two say otherwise there, if it was something else."""


@transaction.atomic
def read_blinded(entry: Entry, *, by: Acting) -> Reading:
    """Accept the terms of a blinded need, and have it written down who read it, for whom, when.

    Raises: NotAllowed.
    """
    may_post(by).enforce()
    reading, is_new = Reading.objects.get_or_create(
        entry=entry, person=by.person, organisation=current_organisation(by)
    )
    if is_new:
        record("need.read", entry, by=by)
    return reading


@transaction.atomic
def give_answer(entry: Entry, words: Mapping[str, str], *, by: Acting) -> Answer:
    """Answer in three questions, for the organisation that one acts for now.

    Raises: NotAllowed; EntryIsClosed; AlreadyAnswered.
    """
    lock(entry)
    may_answer(by, entry).enforce()
    if not entry.is_open:
        raise EntryIsClosed
    organisation = current_organisation(by)
    if entry.answers.exclude(state=State.WITHDRAWN).filter(organisation=organisation).exists():
        raise AlreadyAnswered
    answer = Answer.objects.create(entry=entry, organisation=organisation, person=by.person, **words)
    record("answer.sent", answer, by=by)
    tell_of(ANSWERED, answer)
    return answer


@transaction.atomic
def introduce(answer: Answer, *, by: Acting) -> None:
    """Propose that the two know one another; an asker who proposes it has said yes already.

    Raises: NotAllowed; EntryIsClosed; AnswerMovedOn.
    """
    _hold(answer, State.SENT)
    may_look_after(by, answer.entry).enforce()
    if not answer.entry.is_open:
        raise EntryIsClosed
    answer.state, answer.introduced_on = State.INTRODUCED, localdate()
    if is_asker(by, answer.entry):
        answer.asker_agreed_at = now()
    answer.save()
    record("need.introduced", answer.entry, by=by)
    tell_of(INTRODUCED, answer)


@transaction.atomic
def agree(answer: Answer, *, by: Acting) -> None:
    """Say yes for one's own side; with the second yes both are named to one another.

    Raises: NotAllowed; AnswerMovedOn, when nothing was proposed or one's side has said it already.
    """
    _hold(answer, State.INTRODUCED)
    asks = is_asker(by, answer.entry)
    (may_write(by, answer.entry) if asks else may_speak(by, answer)).enforce()
    column = "asker_agreed_at" if asks else "answerer_agreed_at"
    if getattr(answer, column) is not None:
        raise AnswerMovedOn
    setattr(answer, column, now())
    if answer.both_agreed:
        answer.state = State.AGREED
    answer.save()
    _record("agreed", answer, by, asks=asks)
    if answer.both_agreed:
        tell_step("agreed", answer)


@transaction.atomic
def decline(answer: Answer, words: str, *, by: Acting) -> None:
    """Say not this time, from the asker's side or, once it is proposed, from the answerer's.

    Raises: NotAllowed; AnswerMovedOn.
    """
    _hold(answer, State.SENT, State.INTRODUCED)
    asks = bool(may_look_after(by, answer.entry))
    if not asks:
        may_speak(by, answer).enforce()
        if answer.state == State.SENT:
            raise AnswerMovedOn
    _end(answer, State.DECLINED, words)
    _record("declined", answer, by, asks=asks)
    tell_step("declined", answer, but=by.person)


@transaction.atomic
def take_up_again(answer: Answer, *, by: Acting) -> None:
    """Undo what ended an answer: it stands where it stood before.

    Raises: NotAllowed; AnswerMovedOn.
    """
    _hold(answer, State.DECLINED, State.DELIVERED, State.NOTHING)
    may_look_after(by, answer.entry).enforce()
    entry = lock(answer.entry)
    if entry.met_by_id == answer.pk:
        entry.open_again()
        entry.save()
        has_changed(entry.key)
    answer.ended_on, answer.ending_words = None, ""
    answer.state = _state_before(answer)
    answer.save()
    record("need.taken_up_again", entry, by=by)


@transaction.atomic
def take_back(answer: Answer, *, by: Acting) -> None:
    """Take one's answer back; one can answer again.

    Raises: NotAllowed; AnswerMovedOn, when it has ended.
    """
    _hold(answer, *Answer.LIVE)
    may_speak(by, answer).enforce()
    _end(answer, State.WITHDRAWN, "")
    record("answer.withdrawn", answer, by=by)
    tell_step("withdrawn", answer, but=by.person)


@transaction.atomic
def meet(answer: Answer, day: date, words: str, *, by: Acting) -> None:
    """Write down when they meet, and what was said or is to be said.

    Raises: NotAllowed; AnswerMovedOn, before both have agreed.
    """
    _hold(answer, State.AGREED, State.MET)
    asks = bool(may_look_after(by, answer.entry))
    if not asks:
        may_speak(by, answer).enforce()
    answer.state, answer.meeting_on, answer.meeting_words = State.MET, day, words
    answer.save()
    _record("met", answer, by, asks=asks)
    tell_step("met", answer, but=by.person)


@transaction.atomic
def deliver(answer: Answer, words: str, *, by: Acting) -> None:
    """Say that the answer did it: the entry is met, and by whom is written down.

    Raises: NotAllowed; AnswerMovedOn; EntryIsClosed, when another answer was quicker.
    """
    _hold(answer, State.AGREED, State.MET)
    may_look_after(by, answer.entry).enforce()
    entry = lock(answer.entry)
    if not entry.is_open:
        raise EntryIsClosed
    _end(answer, State.DELIVERED, words)
    entry.close(Entry.State.MET, words)
    entry.met_by = answer
    entry.save()
    record("need.met", entry, by=by)
    has_changed(entry.key)
    count_the_outcome(answer, by=by)
    tell_step("delivered", answer, but=by.person)


@transaction.atomic
def come_to_nothing(answer: Answer, words: str, *, by: Acting) -> None:
    """Say that nothing came of it, and why.

    Raises: NotAllowed; AnswerMovedOn.
    """
    _hold(answer, State.AGREED, State.MET)
    may_look_after(by, answer.entry).enforce()
    _end(answer, State.NOTHING, words)
    record("need.came_to_nothing", answer.entry, by=by)
    tell_step("nothing", answer, but=by.person)


def count_the_outcome(answer: Answer, *, by: Acting) -> None:
    """Begin an exchange for what was delivered, in the ledger of the two; either says how much it was, the other confirms."""
    asker = asker_of(answer)
    giver, taker = (answer.organisation, asker) if answer.entry.is_need else (asker, answer.organisation)
    kind = GIVEN_AS[Entry.About(answer.entry.about)]
    what = Shared(kind, UNITS[kind][0], Decimal(1), str(answer.entry)[:300])
    begin_exchange(giver, taker, what, about=answer.key, is_told=False, by=by)


def _hold(answer: Answer, *states: str) -> None:
    lock(answer)
    if answer.state not in states:
        raise AnswerMovedOn


def _end(answer: Answer, state: str, words: str) -> None:
    answer.state, answer.ended_on, answer.ending_words = State(state), localdate(), words
    answer.save()


def _state_before(answer: Answer) -> str:
    """Read from what was proposed and agreed where an answer stood."""
    if answer.both_agreed:
        return State.MET if answer.meeting_on else State.AGREED
    is_proposed = answer.introduced_on or answer.asker_agreed_at or answer.answerer_agreed_at
    return State.INTRODUCED if is_proposed else State.SENT


def _record(step: str, answer: Answer, by: Acting, *, asks: bool) -> None:
    """Keep a step where only those read it who may know who took it."""
    asking, answering = VERBS[step]
    verb = asking if asks else answering
    record(verb, answer.entry if asks else answer, by=by)
