"""The batch for everyone: seconds, memory and a checksum on each engine, and what its guards are for.

Invented organisations and calls (`bench/batch_material.py`), at 2,000 calls × 20,000 organisations on every
engine that is installed, and at 20,000 × 200,000; with --cordis also every organisation and topic of the
Commission's file. Each run is a process of its own, its memory that of all the processes it takes.
CONVIVIO_BENCH_SPARK_LARGE=yes runs the large size on Spark's threads as well.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import batch_guards
from bench.batch_cluster import cluster, lacking
from bench.batch_material import invented, real
from bench.memory_of_processes import PeakMemory
from bench.own_home import Figures
from convivio.engine.batch.material import Material

SIZES = {"small": (2_000, 20_000), "middle": (6_000, 60_000), "large": (20_000, 200_000)}
MEMORY_MB, MEMORY_MB_OF_LARGE_SPARK = 2_000, 6_000
QUESTIONS = ("fits", "introductions", "network")


def measure(cordis: Path | None) -> Figures:
    """Return SIZE_ENGINE_seconds, _peak_mb and checksums; answers_compared and same_answer; guard_… and control_…."""
    figures: Figures = {}
    for size, (asks, organisations) in SIZES.items():
        figures |= {f"{size}_asks": asks, f"{size}_organisations": organisations}
        figures |= _engines(size, invented(organisations, asks))
    if cordis is not None:
        figures |= _engines("cordis", real(cordis))
    return {**figures, **_compared(figures), **batch_guards.measured()}


def _engines(size: str, material: Material) -> Figures:
    """Answer on DuckDB, and where it is installed on Spark: threads of one process, and a cluster."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        material.save(folder / "material")
        figures = _run(f"{size}_duckdb", folder, [])
        if lack := lacking():
            return {**figures, f"{size}_spark": f"skipped: {lack}"}
        is_small = size in {"small", "cordis"}
        if is_small or os.environ.get("CONVIVIO_BENCH_SPARK_LARGE") == "yes":
            memory_mb = MEMORY_MB_OF_LARGE_SPARK if size == "large" else MEMORY_MB
            arguments = ["--engine", "spark", "--memory-mb", str(memory_mb)]
            figures |= _run(f"{size}_spark_threads", folder, arguments)
        if is_small:
            with cluster(folder, MEMORY_MB) as (master, processes):
                arguments = ["--engine", "spark", "--spark-master", master]
                figures |= _run(f"{size}_spark_cluster", folder, arguments, processes)
    return figures


def _run(label: str, folder: Path, arguments: list[str], beside: list[int] | None = None) -> Figures:
    """Run the program once; count the memory of the cluster's processes with its own.

    Errors: CalledProcessError, when it ends in an error.
    """
    command = [sys.executable, "-m", "convivio.engine.batch", str(folder / "material")]
    command += ["--out", str(folder / f"{label}-out"), "--work", str(folder / f"{label}-work")]
    command += ["--memory-mb", str(MEMORY_MB), *arguments]
    began = time.perf_counter()
    with (folder / f"{label}.log").open("w+") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        with PeakMemory([process.pid, *(beside or [])]) as memory:
            said = [
                json.loads(line) for line in process.communicate()[0].splitlines() if line.startswith("{")
            ]
        if process.returncode:
            log.seek(0)
            print(log.read()[-2_000:], file=sys.stderr)
            raise subprocess.CalledProcessError(process.returncode, command)
    figures: Figures = {f"{label}_seconds": round(time.perf_counter() - began, 1)}
    figures[f"{label}_peak_mb"] = memory.peak_mb
    for step in said:
        if step.get("step") in QUESTIONS:
            for what in ("seconds", "rows", "checksum"):
                figures[f"{label}_{step['step']}_{what}"] = step[what]
        if step.get("step") == "start":
            figures[f"{label}_start_seconds"] = step["seconds"]
    return figures


def _compared(figures: Figures) -> Figures:
    """Say of how many answers two engines or more were asked, and whether all gave the same checksum."""
    found: dict[tuple[str, str], list[object]] = {}
    for name, value in figures.items():
        if name.endswith("_checksum"):
            found.setdefault((name.split("_")[0], name.split("_")[-2]), []).append(value)
    several = [values for values in found.values() if len(values) > 1]
    if not several:
        return {"answers_compared": 0}
    return {"answers_compared": len(several), "same_answer": all(len(set(one)) == 1 for one in several)}
