"""From a need and the partners that fit it to a whole table under the rules of a call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.consortia.facts import facts_of
from convivio.engine.aspects import Aspect, coverage
from convivio.engine.compose import compose
from convivio.engine.compose_values import Candidate, Composition, Wish
from convivio.engine.errors import EngineError
from convivio.engine.rank import Ranking, best
from convivio.engine.rank import wanted as wanted_rows
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_model import RuleSet
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import BadInput
from convivio.kernel.keys import split_key
from convivio.matching.answering import Wanted, rank
from convivio.matching.aspects import aspects_of
from convivio.organisations.models import Accreditation, Organisation

MOST_CANDIDATES = 600
OF_EACH_SORT = 12
NUTS_2 = 4
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
        BadInput: there is no lead, no such rule set, too few or too many seats, or an empty need.
    """
    lead = asked.need.lead
    if lead is None:
        raise BadInput(_("Say who leads: a table is composed around whoever asks."))
    if not LEAST_SEATS <= asked.seats <= MOST_SEATS:
        raise BadInput(
            _("A table has from %(least)s to %(most)s seats.") % {"least": LEAST_SEATS, "most": MOST_SEATS}
        )
    rules = _rules(asked.rule_set)
    ranking = rank(asked.need, reader, 0)
    aspects, names = aspects_of(asked.need.text, ranking)
    rows = candidate_rows(ranking, reader, [lead, *asked.picked])
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


def candidate_rows(ranking: Ranking, reader: Reader, seated: Iterable[Organisation]) -> list[Organisation]:
    """Choose who could sit: the best for the need, and the best of each sort that rules ask for."""
    evidence = ranking.evidence
    total = np.where(wanted_rows(evidence, ranking.asked), ranking.scores.total, 0)
    chosen = set(best(total, min(MOST_CANDIDATES, int(np.count_nonzero(total)))).tolist())
    for facet in ("kind", "country", "nuts"):
        for value in evidence.facet_values(facet):
            if facet == "nuts" and len(value) != NUTS_2:
                continue
            among = np.where(evidence.organisations_with(facet, (value,)), total, 0)
            chosen.update(best(among, min(OF_EACH_SORT, int(np.count_nonzero(among)))).tolist())
    known = evidence.history.organisation_rows
    accredited = Accreditation.objects.values_list("organisation_id", flat=True).distinct()
    chosen.update(
        row
        for number in accredited
        if (row := known.get(f"organisation:{number}")) is not None and total[row]
    )
    keys = [evidence.history.organisations[row] for row in chosen] + [one.key for one in seated]
    numbers = {split_key(key)[1] for key in keys}
    return list(Organisation.objects.visible_to(reader).filter(pk__in=numbers))


def candidates_of(
    ranking: Ranking, aspects: Iterable[Aspect], rows: Iterable[Organisation]
) -> dict[str, Candidate]:
    """Say of each row what it would bring to the table."""
    evidence, scores = ranking.evidence, ranking.scores
    aspects = tuple(aspects)
    levels = coverage(evidence, aspects)
    facts = facts_of(rows)
    known = evidence.history.organisation_rows
    highest = float(scores.total.max(initial=0)) or 1.0
    most_shared = float(np.log1p(scores.shared).max(initial=0)) or 1.0
    found = {}
    for row in facts.values():
        place = known.get(row.key)
        if place is None:
            found[row.key] = Candidate(row)
            continue
        covers = {aspect.key: float(levels[aspect.key][place]) for aspect in aspects}
        found[row.key] = Candidate(
            row,
            relevance=float(scores.total[place]) / highest,
            covers={key: level for key, level in covers.items() if level > 0},
            familiarity=float(np.log1p(scores.shared[place])) / most_shared,
            newcomer=not scores.shared[place],
        )
    return found


def _rules(name: str) -> RuleSet:
    try:
        return load_rule_set(name)
    except EngineError as error:
        raise BadInput(str(error)) from error
