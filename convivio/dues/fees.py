"""What a member owes, by the dated rules of its cluster: pure, and able to say why."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convivio.dues.models import FeeLine, FeeSchedule, Reduction, What
from convivio.kernel.money import euros
from convivio.organisations.models import Size
from convivio.web.amounts import in_words, money

JULY, TWELVE, HALF = 7, 12, 6


@dataclass(frozen=True, slots=True)
class Terms:
    """A schedule with its lines and reductions, as they were read."""

    schedule: FeeSchedule
    lines: Sequence[FeeLine]
    reductions: Sequence[Reduction]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask of a membership."""

    organisation: int
    category: str
    size: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class Basis:
    """How an amount came about: enough to say it again in either language, whatever changes later.

    Units: `full` is euros as text; `months` are of twelve; `parts` of `of` are paid.
    """

    what: str
    year: int
    full: str
    category: str = ""
    size: str = ""
    parts: int = 1
    of: int = 1
    reason: str = ""
    months: int = TWELVE
    joined_on: str = ""
    source: str = ""
    decided_on: str = ""
    since: str = ""

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount, and how it came about; nought when the member is exempt."""

    amount: Decimal
    basis: Basis

    @property
    def is_exempt(self) -> bool:
        return self.amount == 0

    @property
    def sentence(self) -> str:
        return explain(self.basis, self.amount)


def fee(terms: Terms, facts: Facts, what: str, year: int) -> Fee | None:
    """Say what a member owes; None where the rules say nothing of such a member.

    Of several lines that fit, the narrowest counts: category and size, category, size, neither. Of
    several reductions, the one that is best for the member. Rounded once, at the end, halves up.
    """
    line = _narrowest(terms.lines, facts, what)
    if line is None:
        return None
    reduction = _best(terms.reductions, facts, what)
    parts, of = (reduction.parts, reduction.of) if reduction else (1, 1)
    months = _months(terms.schedule.part_of_year, facts.joined_on, year) if what == What.YEARLY else TWELVE
    basis = Basis(
        what=what,
        year=year,
        full=str(euros(line.amount)),
        category=line.category,
        size=(reduction.size if reduction else "") or line.size,
        parts=parts,
        of=of,
        reason=_reason(reduction),
        months=months,
        joined_on=facts.joined_on.isoformat() if months < TWELVE else "",
        source=terms.schedule.source,
        decided_on=terms.schedule.decided_on.isoformat(),
        since=terms.schedule.from_on.isoformat(),
    )
    return Fee(euros(line.amount * parts * months / (of * TWELVE)), basis)


def _narrowest(lines: Iterable[FeeLine], facts: Facts, what: str) -> FeeLine | None:
    fitting = [one for one in lines if one.what == what and _fits(one, facts)]
    return max(fitting, key=lambda one: (bool(one.category), bool(one.size)), default=None)


def _best(reductions: Iterable[Reduction], facts: Facts, what: str) -> Reduction | None:
    fitting = [
        one
        for one in reductions
        if one.what in {"", what} and _fits(one, facts) and one.organisation_id in {None, facts.organisation}
    ]
    return min(fitting, key=lambda one: (Decimal(one.parts) / one.of, one.pk or 0), default=None)


def _fits(one: FeeLine | Reduction, facts: Facts) -> bool:
    return one.category in {"", facts.category} and one.size in {"", facts.size}


def _reason(reduction: Reduction | None) -> str:
    return reduction.reason if reduction else ""


def _months(rule: str, joined_on: date, year: int) -> int:
    """Count the months that somebody pays of a year; the month of joining counts whole."""
    if joined_on.year != year or rule == FeeSchedule.PartOfYear.WHOLE:
        return TWELVE
    if rule == FeeSchedule.PartOfYear.MONTHS:
        return TWELVE + 1 - joined_on.month
    return HALF if joined_on.month >= JULY else TWELVE


def explain(basis: Basis, amount: Decimal) -> str:
    """Say an amount in a sentence, with the rule that was used, its source and its days."""
    said = [
        _("%(what)s %(year)s: %(amount)s")
        % {"what": capfirst(str(What(basis.what).label)), "year": basis.year, "amount": money(basis.full)}
    ]
    if basis.parts != basis.of:
        said.append(_reduced(basis))
    if basis.months < TWELVE:
        said.append(
            _("%(months)s months of 12, as they joined on %(day)s")
            % {"months": basis.months, "day": in_words(date.fromisoformat(basis.joined_on), "j F Y")}
        )
    if basis.parts != basis.of or basis.months < TWELVE:
        said.append(_("that is %(amount)s") % {"amount": money(amount)})
    return f"{', '.join(said)}. {rule_of(basis)}"


def _reduced(basis: Basis) -> str:
    why = basis.reason or (str(Size(basis.size).label) if basis.size else "")
    if not basis.parts:
        return _("exempt (%(why)s)") % {"why": why} if why else _("exempt")
    part = _("one half") if (basis.parts, basis.of) == (1, 2) else f"{basis.parts}/{basis.of}"
    return (
        _("%(part)s of it (%(why)s)") % {"part": part, "why": why}
        if why
        else _("%(part)s of it") % {"part": part}
    )


def rule_of(basis: Basis) -> str:
    """Name the rule behind an amount: where it is written, since when, decided on which day.

    What was asked before the cluster moved in has no rule of ours: it names the books it came from.
    """
    if not basis.decided_on:
        return _("Taken over from the books kept before: %(source)s.") % {"source": basis.source}
    return _("Rule: %(source)s, decided on %(decided)s, in force since %(since)s.") % {
        "source": basis.source,
        "decided": in_words(date.fromisoformat(basis.decided_on), "j F Y"),
        "since": in_words(date.fromisoformat(basis.since), "j F Y"),
    }
