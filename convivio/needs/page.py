"""Everything that the page of an entry, and that of an answer, shows to whoever opens it."""

from typing import Any

from django.utils.translation import gettext as _

from convivio.needs.askers import accompanies, asker_for, is_asker, numbers_edited_by
from convivio.needs.facilitators import people_of_office
from convivio.needs.forms import MeetingForm
from convivio.needs.models import Answer, Entry
from convivio.needs.permissions import has_read, may_answer, may_post
from convivio.people.acting import Acting

MOST = 100


def entry_context(entry: Entry, acting: Acting, **more: Any) -> dict[str, Any]:
    """Gather the page of an entry: its words if they may be read, its answers for who looks after it."""
    ours, accompanied = is_asker(acting, entry), accompanies(acting, entry)
    looks_after = ours or accompanied
    own = _own_answer(entry, acting)
    is_read = not entry.is_blinded or looks_after or own is not None or has_read(acting, entry)
    return {
        "entry": entry,
        "ours": ours,
        "accompanied": accompanied,
        "looks_after": looks_after,
        "asker": asker_for(acting, entry, ours=ours, answer=own),
        "is_read": is_read,
        "may_read": may_post(acting),
        "may_answer": may_answer(acting, entry) if entry.is_open and own is None else None,
        "own_answer": own,
        "answers": entry.answers.select_related("organisation")[:MOST] if looks_after else [],
        "readings": entry.readings.select_related("person", "organisation")[:MOST]
        if looks_after and entry.is_blinded
        else [],
        "colleagues": people_of_office(entry.cluster) if accompanied else [],
        **more,
    }


def answer_context(answer: Answer, acting: Acting, **more: Any) -> dict[str, Any]:
    """Gather the page of an answer: its words, the other side once both have agreed, and the steps open now."""
    entry = answer.entry
    ours, accompanied = is_asker(acting, entry), accompanies(acting, entry)
    looks_after, state = ours or accompanied, answer.state
    speaks = answer.organisation_id in numbers_edited_by(acting)
    own_yes = answer.asker_agreed_at if ours else answer.answerer_agreed_at
    is_live, both = state in Answer.LIVE, state in {Answer.State.AGREED, Answer.State.MET}
    return {
        "answer": answer,
        "entry": entry,
        "ours": ours,
        "speaks": speaks,
        "looks_after": looks_after,
        "asker": asker_for(acting, entry, ours=ours, answer=answer if speaks else None),
        "answerer_is_named": answer.both_agreed or speaks or accompanied,
        "may_introduce": looks_after and state == Answer.State.SENT and entry.is_open,
        "may_agree": (ours or speaks) and state == Answer.State.INTRODUCED and own_yes is None,
        "may_decline": (looks_after and state in {Answer.State.SENT, Answer.State.INTRODUCED})
        or (speaks and state == Answer.State.INTRODUCED),
        "still_to_say_yes": _still_to_say_yes(answer, is_a_side=ours or speaks),
        "may_meet": (looks_after or speaks) and both,
        "may_end": looks_after and both and entry.is_open,
        "may_undo": looks_after
        and state in {Answer.State.DECLINED, Answer.State.DELIVERED, Answer.State.NOTHING},
        "may_take_back": speaks and is_live,
        "meeting": MeetingForm(initial={"day": answer.meeting_on, "words": answer.meeting_words}),
        **more,
    }


def _own_answer(entry: Entry, acting: Acting) -> Answer | None:
    """Find what the organisations that this person writes for have answered."""
    rows = entry.answers.exclude(state=Answer.State.WITHDRAWN)
    return rows.filter(organisation__in=numbers_edited_by(acting)).first()


def _still_to_say_yes(answer: Answer, *, is_a_side: bool) -> str:
    """Say on whom a proposed introduction waits, as one of the two sides or who accompanies them reads it."""
    if answer.state != Answer.State.INTRODUCED:
        return ""
    if is_a_side:
        return _("The other side has still to say yes.")
    if answer.asker_agreed_at is None and answer.answerer_agreed_at is None:
        return _("Both sides have still to say yes.")
    return _("One side has still to say yes.")
