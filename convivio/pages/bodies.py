"""The bodies of a publisher and who sits in them: today, and before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from convivio.kernel.audiences import Reader
from convivio.organisations.models import Organisation
from convivio.pages.models import Body, Term
from convivio.pages.publishers import Publisher

RANKS = {role: rank for rank, role in enumerate(Term.Role.values)}


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term, with its organisation if the reader may see it."""

    term: Term
    organisation: Organisation | None


@dataclass(slots=True)
class ShownBody:
    """A body, who sits in it today, who did before, and who will."""

    body: Body
    now: list[ShownTerm] = field(default_factory=list)
    before: list[ShownTerm] = field(default_factory=list)
    to_come: list[ShownTerm] = field(default_factory=list)

    @property
    def since(self) -> date | None:
        """The day from which most of those sit who sit there today."""
        days = [one.term.from_on for one in self.now]
        return max(set(days), key=days.count) if days else None

    @property
    def until(self) -> date | None:
        """The day until which most of them do; nothing while no end is known."""
        days = [one.term.until_on for one in self.now]
        return max(set(days), key=days.count) if days else None


def bodies_of(publisher: Publisher, reader: Reader, day: date) -> list[ShownBody]:
    """Give the bodies in their order, each with all its terms, in two questions to the database."""
    bodies = list(Body.objects.filter(publisher=publisher.key).select_related("chain"))
    shown = {body.pk: ShownBody(body) for body in bodies}
    for one in _terms(Term.objects.filter(body__in=shown), reader):
        _place_of(shown[one.term.body_id], one.term, day).append(one)
    return list(shown.values())


def sitting_today(publisher: Publisher, reader: Reader, day: date) -> list[ShownBody]:
    """Give the bodies in which somebody sits today, in one question to the database."""
    rows = Term.objects.holding_on(day).filter(body__publisher=publisher.key).select_related("body")
    shown: dict[int, ShownBody] = {}
    for one in _terms(rows, reader):
        shown.setdefault(one.term.body_id, ShownBody(one.term.body)).now.append(one)
    return sorted(shown.values(), key=lambda one: (one.body.position, one.body.pk))


def _terms(rows: Iterable[Term], reader: Reader) -> Iterable[ShownTerm]:
    with_organisation = rows.select_related("organisation")  # type: ignore[attr-defined]
    for term in sorted(with_organisation, key=_rank):
        seen = term.organisation if term.organisation and reader.sees(term.organisation.audience) else None
        yield ShownTerm(term, seen)


def _rank(term: Term) -> tuple[int, int, str]:
    return (
        -term.from_on.toordinal() if term.until_on else 0,
        RANKS.get(term.role, len(RANKS)),
        term.person_name,
    )


def _place_of(shown: ShownBody, term: Term, day: date) -> list[ShownTerm]:
    if term.holds_on(day):
        return shown.now
    return shown.to_come if term.from_on > day else shown.before
