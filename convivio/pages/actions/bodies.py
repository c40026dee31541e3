"""Writing down who sits in which body, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from convivio.activity.trace import record
from convivio.clusters.models import ValueChain
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.models import Organisation
from convivio.pages.errors import TermIsHeld
from convivio.pages.models import Body, Term
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher
from convivio.people.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who sits in a body: the name, the role, for which organisation, from when to when."""

    person_name: str
    role: str
    organisation: Organisation | None
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a body is: its kind, its name and what it does by language, its value chain if it is of one."""

    kind: str
    name: Mapping[str, str]
    words: Mapping[str, str]
    chain: ValueChain | None = None


@transaction.atomic
def add_body(publisher: Publisher, founding: Founding, *, by: Acting) -> Body:
    """Put one more body on the page, after those there are.

    Raises:
        NotAllowed.
    """
    may_write(by, publisher).enforce()
    last = Body.objects.filter(publisher=publisher.key).aggregate(last=Max("position"))["last"]
    body = Body.objects.create(publisher=publisher.key, position=(last or 0) + 1, **_columns(founding))
    record("body.added", body.publisher, by=by, facts={"body": body.pk})
    return body


@transaction.atomic
def change_body(publisher: Publisher, body: Body, founding: Founding, *, by: Acting) -> None:
    """Name a body anew, or say better what it does.

    Raises:
        NotAllowed.
    """
    lock(body)
    may_write(by, publisher).enforce()
    for name, value in _columns(founding).items():
        setattr(body, name, value)
    body.save()
    record("body.changed", body.publisher, by=by, facts={"body": body.pk})


def add_term(publisher: Publisher, body: Body, sitting: Sitting, *, by: Acting) -> Term:
    """Write down that somebody sits in a body.

    Raises:
        NotAllowed.
        TermIsHeld: they hold this role there on some of these days already.
    """
    return _seat(publisher, Term(body=body), sitting, by, "term.added")


def change_term(publisher: Publisher, term: Term, sitting: Sitting, *, by: Acting) -> Term:
    """Correct a term, or say on which day it ends; the term stays on record.

    Raises:
        NotAllowed.
        TermIsHeld.
    """
    return _seat(publisher, term, sitting, by, "term.changed")


def _seat(publisher: Publisher, term: Term, sitting: Sitting, by: Acting, verb: str) -> Term:
    try:
        with transaction.atomic():
            may_write(by, publisher).enforce()
            if term.pk:
                lock(term)
            term.person_name, term.role = sitting.person_name, sitting.role
            term.organisation = sitting.organisation
            term.from_on, term.until_on = sitting.from_on, sitting.until_on
            term.save()
            record(verb, publisher.key, by=by, facts={"body": term.body_id, "term": term.pk})
    except IntegrityError as refused:
        if "a_term_is_held_once" in str(refused):
            raise TermIsHeld(sitting.person_name) from refused
        raise
    return term


def _columns(founding: Founding) -> dict[str, object]:
    return {
        "kind": founding.kind,
        "name": Translated(founding.name),
        "words": Translated(founding.words),
        "chain": founding.chain,
    }
