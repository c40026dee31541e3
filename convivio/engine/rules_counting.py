"""Counting partners when some of what they are is not known: at least so many, at most so many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from convivio.engine.rules_matching import canonical_country, counts_for
from convivio.engine.rules_model import Who
from convivio.engine.rules_values import Organisation, Outcome, Partner, Unknown

REGION_LENGTH = 4
"""A region is a NUTS 2 code: two letters and two characters."""

HELIX = {
    "large_company": "firms",
    "sme": "firms",
    "company": "firms",
    "laboratory": "research and training",
    "research_centre": "research and training",
    "university": "research and training",
    "training_institution": "research and training",
    "health_facility": "public bodies and health",
    "public_authority": "public bodies and health",
}
"""The strands of the triple helix; what is not here (a technopole, other) is not known."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many count for certain, how many could, and what would have to be found out."""

    certain: int
    possible: int
    counted: tuple[str, ...]
    unknowns: tuple[Unknown, ...]


def tally(who: Who, partners: Sequence[Partner], day: date, distinct_by: tuple[str, ...] = ()) -> Tally:
    """Count the partners of a sort, or the most of them that differ in every given attribute.

    Shape: n partners; `certain <= possible <= n`.
    Units: partners.
    Errors: none.
    Source: with one or two attributes the most that differ is a largest matching in a
        bipartite graph; Kuhn's augmenting paths, 1955.
    """
    answers = [(partner, *counts_for(who, partner, day)) for partner in partners]
    sure = [p for p, outcome, _ in answers if outcome is Outcome.MET]
    able = [p for p, outcome, _ in answers if outcome is not Outcome.MISSING]
    unknowns = [
        Unknown(_subject(p, name), name, p.organisation.label) for p, _, names in answers for name in names
    ]
    unknowns += [
        Unknown(p.key, name, p.organisation.label)
        for p in able
        for name in distinct_by
        if value_of(p.organisation, name) is None
    ]
    certain, possible = _distinct(sure, able, distinct_by)
    return Tally(certain, possible, tuple(p.key for p in sure), tuple(unknowns))


def value_of(organisation: Organisation, attribute: str) -> str | None:
    """Return what an organisation has for an attribute by which rules tell partners apart."""
    if attribute == "country":
        return canonical_country(organisation.country) if organisation.country else None
    if attribute == "region":
        nuts = organisation.nuts or ""
        return nuts[:REGION_LENGTH] if len(nuts) >= REGION_LENGTH else None
    if attribute == "helix":
        return HELIX.get(organisation.kind or "")
    return organisation.control_group


def _distinct(sure: list[Partner], able: list[Partner], distinct_by: tuple[str, ...]) -> tuple[int, int]:
    if not distinct_by:
        return len(sure), len(able)
    told = [[value_of(p.organisation, name) for name in distinct_by] for p in sure]
    certain = largest_matching([(v[0], v[-1]) for v in told if None not in v])
    ends = [tuple(value_of(p.organisation, name) or f"?{p.key}" for name in distinct_by) for p in able]
    possible = largest_matching([(v[0], v[-1]) for v in ends])
    # Several partners of whom nothing is known are still at least one.
    return max(certain, min(1, len(sure))), possible


def largest_matching(edges: Sequence[tuple[str | None, str | None]]) -> int:
    """Return how many edges can be chosen so that no two share an end on either side.

    Shape: n edges, each from a value of one attribute to a value of the other.
    Units: edges, from 0 to n.
    Errors: none.
    Source: Kuhn's algorithm for bipartite matching, 1955.
    """
    rights: dict[str | None, list[str | None]] = {}
    for left, right in edges:
        rights.setdefault(left, []).append(right)
    partner_of: dict[str | None, str | None] = {}
    return sum(_augment(left, rights, partner_of, set()) for left in sorted(rights, key=str))


def _augment(
    left: str | None,
    rights: dict[str | None, list[str | None]],
    partner_of: dict[str | None, str | None],
    seen: set[str | None],
) -> bool:
    for right in rights[left]:
        if right in seen:
            continue
        seen.add(right)
        if right not in partner_of or _augment(partner_of[right], rights, partner_of, seen):
            partner_of[right] = left
            return True
    return False


def _subject(partner: Partner, attribute: str) -> str:
    return attribute if attribute.startswith("set:") else partner.key
