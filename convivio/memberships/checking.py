"""What the office does with an application: check it, ask for more, say which organisation it is."""

from django.db import IntegrityError, transaction

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.memberships.errors import AppliedAlready
from convivio.memberships.letters import post_passage
from convivio.memberships.models import Application, State
from convivio.memberships.passages import expect_state, move
from convivio.memberships.permissions import may_keep_members
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting


@transaction.atomic
def pass_to_board(application: Application, *, by: Acting) -> None:
    """Say that an application is in order, and put it before the board.

    Raises: NotAllowed; ApplicationMovedOn, when somebody was quicker.
    """
    _hold(application, by)
    expect_state(application, State.SENT)
    move(application, State.BOARD, by=by, verb="checked")
    post_passage(application)


@transaction.atomic
def ask_for_more(application: Application, words: str, *, by: Acting) -> None:
    """Give an application back to whoever wrote it, with the words that say what is missing.

    Raises: NotAllowed; ApplicationMovedOn, when somebody was quicker.
    """
    _hold(application, by)
    expect_state(application, State.SENT)
    move(application, State.RETURNED, by=by, words=words, verb="returned")
    post_passage(application, words)


@transaction.atomic
def take_back(application: Application, *, by: Acting) -> None:
    """Undo: have an application with the office again, from the board or from the applicant.

    Raises: NotAllowed; ApplicationMovedOn, when the board or the applicant moved it on.
    """
    _hold(application, by)
    expect_state(application, State.BOARD, State.RETURNED)
    move(application, State.SENT, by=by, verb="taken_back")


@transaction.atomic
def identify(
    application: Application, organisation: Organisation | None, *, another_body: bool = False, by: Acting
) -> None:
    """Say which organisation on record the applicant is; or that it is another body with the same number.

    Raises: NotAllowed, ApplicationMovedOn; AppliedAlready, when its application is under way.
    """
    _hold(application, by)
    expect_state(application, State.SENT, State.BOARD)
    application.organisation, application.is_another_body = organisation, another_body
    try:
        with transaction.atomic():
            application.save(update_fields=["organisation", "is_another_body"])
    except IntegrityError as twice:
        raise AppliedAlready(application.name) from twice
    facts = {"organisation": organisation.key if organisation else "", "another": another_body}
    record("application.identified", application, by=by, because=application.cluster, facts=facts)


def _hold(application: Application, by: Acting) -> None:
    lock(application)
    may_keep_members(by, application.cluster).enforce()
