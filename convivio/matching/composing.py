"""From a need and the partners that fit it to a whole table under the rules of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.engine.compose import compose
from convivio.engine.compose_values import Composition, Wish
from convivio.engine.errors import EngineError
from convivio.engine.rank import Ranking
from convivio.engine.rules import load_rule_set
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import BadInput
from convivio.matching.answering import Wanted, rank
from convivio.matching.aspects import aspects_of
from convivio.matching.candidates import candidate_rows, candidates_of
from convivio.organisations.models import Organisation

LEAST_SEATS, MOST_SEATS = 2, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWanted:
    """What a person asks of the composer.

    `picked` maps a partner that must sit to its role, or to nothing for any; `excluded` are those
    who must not; `seats` counts everybody, the lead included.
    """

    need: Wanted
    rule_set: str
    seats: int
    picked: Mapping[Organisation, str] = field(default_factory=dict)
    excluded: tuple[Organisation, ...] = ()
    budget: Decimal | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ComposedTable:
    """A table, with the rows of everybody it names and the names of the need's parts."""

    composition: Composition
    ranking: Ranking
    organisations: Mapping[str, Organisation]
    aspects: Mapping[str, str]


def compose_table(asked: TableWanted, reader: Reader) -> ComposedTable:
    """Compose the best table for a need under a rule set, the lead and the picked ones seated.

    Raises:
        UnknownRuleSet: there is no such rule set.
        BadInput: there is no lead, too few or too many seats, or an empty need.
    """
    lead = asked.need.lead
    if lead is None:
        raise BadInput(_("Say who leads: a table is composed around whoever asks."))
    if not LEAST_SEATS <= asked.seats <= MOST_SEATS:
        raise BadInput(
            _("A table has from %(least)s to %(most)s seats.") % {"least": LEAST_SEATS, "most": MOST_SEATS}
        )
    rules = load_rule_set(asked.rule_set)
    ranking = rank(asked.need, reader, 0)
    aspects, names = aspects_of(asked.need.text, ranking)
    rows = candidate_rows(ranking, rules, reader, [lead, *asked.picked])
    candidates = candidates_of(ranking, aspects, rows)
    wish = Wish(
        lead=candidates[lead.key],
        seats=asked.seats,
        on=asked.on or localdate(),
        aspects={aspect.key: aspect.weight for aspect in aspects},
        picked={organisation.key: role for organisation, role in asked.picked.items()},
        excluded=frozenset(organisation.key for organisation in asked.excluded),
        budget_eur=asked.budget,
    )
    try:
        composition = compose(candidates.values(), rules, wish)
    except EngineError as error:
        raise BadInput(str(error)) from error
    return ComposedTable(composition, ranking, {row.key: row for row in rows}, names)
