"""What the network of past work looks like from each organisation."""

from typing import Protocol

import ibis

from convivio.engine.batch.telling import Table

KEYS = ("organisation",)


class Keeping(Protocol):
    """Where a table's rows are worked out once and kept under a name."""

    def keep(self, table: Table, name: str) -> Table: ...

    def number(self, value: Table) -> int: ...


def met(parts: Table) -> Table:
    """Give each pair that worked together, and on how many documents.

    Shape: organisation and other (the lower number first), documents.
    Units: documents.
    Errors: none.
    Source: none.
    """
    pairs = parts.join(parts.view(), "document", rname="{name}_2")
    pairs = pairs.filter(pairs.organisation < pairs.organisation_2)
    pairs = pairs.select("organisation", other=pairs.organisation_2)
    return pairs.group_by(["organisation", "other"]).aggregate(documents=pairs.count())


def measures(parts: Table, pairs: Table, engine: Keeping) -> Table:
    """Give what each organisation's place in the network is.

    Shape: organisation, documents, degree, strength, triangles, component; one row of each that took
        part in anything.
    Units: `degree` partners; `strength` documents shared with them, one for each partner and document;
        `triangles` pairs of its partners that worked together too (of degree × (degree − 1) / 2);
        `component` the lowest number of an organisation that can be reached.
    Errors: none.
    Source: Watts and Strogatz (1998) for triangles; components by passing on the lowest number.
    """
    alone = parts.group_by("organisation").aggregate(documents=parts.count())
    both = engine.keep(_both_ways(pairs), "both_ways")
    degrees = both.group_by("organisation").aggregate(degree=both.count(), strength=both.documents.sum())
    degrees = engine.keep(degrees, "degrees")
    edges = engine.keep(_in_order_of_degree(pairs, degrees), "edges")
    corners = engine.keep(_triangles(pairs, edges), "corners")
    reached = _components(alone.select("organisation"), both, engine)
    every = alone.left_join(degrees, "organisation").drop("organisation_right")
    every = every.left_join(corners, "organisation").drop("organisation_right")
    every = every.join(reached, "organisation")
    counts = {name: every[name].fill_null(0).cast("int64") for name in ("degree", "strength", "triangles")}
    return every.select("organisation", "documents", **counts, component=every.component)


def _both_ways(pairs: Table) -> Table:
    back = pairs.select("documents", organisation=pairs.other, other=pairs.organisation)
    return pairs.select("organisation", "other", "documents").union(
        back.select("organisation", "other", "documents")
    )


def _in_order_of_degree(pairs: Table, degrees: Table) -> Table:
    """Let each pair begin at the one of fewer partners, so that a hub opens no wedge of its own."""
    low = degrees.select("organisation", low_degree="degree")
    high = degrees.select(other="organisation", high_degree="degree")
    edges = pairs.join(low, "organisation").join(high, "other")
    is_in_order = edges.low_degree <= edges.high_degree
    return edges.select(
        start=is_in_order.ifelse(edges.organisation, edges.other),
        end=is_in_order.ifelse(edges.other, edges.organisation),
    )


def _triangles(pairs: Table, edges: Table) -> Table:
    """Count the triangles at each corner; each is met once, from its corner of fewest partners."""
    wedges = edges.join(edges.view(), "start", rname="{name}_2")
    wedges = wedges.filter(wedges.end < wedges.end_2).select("start", "end", "end_2")
    closing = pairs.select(end="organisation", end_2="other")
    found = wedges.join(closing, ["end", "end_2"]).select("start", "end", "end_2")
    corners = ibis.union(*(found.select(organisation=found[corner]) for corner in found.columns))
    return corners.group_by("organisation").aggregate(triangles=corners.count())


def _components(organisations: Table, both: Table, engine: Keeping) -> Table:
    """Let each take the lowest number among its partners', twice as far each time, until none changes."""
    reached = engine.keep(organisations.mutate(component=organisations.organisation), "reached_0")
    total, before, step = engine.number(reached.component.sum()), None, 0
    while total != before:
        step, before = step + 1, total
        reached = engine.keep(_one_step(reached, both), f"reached_{step}")
        total = engine.number(reached.component.sum())
    return reached


def _one_step(reached: Table, both: Table) -> Table:
    there = both.join(reached.select(other="organisation", component="component"), "other")
    heard = there.select("organisation", "component").union(reached.select("organisation", "component"))
    nearest = heard.group_by("organisation").aggregate(component=heard.component.min())
    further = reached.select(component="organisation", beyond="component")
    jumped = nearest.join(further, "component")
    return jumped.select("organisation", component=jumped.beyond)
