"""What the composer is given, and what it answers: candidates in, a table of seats out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from convivio.engine.rules import RuleVerdict
from convivio.engine.rules_model import RuleSet
from convivio.engine.rules_phrases import Sentence
from convivio.engine.rules_values import Organisation, Outcome, Partner


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could take a seat, and what it would bring.

    `relevance` and `familiarity` (with the lead) go from 0 to 1; `covers` gives the level, from
    0 to 1, at which it covers an aspect of the need; a newcomer is one that the lead never met.
    """

    organisation: Organisation
    relevance: float = 0.0
    covers: Mapping[str, float] = field(default_factory=dict)
    familiarity: float = 0.0
    newcomer: bool = False

    @property
    def key(self) -> str:
        return self.organisation.key


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing is worth against the relevance of one partner.

    `coverage` is the worth of a need covered whole.
    """

    relevance: float = 1.0
    coverage: float = 4.0
    familiarity: float = 0.3
    newcomer: float = 0.0


USUAL_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of the composer.

    `seats` counts everybody at the table, the lead included. `picked` seats organisations by key
    in a role, or in any with an empty word. `aspects` weighs what the need is made of: only the
    ratios count. `budget_eur` is the whole cost of the project.
    """

    lead: Candidate
    seats: int
    on: date
    aspects: Mapping[str, float] = field(default_factory=dict)
    picked: Mapping[str, str] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    budget_eur: Decimal | None = None
    budget_weights: Mapping[str, Decimal] = field(default_factory=dict)
    weights: Weights = USUAL_WEIGHTS
    documents: Mapping[str, bool] = field(default_factory=dict)
    facts: Mapping[str, bool | int | Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody else for a seat, with which every rule that holds goes on holding.

    `loss` is what the table's score loses by the change, all other seats staying.
    """

    candidate: Candidate
    loss: float


@dataclass(frozen=True, slots=True)
class Why:
    """What is lost without a partner.

    `loss` is what the best table without it loses; where that is not proven, it is what the best
    single replacement loses, and so at most. `None` says that nobody else completes the table.
    `aspects_lost` would be covered by nobody, `aspects_weaker` less, and `rules_lost` would fail
    if its seat stayed empty.
    """

    loss: float | None
    is_proven: bool
    aspects_lost: tuple[str, ...]
    aspects_weaker: tuple[str, ...]
    rules_lost: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner at the table, why it sits there, and who else could."""

    partner: Partner
    candidate: Candidate
    is_picked: bool
    why: Why
    alternatives: tuple[Alternative, ...]
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What the table still lacks: a seat, an aspect or a rule."""

    what: str
    subject: str
    sentence: Sentence


class ChangeKind(StrEnum):
    """The ways in which an impossible table becomes possible, smallest first."""

    FIND_OUT = "find_out"
    """learn what is not known of somebody at the table"""
    ADD = "add"
    """bring partners of a sort that the candidates lack"""
    SEATS = "seats"
    """have more seats"""
    LEAD = "lead"
    """have a lead who is what a rule asks of it"""
    RELAX = "relax"
    """admit more partners than a rule does"""


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one kind that makes a table possible.

    With `with_others`, it is enough only together with the other changes so marked.
    """

    kind: ChangeKind
    number: int
    sentence: Sentence
    rule_ids: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    with_others: bool = False


class Feasibility(StrEnum):
    """Whether a table that satisfies the rules exists among the candidates."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What one partner spends and is granted, in euros; `None` where the rules give no rate."""

    key: str
    cost: Decimal
    rate: Decimal | None
    grant: Decimal | None


@dataclass(frozen=True, slots=True)
class Budget:
    """A suggestion for dividing the money; the lines sum exactly to the totals."""

    lines: tuple[BudgetLine, ...]
    cost: Decimal
    grant: Decimal | None


@dataclass(frozen=True, slots=True)
class Composition:
    """A table: seats, what the rules say of it, how good it is proven to be, what it lacks.

    `proven` says that no better table exists on the shortlist. Where no table satisfies the rules
    (`feasibility`), the seats are the best table that comes closest. `gap` is how much better,
    as a share of this score, another table could be at most.
    """

    rule_set: RuleSet
    seats: tuple[Seat, ...]
    verdicts: tuple[RuleVerdict, ...]
    valid: bool
    standing: Outcome
    proven: bool
    gap: float
    score: float
    feasibility: Feasibility
    coverage: Mapping[str, float]
    empty_seats: int
    missing: tuple[Missing, ...]
    changes: tuple[Change, ...]
    budget: Budget | None
    shortlisted: int
    seconds: float

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(seat.partner.key for seat in self.seats)
