"""What the board decides about an application, as it is recorded: with votes or a note, on a day."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.kernel.rows import lock
from convivio.memberships.admitting import admit
from convivio.memberships.errors import UnsoundDecision
from convivio.memberships.letters import post_decision
from convivio.memberships.models import Application, BoardDecision, State
from convivio.memberships.passages import expect_state, move
from convivio.memberships.permissions import may_decide
from convivio.people.acting import Acting

Outcome = BoardDecision.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the board decided: the outcome and its day, the votes or a note, and why or from when."""

    outcome: str
    decided_on: date
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    note: str = ""
    sentence: str = ""
    member_from: date | None = None


@transaction.atomic
def decide(application: Application, decided: Decided, *, by: Acting) -> BoardDecision:
    """Record what the board decided: who is admitted becomes a member from a day.

    Raises:
        NotAllowed; ApplicationMovedOn, when somebody recorded a decision already; UnsoundDecision;
        OrganisationIsOnRecord, AlreadyAMember, NoSuchCategory: nothing is recorded then.
    """
    lock(application)
    may_decide(by, application.cluster).enforce()
    expect_state(application, State.BOARD)
    _check(decided)
    decision = BoardDecision.objects.create(
        application=application,
        recorded_by=by.person,
        outcome=decided.outcome,
        decided_on=decided.decided_on,
        votes_for=decided.votes_for,
        votes_against=decided.votes_against,
        abstained=decided.abstained,
        note=decided.note,
        sentence=decided.sentence,
        member_from=decided.member_from,
    )
    if decision.outcome == Outcome.ADMIT and decided.member_from is not None:
        application.membership = admit(application, decided.member_from, by=by)
        move(application, State.ADMITTED, by=by, verb="admitted")
    else:
        move(application, State.REFUSED, by=by, words=decided.sentence, verb="refused")
    post_decision(application, decision)
    return decision


@transaction.atomic
def undo_refusal(application: Application, *, by: Acting) -> None:
    """Have a refused application before the board again; the decision stays on record as undone.

    Raises: NotAllowed, ApplicationMovedOn.
    """
    lock(application)
    may_decide(by, application.cluster).enforce()
    expect_state(application, State.REFUSED)
    application.decisions.filter(undone_at=None).update(undone_at=now(), undone_by=by.person)
    move(application, State.BOARD, by=by, verb="refusal_undone")


def _check(decided: Decided) -> None:
    if decided.decided_on > localdate():
        raise UnsoundDecision(_("The board cannot have decided on a day that is still to come."))
    if decided.votes_for is None and not decided.note:
        raise UnsoundDecision(_("Write the votes, or a note that says how the board decided."))
    if decided.outcome == Outcome.REFUSE and not decided.sentence:
        raise UnsoundDecision(_("Write a sentence that says why: the applicant reads it."))
    if decided.outcome == Outcome.ADMIT:
        _check_admission(decided)


def _check_admission(decided: Decided) -> None:
    if decided.member_from is None:
        raise UnsoundDecision(_("Write the day from which it is a member."))
    against = decided.votes_against or 0
    if decided.votes_for is not None and decided.votes_for <= against:
        raise UnsoundDecision(
            _("These votes do not admit it: those in favour are not more than those against.")
        )
