"""Pairs of organisations that fit by what they did and declared, and never worked together."""

import ibis

from convivio.engine.batch.telling import Table, heaviest_three

BEST = 5
FEWEST_WORDS = 2
"""One word in common may be a name or a slip; two are a subject."""
KEYS = ("organisation", "other")


def introductions(held: Table, met: Table) -> Table:
    """Give the pairs worth introducing: each is among the five best of at least one of the two.

    Shape: organisation and other (the lower number first), words, score, term_1 to term_3, part_1 to
        part_3. `met` has each pair that worked together, the lower number first.
    Units: millionths of the square of a BM25 share; `words` how many they have in common.
    Errors: none; of two with one score, the one of the lower number comes first.
    Source: docs/decisions/0044-one-batch-program.md.
    """
    pairs = held.join(held.view(), "term", rname="{name}_2")
    pairs = pairs.filter(pairs.organisation < pairs.organisation_2).select(
        "organisation", "term", other=pairs.organisation_2, part=pairs.weight * pairs.weight_2
    )
    scores = pairs.group_by(["organisation", "other"]).aggregate(
        words=pairs.count(), score=pairs.part.sum().cast("int64")
    )
    strangers = scores.filter(scores.words >= FEWEST_WORDS).anti_join(met, ["organisation", "other"])
    chosen = _best_of_either(strangers)
    return _with_reasons(chosen, held)


def _best_of_either(pairs: Table) -> Table:
    there = pairs.select("organisation", "other", "score", owner=pairs.organisation)
    back = pairs.select("organisation", "other", "score", owner=pairs.other)
    both = there.union(back)
    best_first = [ibis.desc("score"), ibis.asc("organisation"), ibis.asc("other")]
    place = ibis.row_number().over(group_by="owner", order_by=best_first)
    kept = both.mutate(place=place).filter(lambda t: t.place < BEST).select(*KEYS).distinct()
    return pairs.semi_join(kept, list(KEYS))


def _with_reasons(chosen: Table, held: Table) -> Table:
    """Look up again, for those chosen alone, what each word brought."""
    others = held.select("term", other="organisation", weight_2="weight")
    words = chosen.join(held, "organisation").join(others, ["other", "term"])
    parts = words.select("organisation", "other", "term", part=words.weight * words.weight_2)
    told = chosen.join(heaviest_three(parts, KEYS), list(KEYS))
    reasons = [f"{what}_{nth}" for nth in (1, 2, 3) for what in ("term", "part")]
    return told.select(*KEYS, "words", "score", *reasons)
