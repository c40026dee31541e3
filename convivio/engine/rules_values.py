"""What the rules are told: organisations, partners, and the consortium they form.

Everything that a register may not know is `None`, which a rule reads as *unknown*, never as *no*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

LEAD = "lead"
BENEFICIARY = "beneficiary"


class Outcome(StrEnum):
    """What a rule says of a consortium: it is met, something is missing, or nobody knows yet."""

    MET = "met"
    UNKNOWN = "unknown"
    MISSING = "missing"


def worst(outcomes: list[Outcome]) -> Outcome:
    """Return the conjunction of outcomes: missing beats unknown, unknown beats met.

    Shape: any number; none at all is met.
    Units: an outcome.
    Errors: none.
    Source: Kleene's strong three-valued logic.
    """
    if Outcome.MISSING in outcomes:
        return Outcome.MISSING
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.MET


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in the languages we speak."""

    it: str
    en: str

    def say(self, language: str) -> str:
        return self.it if language.startswith("it") else self.en


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A status granted by a body, from a day to a day; an open end is still running."""

    code: str
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The facts about an organisation that rules ask for.

    `accreditations=None` says that nobody has looked; `()` that somebody has, and there is none.
    `control_group` names who controls it: two organisations of one group are not independent.
    An organisation known to stand alone carries its own key there.
    """

    key: str
    name: str = ""
    kind: str | None = None
    size: str | None = None
    country: str | None = None
    nuts: str | None = None
    accreditations: tuple[Accreditation, ...] | None = None
    control_group: str | None = None

    @property
    def label(self) -> str:
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in a role, with what it spends and what it would be granted, in euros."""

    organisation: Organisation
    role: str = BENEFICIARY
    funded: bool | None = None
    cost: Decimal | None = None
    grant: Decimal | None = None

    @property
    def key(self) -> str:
        return self.organisation.key


@dataclass(frozen=True, slots=True)
class Consortium:
    """Partners, the papers they have, and facts that are told of the whole.

    `documents` says True or False of a paper; one that is not named there is unknown.
    `facts` may hold numbers or yes and no, such as `{"team_fte": Decimal("0.5")}`.
    """

    partners: tuple[Partner, ...] = ()
    documents: Mapping[str, bool] = field(default_factory=dict)
    facts: Mapping[str, bool | int | Decimal] = field(default_factory=dict)
    key: str = "consortium"


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing to find out: which attribute, of which subject.

    The subject is an organisation's key, the consortium's, or `set:NAME` for a programme's list.
    """

    subject: str
    attribute: str
    label: str = ""
