"""Who could sit at a table: out of everybody who answers a need, those worth the composer's time."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from convivio.consortia.facts import facts_of
from convivio.engine.aspects import Aspect, coverage
from convivio.engine.compose_table import counting_checks
from convivio.engine.compose_values import Candidate
from convivio.engine.rank import Ranking, wanted
from convivio.engine.rules_model import RuleSet
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.models import Accreditation, Kind, Organisation

BEST = 500
OF_EACH_KIND, OF_EACH_COUNTRY, OF_EACH_KIND_IN_A_REGION = 12, 4, 6
MOST_ACCREDITED = 200


def candidate_rows(
    ranking: Ranking, rules: RuleSet, reader: Reader, seated: Iterable[Organisation]
) -> list[Organisation]:
    """Choose the best for the need, the best of each sort that rules ask for, and those who sit already.

    Shape: some hundreds; nobody without any fit to the need, but those who sit.
    Units: none.
    Errors: none.
    Source: measured against everybody who fits, in bench/quality.py.
    """
    history = ranking.evidence.history
    chosen = {int(row) for rows in _sorts(ranking, rules) for row in rows}
    keys = [history.organisations[row] for row in chosen] + [one.key for one in seated]
    rows = Organisation.objects.visible_to(reader).filter(pk__in=[split_key(key)[1] for key in keys])
    return list(rows.defer("description", "looking_for"))


def _sorts(ranking: Ranking, rules: RuleSet) -> Iterator[NDArray[np.int64]]:
    """Give the first few of each sort; everybody stands in the order of the need."""
    evidence = ranking.evidence
    total = np.where(wanted(evidence, ranking.asked), ranking.scores.total, 0)
    order = np.argsort(-total, kind="stable")[: int(np.count_nonzero(total))]
    yield order[:BEST]
    kinds = [order[evidence.organisations_with("kind", (kind,))[order]] for kind in Kind.values]
    yield from (one[:OF_EACH_KIND] for one in kinds)
    for country in evidence.facet_values("country"):
        yield order[evidence.organisations_with("country", (country,))[order]][:OF_EACH_COUNTRY]
    regions = _regions_of(rules)
    if regions:
        inside = evidence.organisations_with("nuts", regions)
        yield from (one[inside[one]][:OF_EACH_KIND_IN_A_REGION] for one in kinds)
    yield order[_accredited(ranking)[order]][:MOST_ACCREDITED]


def _regions_of(rules: RuleSet) -> list[str]:
    """Name the territories that a rule tells apart from others."""
    sorts = [check.who for rule in rules.rules for check in counting_checks(rule.check)]
    return sorted(
        {code for who in sorts for code in (*who.nuts, *(who.regions.members if who.regions else ()))}
    )


def _accredited(ranking: Ranking) -> NDArray[np.bool_]:
    known = ranking.evidence.history.organisation_rows
    numbers = Accreditation.objects.values_list("organisation_id", flat=True).distinct()
    rows = [known[key] for number in numbers if (key := f"organisation:{number}") in known]
    mask = np.zeros(len(known), dtype=bool)
    mask[rows] = True
    return mask


def candidates_of(
    ranking: Ranking, aspects: Iterable[Aspect], rows: Iterable[Organisation]
) -> dict[str, Candidate]:
    """Say of each row what it would bring to the table, by key.

    Shape: one candidate for each row; one without evidence brings nothing.
    Units: relevance and familiarity as a share of the highest of all, levels of coverage; 0 to 1.
    Errors: none.
    Source: the scores of the ranking, and the record's own words for the parts of the need.
    """
    evidence, scores = ranking.evidence, ranking.scores
    levels = coverage(evidence, tuple(aspects))
    known = evidence.history.organisation_rows
    highest = float(scores.total.max(initial=0)) or 1.0
    shared = np.log1p(scores.shared)
    most_shared = float(shared.max(initial=0)) or 1.0
    found = {}
    for facts in facts_of(rows).values():
        place = known.get(facts.key)
        if place is None:
            found[facts.key] = Candidate(facts)
            continue
        covers = {key: float(level[place]) for key, level in levels.items() if level[place] > 0}
        found[facts.key] = Candidate(
            facts,
            relevance=float(scores.total[place]) / highest,
            covers=covers,
            familiarity=float(shared[place]) / most_shared,
            newcomer=not scores.shared[place],
        )
    return found
