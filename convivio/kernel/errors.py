"""Refusals that a person may read.

DomainError
├── NotAllowed    this person may not do this
├── NotFound      there is no such thing, or this person may not see it: nobody can tell which
├── WrongState    nobody may do this now
└── BadInput      what was sent cannot be used as it is
"""

from typing import ClassVar


class DomainError(Exception):
    """A request that the rules of the network refuse.

    The code is for machines, and never changes. The message is a whole sentence
    for people, and may.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """This person may not do this."""

    code = "not_allowed"
    status = 403


class NotFound(DomainError):
    """There is no such thing, as far as this person may know."""

    code = "not_found"
    status = 404


class WrongState(DomainError):
    """Nobody may do this now, given what happened before."""

    code = "wrong_state"
    status = 409


class NotPrepared(WrongState):
    """The database lacks tables, or they are those of an older version."""

    code = "not_prepared"

    def __init__(self) -> None:
        super().__init__("This home is not ready, or not up to date: run “convivio prepare” first.")


class BadInput(DomainError):
    """What was sent cannot be used as it is."""

    code = "bad_input"
    status = 422
