"""The calls and needs that fit each organisation best."""

import ibis

from convivio.engine.batch.telling import Table, heaviest_three

BEST = 10
KEYS = ("organisation", "place")


def fits(held: Table, asked: Table) -> Table:
    """Give the ten calls and needs that fit each organisation best, with the words that weigh most.

    Both speak of the same words; the score adds up, over these, what each weighs in one times what
    it weighs in the other.

    Shape: organisation, place (0 to 9), ask, score, term_1 to term_3, part_1 to part_3. An organisation
        without a word in common with any is not there.
    Units: millionths of the square of a BM25 share; parts are those of the score.
    Errors: none; of two with one score, the one of the lower number comes first.
    Source: docs/decisions/0044-one-batch-program.md.
    """
    common = asked.join(held, "term", rname="{name}_held")
    every = common.mutate(part=common.weight * common.weight_held)
    scores = every.group_by(["organisation", "ask"]).aggregate(score=every.part.sum().cast("int64"))
    best_first = [ibis.desc("score"), ibis.asc("ask")]
    place = ibis.row_number().over(group_by="organisation", order_by=best_first).cast("int64")
    chosen = scores.mutate(place=place).filter(lambda t: t.place < BEST)
    return _with_reasons(chosen, held, asked)


def _with_reasons(chosen: Table, held: Table, asked: Table) -> Table:
    """Look up again, for those chosen alone, what each word brought."""
    words = chosen.join(asked, "ask").join(held, ["organisation", "term"], rname="{name}_held")
    parts = words.select("organisation", "ask", "term", part=words.weight * words.weight_held)
    reasons = heaviest_three(parts, ("organisation", "ask"))
    told = chosen.join(reasons, ["organisation", "ask"])
    return told.select("organisation", "place", "ask", "score", *_reason_columns())


def _reason_columns() -> list[str]:
    return [f"{what}_{nth}" for nth in (1, 2, 3) for what in ("term", "part")]
