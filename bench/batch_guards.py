"""What the batch's two guards are for: the same work without them."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.batch_material import invented
from bench.own_home import Figures
from convivio.engine.batch.fits import fits
from convivio.engine.batch.material import SCALE
from convivio.engine.batch.on_duckdb import OnDuckDB
from convivio.engine.batch.running import load
from convivio.engine.batch.telling import (
    MOST_HOLDERS,
    TERMS_OF_ASK,
    TERMS_OF_ORGANISATION,
    held_by_few,
    telling,
)

ASKS, ORGANISATIONS = 500, 5_000
TIMES_MORE = 4
RUNS = 4


def measured() -> Figures:
    """Return how many scores change from run to run as numbers with a point, and what all against all costs."""
    return {**_added_up(), **_all_against_all()}


def _added_up() -> Figures:
    """Add the same parts up several times: as whole numbers, and as numbers with a point."""
    with TemporaryDirectory() as folder:
        engine = OnDuckDB(Path(folder))
        tables = load(invented(ASKS, ASKS * TIMES_MORE), engine, Path(folder) / "given")
        common = tables["asked"].join(tables["held"], "term", rname="{name}_held")
        whole, point = (
            [_scores(engine, common, divisor, run) for run in range(RUNS)] for divisor in (None, SCALE)
        )
        engine.close()
    return {
        "guard_scores": len(whole[0]),
        "guard_whole_numbers_differ": _differing(whole),
        "control_points_differ": _differing(point),
    }


def _scores(engine: OnDuckDB, common: Any, divisor: int | None, run: int) -> Any:
    """Add the parts of each score up, in an order of this run's own."""
    part = common.weight * common.weight_held
    part = part if divisor is None else (common.weight / divisor) * (common.weight_held / divisor)
    rows = engine.answer(common.select("organisation", "ask", part=part))
    mixed = rows.take(pa.array(np.random.default_rng(run).permutation(len(rows))))
    path = engine.folder / f"mixed_{run}_{divisor}.parquet"
    pq.write_table(mixed, path)
    shuffled = engine.read(path, path.stem)
    added = shuffled.group_by(["organisation", "ask"]).aggregate(score=shuffled.part.sum())
    answer = engine.answer(added).sort_by([("organisation", "ascending"), ("ask", "ascending")])
    return np.array(answer["score"].to_pylist())


def _differing(runs: list[Any]) -> int:
    return int(np.count_nonzero(np.any([one != runs[0] for one in runs[1:]], axis=0)))


def _all_against_all() -> Figures:
    figures: Figures = {}
    for times in (1, TIMES_MORE):
        for name, is_guarded in (("guard", True), ("control", False)):
            rows, seconds = _ranked(ASKS * times, ORGANISATIONS * times, is_guarded=is_guarded)
            size = f"{ASKS * times}x{ORGANISATIONS * times}"
            figures[f"{name}_{size}_rows"], figures[f"{name}_{size}_seconds"] = rows, seconds
    return figures


def _ranked(asks: int, organisations: int, *, is_guarded: bool) -> tuple[int, float]:
    """Rank calls, with words that tell and that few hold or with every word; count the rows joined."""
    with TemporaryDirectory() as folder:
        engine = OnDuckDB(Path(folder))
        tables = load(invented(organisations, asks), engine, Path(folder) / "given")
        began = time.perf_counter()
        held, asked = tables["held"], tables["asked"]
        if is_guarded:
            held = telling(held, "organisation", TERMS_OF_ORGANISATION)
            held = held_by_few(held, fewest=1, most=MOST_HOLDERS)
            asked = telling(asked, "ask", TERMS_OF_ASK)
        held, asked = engine.keep(held, "held"), engine.keep(asked, "asked")
        engine.answer(fits(held, asked))
        seconds = round(time.perf_counter() - began, 2)
        rows = engine.number(asked.join(held, "term").count())
        engine.close()
    return rows, seconds
