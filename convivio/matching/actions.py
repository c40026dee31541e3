"""What people do with a need: put it to the network, and pick whom they want at the table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.calls.models import Call
from convivio.consortia.actions import Beginning, Sitting, begin_consortium
from convivio.consortia.models import Consortium
from convivio.engine.rules import load_rule_set
from convivio.kernel.errors import BadInput
from convivio.kernel.rows import lock
from convivio.matching.answering import LONGEST_NEED, words_of_call
from convivio.matching.models import Pick, Question
from convivio.matching.permissions import audience_of, may_ask, may_pick
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting

MOST_PICKS = 40
SENT_TWICE = timedelta(minutes=1)
"""Within this time, the same table set by the same person is the same click, arrived twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What somebody asks: a need, a call, or both; for whom; under which rules.

    `after` is the question that this one words anew: who was picked for it stays picked. `because` is the key of
    what it came from, such as an idea.
    """

    text: str = ""
    call: Call | None = None
    lead: Organisation | None = None
    rule_set: str = ""
    seats: int = 6
    after: Question | None = None
    because: str = ""


@transaction.atomic
def ask_question(asking: Asking, *, by: Acting) -> Question:
    """Put a need to the network; nobody is told of it.

    Raises:
        NotAllowed: nobody has signed in, or the question that is worded anew is not theirs.
        BadInput: there is neither a need nor a call, or the need is too long.
    """
    may_ask(by).enforce()
    text, call, after = asking.text.strip(), asking.call, asking.after
    if after is not None:
        may_pick(by, after).enforce()
    _checked(text, call)
    rules = asking.rule_set or (after.rule_set if after else "") or (call.rule_set if call else "")
    question = Question.objects.create(
        text=text,
        call=call,
        lead=asking.lead,
        rule_set=rules,
        asked_by=by.person,
        audience=audience_of(by),
        because=asking.because or (call.key if call else after.key if after else ""),
    )
    if after is not None:
        _keep_the_picks(question, after)
    record("question.asked", question, by=by, because=question.because)
    return question


def _checked(text: str, call: Call | None) -> None:
    if not text and call is None:
        raise BadInput(_("Say what you look for, or choose a call: a sentence is enough."))
    if len(text) > LONGEST_NEED:
        raise BadInput(
            _("This need is longer than a million characters. Send the part that says what you look for.")
        )


def _keep_the_picks(question: Question, after: Question) -> None:
    kept = after.picks.exclude(organisation=question.lead) if question.lead else after.picks.all()
    Pick.objects.bulk_create(
        Pick(question=question, organisation=one.organisation, reasons=one.reasons)
        for one in kept.select_related("organisation")
    )


@transaction.atomic
def pick(
    question: Question, organisation: Organisation, reasons: list[dict[str, Any]], *, by: Acting
) -> None:
    """Want an organisation at the table, keeping the reasons as they were read; twice is once.

    Raises:
        NotAllowed: the question is not kept for this person.
        BadInput: the table is full, or it is the lead itself.
    """
    lock(question)
    may_pick(by, question).enforce()
    if question.lead_id == organisation.pk:
        raise BadInput(_("They lead this table already."))
    if question.picks.count() >= MOST_PICKS:
        raise BadInput(_("%(most)s picks are as many as a table takes.") % {"most": MOST_PICKS})
    _row, made = Pick.objects.get_or_create(
        question=question, organisation=organisation, defaults={"reasons": reasons}
    )
    if made:
        record("partner.picked", organisation, by=by, because=question, facts={"reasons": reasons})


@transaction.atomic
def put_back(question: Question, organisation: Organisation, *, by: Acting) -> None:
    """Take a pick back.

    Raises:
        NotAllowed: the question is not kept for this person.
    """
    lock(question)
    may_pick(by, question).enforce()
    gone, _rows = Pick.objects.filter(question=question, organisation=organisation).delete()
    if gone:
        record("partner.put_back", organisation, by=by, because=question)


@transaction.atomic
def choose_rules(question: Question, rule_set: str, *, by: Acting) -> None:
    """Judge the table by other rules, or by none.

    Raises:
        NotAllowed: the question is not kept for this person.
        UnknownRuleSet: there is no such rule set.
    """
    lock(question)
    may_pick(by, question).enforce()
    if rule_set:
        load_rule_set(rule_set)
    question.rule_set = rule_set
    question.save(update_fields=["rule_set"])
    record("question.rules_chosen", question, by=by, facts={"rule_set": rule_set})


def words_of(question: Question) -> str:
    """Return what partners are matched with: the need, and what the call asks for."""
    return words_in(question.text, question.call)


def words_in(text: str, call: Call | None) -> str:
    return "\n".join(part for part in (text.strip(), words_of_call(call) if call else "") if part)


@transaction.atomic
def set_the_table(
    question: Question, beginning: Beginning, sittings: tuple[Sitting, ...], *, by: Acting
) -> Consortium:
    """Turn a question and its picks into a draft of a consortium; a form that arrives twice makes one.

    Raises:
        NotAllowed: the question is not kept for this person, or they may not speak for whom they act.
    """
    lock(question)
    may_pick(by, question).enforce()
    just_set = _just_set(question, beginning, sittings, by)
    if just_set is not None:
        return just_set
    begun = Beginning(
        name=beginning.name,
        need=question.text,
        call=question.call,
        rule_set=beginning.rule_set,
        budget=beginning.budget,
        because=question.key,
        sittings=sittings,
    )
    return begin_consortium(begun, by=by)


def _just_set(
    question: Question, beginning: Beginning, sittings: tuple[Sitting, ...], by: Acting
) -> Consortium | None:
    """Find the very table that this person set from this question a moment ago."""
    tables = Consortium.objects.kept().filter(
        because=question.key,
        owner=by.key,
        begun_by=by.person,
        name=beginning.name,
        rule_set=beginning.rule_set,
        budget=beginning.budget,
        begun_at__gte=now() - SENT_TWICE,
    )
    seated = {(one.organisation.pk if one.organisation else None, one.role) for one in sittings}
    for table in tables.order_by("pk"):
        if set(table.seats.values_list("organisation_id", "role")) == seated:
            return table
    return None
