"""Two clusters act at random, and each looks at everything it can open for a word of the other."""

import random
import re
from dataclasses import dataclass, field

from convivio.search.freshness import rebuild_index
from tests.isolation.acts import act
from tests.isolation.crawl import letters_to, searched_by, seen_by
from tests.isolation.sides import PEOPLE, Side, two_sides

LOOKED_AT_AFTER = 100
"""Acts between one look at everything and the next."""
SOME = ("office", "signatory")
"""Who looks in between; at the end, everybody does."""
SEARCHED = 5
"""Words of the others that are searched for at each look."""


@dataclass(slots=True)
class Told:
    """How a game went: acts that came to something, answers opened, and words that were read where they should not be."""

    done: int = 0
    refused: int = 0
    opened: int = 0
    leaks: list[str] = field(default_factory=list)


def play(*, acts: int, seed: int, at_the_end: tuple[str, ...] = PEOPLE) -> Told:
    """Let two clusters do this many things, and look after every few of them and at the end."""
    dice = random.Random(seed)  # noqa: S311 - the same game every time
    sides = two_sides()
    told = Told()
    for number in range(1, acts + 1):
        name = act(dice.choice(sides), dice)
        told.refused += "(" in name
        told.done += "(" not in name
        if number % LOOKED_AT_AFTER == 0 or number == acts:
            rebuild_index()
            who = at_the_end if number == acts else SOME
            _look(sides[0], sides[1], who, dice, told)
            _look(sides[1], sides[0], who, dice, told)
    return told


def _look(side: Side, other: Side, people: tuple[str, ...], dice: random.Random, told: Told) -> None:
    secrets = other.secrets()
    for who, url, body in seen_by(side, other, people):
        told.opened += 1
        told.leaks += [f"{side.name} {who} {url}: {word}" for word in _read_in(body, secrets)]
    for where, body in searched_by(side, dice.sample(other.words, min(SEARCHED, len(other.words)))):
        told.opened += 1
        told.leaks += [f"{side.name} {where}: {word}" for word in _read_in(body, secrets)]
    for letter in letters_to(side):
        told.leaks += [f"{side.name} letter: {word}" for word in _read_in(letter.encode(), secrets)]


def _read_in(body: bytes, secrets: re.Pattern[bytes]) -> list[str]:
    return sorted({found.decode() for found in secrets.findall(body)})
