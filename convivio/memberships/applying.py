"""What those who write an application do with it: keep answers, send it, withdraw it, take it up again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.memberships.answers import missing_from
from convivio.memberships.errors import ApplicationIsIncomplete, AppliedAlready, StepChangedMeanwhile
from convivio.memberships.letters import post_passage
from convivio.memberships.models import UNDER_WAY, Application, State
from convivio.memberships.passages import expect_state, move
from convivio.memberships.permissions import may_write
from convivio.memberships.telling import IN_OUR_NAME
from convivio.memberships.writers import Writer
from convivio.notices.telling import tell
from convivio.organisations.models import Organisation

UNDECIDED = (State.DRAFT, *UNDER_WAY)


def revision_of(application: Application, step: str) -> int:
    """Count how often a step was kept, so that a form can say which version it shows."""
    return int(application.writers.get(step, [0, ""])[0])


@transaction.atomic
def keep_answers(
    application: Application, step: str, answers: Mapping[str, Any], *, seen: int, by: Writer
) -> int:
    """Keep what was said in one step, complete or not, and return its new revision.

    Raises:
        NotAllowed; ApplicationMovedOn, when it is with the office by now; StepChangedMeanwhile, when
        somebody else kept another version of this step since.
    """
    _hold(application, by)
    expect_state(application, State.DRAFT, State.RETURNED)
    revision, writer = application.writers.get(step, [0, ""])
    if revision != seen and writer != by.key:
        raise StepChangedMeanwhile
    application.answers = {**application.answers, **answers}
    application.writers = {**application.writers, step: [revision + 1, by.key]}
    application.save(update_fields=["answers", "writers"])
    return int(revision) + 1


@transaction.atomic
def choose_organisation(application: Application, organisation: Organisation | None, *, by: Writer) -> None:
    """Say that the applicant is an organisation on record, or that it is none of them.

    Raises: NotAllowed, ApplicationMovedOn; AppliedAlready, when its application is under way.
    """
    _hold(application, by)
    expect_state(application, State.DRAFT, State.RETURNED)
    application.organisation = organisation
    _save_as_only_one(application, ["organisation"])
    record("application.named", application, by=by.acting)


@transaction.atomic
def send(application: Application, *, by: Writer) -> None:
    """Hand a complete application to the cluster's office.

    Raises: NotAllowed, ApplicationMovedOn, ApplicationIsIncomplete, AppliedAlready.
    """
    _hold(application, by)
    expect_state(application, State.DRAFT, State.RETURNED)
    missing = missing_from(application)
    if missing:
        raise ApplicationIsIncomplete([one.sentence for one in missing])
    try:
        with transaction.atomic():
            move(application, State.SENT, by=by.acting, verb="sent")
    except IntegrityError as twice:
        raise AppliedAlready(application.name) from twice
    post_passage(application)
    if application.organisation is not None:
        tell(IN_OUR_NAME.name, application)


@transaction.atomic
def withdraw(application: Application, *, by: Writer) -> None:
    """Take an application back before anything is decided; it can be taken up again.

    Raises: NotAllowed, ApplicationMovedOn.
    """
    _hold(application, by)
    expect_state(application, *UNDECIDED)
    move(application, State.WITHDRAWN, by=by.acting, verb="withdrawn")
    post_passage(application)


@transaction.atomic
def take_up(application: Application, *, by: Writer) -> None:
    """Go on writing an application that was withdrawn.

    Raises: NotAllowed, ApplicationMovedOn.
    """
    _hold(application, by)
    expect_state(application, State.WITHDRAWN)
    application.begun_at = now()
    move(application, State.DRAFT, by=by.acting, verb="taken_up")


def _hold(application: Application, by: Writer) -> None:
    lock(application)
    may_write(by.acting, application, by.links).enforce()
    application.touch()


def _save_as_only_one(application: Application, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            application.save(update_fields=fields)
    except IntegrityError as twice:
        raise AppliedAlready(application.name) from twice
