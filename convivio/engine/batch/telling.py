"""Which words bring two together: those that tell most of each, and that few hold."""

from typing import Any, TypeAlias

import ibis

Table: TypeAlias = Any
"""An Ibis table: what it is made of, not yet its rows."""

TERMS_OF_ORGANISATION = 40
TERMS_OF_ASK = 30
TERMS_OF_PAIR = 25
WORDS_TOLD = 3
MOST_HOLDERS = 1_000
"""A word that more organisations hold brings nobody to a call: what a word costs has a bound."""
MOST_OF_A_PAIR = 100
"""The same for pairs, whose cost grows with the square of the holders."""


def telling(table: Table, owner: str, most: int) -> Table:
    """Keep the words that weigh most in each text.

    Shape: columns as they come; at most `most` rows of each `owner`.
    Units: weights as they come.
    Errors: none; of two that weigh the same, the one of the lower number stays.
    Source: docs/decisions/0044-one-batch-program.md.
    """
    heaviest_first = [ibis.desc("weight"), ibis.asc("term")]
    place = ibis.row_number().over(group_by=owner, order_by=heaviest_first)
    return table.mutate(place=place).filter(lambda t: t.place < most).drop("place")


def held_by_few(held: Table, *, fewest: int, most: int) -> Table:
    """Keep the rows of words that at least `fewest` and at most `most` organisations hold.

    Shape: columns as they come.
    Units: weights as they come.
    Errors: none.
    Source: docs/decisions/0044-one-batch-program.md.
    """
    holders = held.group_by("term").aggregate(holders=held.count())
    few = holders.filter((holders.holders >= fewest) & (holders.holders <= most)).select("term")
    return held.semi_join(few, "term")


def heaviest_three(parts: Table, owners: tuple[str, str]) -> Table:
    """Put the three words that weigh most in each row's score beside it.

    Shape: `parts` has both owners, `term` and `part`; the answer one row of each pair of owners, with
        term_1 to term_3 and part_1 to part_3; where there are fewer words, −1 and 0.
    Units: parts as they come; they never add up to more than the score.
    Errors: none.
    Source: the parts are those that make the score.
    """
    order = [ibis.desc("part"), ibis.asc("term")]
    place = ibis.row_number().over(group_by=list(owners), order_by=order)
    first = parts.mutate(nth=place).filter(lambda t: t.nth < WORDS_TOLD)
    columns = {}
    for nth in range(WORDS_TOLD):
        columns[f"term_{nth + 1}"] = first.term.max(where=first.nth == nth).fill_null(-1)
        columns[f"part_{nth + 1}"] = first.part.max(where=first.nth == nth).fill_null(0)
    return first.group_by(list(owners)).aggregate(**columns)
