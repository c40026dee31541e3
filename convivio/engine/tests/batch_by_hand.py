"""The three questions of the batch answered in plain Python, loop by loop: what the engines must say too."""

from collections import Counter, defaultdict
from itertools import combinations

from convivio.engine.batch import telling
from convivio.engine.batch.material import Material

Held = dict[int, dict[int, int]]
Parts = dict[int, int]


def held_of(rows: tuple, most: int) -> Held:
    """Give each owner's heaviest words."""
    every: Held = defaultdict(dict)
    for owner, term, weight in zip(*(array.tolist() for array in rows), strict=True):
        every[owner][term] = weight
    return {owner: _first(words, most) for owner, words in every.items()}


def few(held: Held, fewest: int, most: int) -> Held:
    holders = Counter(term for words in held.values() for term in words)
    return {
        owner: {term: weight for term, weight in words.items() if fewest <= holders[term] <= most}
        for owner, words in held.items()
    }


def fits(material: Material, most_holders: int) -> list[tuple[int, ...]]:
    held = few(held_of(material.held, telling.TERMS_OF_ORGANISATION), 1, most_holders)
    asked = held_of(material.asked, telling.TERMS_OF_ASK)
    rows = []
    for organisation, words in sorted(held.items()):
        found = [(ask, _shared(words, wanted)) for ask, wanted in asked.items()]
        scored = sorted((-sum(parts.values()), ask, parts) for ask, parts in found if parts)
        for place, (score, ask, parts) in enumerate(scored[:10]):
            rows.append((organisation, place, ask, -score, *_three(parts)))
    return rows


def introductions(material: Material, most_holders: int) -> list[tuple[int, ...]]:
    known_for = held_of(material.held, telling.TERMS_OF_PAIR)
    held = few(known_for, 2, min(most_holders, telling.MOST_OF_A_PAIR))
    met = set(worked_together(material))
    parts = {pair: _shared(held[pair[0]], held[pair[1]]) for pair in combinations(sorted(held), 2)}
    good = {pair: words for pair, words in parts.items() if len(words) > 1 and pair not in met}
    chosen: set[tuple[int, int]] = set()
    for one in held:
        mine = sorted((-sum(words.values()), pair) for pair, words in good.items() if one in pair)
        chosen.update(pair for _, pair in mine[:5])
    return [
        (*pair, len(good[pair]), sum(good[pair].values()), *_three(good[pair])) for pair in sorted(chosen)
    ]


def worked_together(material: Material) -> Counter[tuple[int, int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for organisation, document in zip(*(array.tolist() for array in material.parts), strict=True):
        members[document].append(organisation)
    return Counter(pair for row in members.values() for pair in combinations(sorted(row), 2))


def network(material: Material) -> list[tuple[int, ...]]:
    documents, met = Counter(material.parts[0].tolist()), worked_together(material)
    partners: dict[int, set[int]] = {one: set() for one in documents}
    for one, other in met:
        partners[one].add(other)
        partners[other].add(one)
    strength: Counter[int] = Counter()
    for (one, other), count in met.items():
        strength.update({one: count, other: count})
    return [
        (one, documents[one], len(theirs), strength[one], _triangles(theirs, met), _lowest(one, partners))
        for one, theirs in sorted(partners.items())
    ]


def _triangles(theirs: set[int], met: Counter) -> int:
    return sum(pair in met for pair in combinations(sorted(theirs), 2))


def _lowest(one: int, partners: dict[int, set[int]]) -> int:
    seen, waiting = {one}, [one]
    while waiting:
        new = partners[waiting.pop()] - seen
        seen |= new
        waiting += new
    return min(seen)


def _first(words: Parts, most: int) -> Parts:
    return dict(sorted(words.items(), key=lambda word: (-word[1], word[0]))[:most])


def _shared(one: Parts, other: Parts) -> Parts:
    return {term: one[term] * other[term] for term in one.keys() & other.keys()}


def _three(parts: Parts) -> list[int]:
    first = [*_first(parts, 3).items(), (-1, 0), (-1, 0), (-1, 0)][:3]
    return [number for pair in first for number in pair]
