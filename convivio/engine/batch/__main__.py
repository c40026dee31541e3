"""The batch as a program of its own: material in, answers out, a line of JSON for each step.

    python -m convivio.engine.batch MATERIAL --out FOLDER --work FOLDER [--engine duckdb|spark]

MATERIAL is a folder that `Material.save` wrote. The answers are whole numbers, as `store` writes
arrays. On a cluster the work folder has to be one that all its machines see.
"""

import argparse
import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from convivio.engine import store
from convivio.engine.batch.material import Material
from convivio.engine.batch.running import Engine, answers, checksum, load

ENGINES = {"duckdb": "on_duckdb:OnDuckDB", "spark": "on_spark:OnSpark"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m convivio.engine.batch", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="duckdb")
    parser.add_argument("--spark-master", metavar="URL")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-mb", type=int, default=2_000)
    chosen = parser.parse_args(arguments)
    material = Material.load(chosen.material)
    began = time.perf_counter()
    engine = _opened(chosen)
    _say(step="start", seconds=_since(began))
    try:
        _answer(material, engine, chosen)
    finally:
        engine.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(step="end", seconds=_since(began), peak_mb=round(peak))
    return 0


def _answer(material: Material, engine: Engine, chosen: argparse.Namespace) -> None:
    tables = load(material, engine, chosen.work / "given")
    count = int(material.held[0].max()) + 1 if len(material.held[0]) else 0
    began = time.perf_counter()
    for name, columns in answers(tables, engine, organisations=count, told=_progress):
        seconds = _since(began)
        store.save(chosen.out, {f"{name}_{column}": array for column, array in columns.items()}, {})
        rows = len(next(iter(columns.values())))
        _say(step=name, rows=rows, checksum=checksum(columns), seconds=seconds)
        began = time.perf_counter()


def _opened(chosen: argparse.Namespace) -> Engine:
    """Open the engine asked for; the other one need not be installed."""
    module, _, name = ENGINES[chosen.engine].partition(":")
    made = getattr(import_module(f"convivio.engine.batch.{module}"), name)
    master = {"master": chosen.spark_master} if chosen.engine == "spark" else {}
    chosen.work.mkdir(parents=True, exist_ok=True)
    opened: Engine = made(chosen.work, threads=chosen.threads, memory_mb=chosen.memory_mb, **master)
    return opened


def _progress(_doing: str, done: int, total: int) -> None:
    _say(done=done, of=total)


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - this is what whoever started it reads


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
