"""How an application moves from one state to another: on record, and told to whoever wrote it."""

from convivio.activity.trace import record
from convivio.memberships.errors import ApplicationMovedOn
from convivio.memberships.models import Application, Passage, State
from convivio.people.acting import Acting


def expect_state(application: Application, *states: State) -> None:
    """Refuse an act on an application that somebody moved on; hold its row first.

    Raises: ApplicationMovedOn.
    """
    if application.state not in states:
        raise ApplicationMovedOn(str(State(application.state).label))


def move(application: Application, into: State, *, by: Acting, words: str = "", verb: str) -> Passage:
    """Move an application on, in the transaction that holds its row; leave the passage and the trace."""
    passage = Passage.objects.create(
        application=application, out_of=application.state, into=into, by=by.person, words=words
    )
    application.state, application.state_since = into, passage.at
    application.save()
    record(
        f"application.{verb}",
        application,
        by=by,
        because=application.cluster,
        facts={"from": passage.out_of, "into": into.value},
    )
    return passage
