"""The batch as a process of its own: it may take much memory and many minutes, and Django needs neither."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import IO, Any

from convivio.matching.errors import BatchFailed, BatchIsNotInstalled

NEEDS = {"duckdb": ("ibis", "duckdb"), "spark": ("ibis", "pyspark")}
EXTRAS = {"duckdb": "batch", "spark": "spark"}
LONGEST_WORD_OF_IT = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how much: an engine, the address of its cluster, threads, megabytes."""

    engine: str = "duckdb"
    spark_master: str | None = None
    threads: int = 2
    memory_mb: int = 2_000

    def check(self) -> None:
        """Refuse an engine that is not here, before any work is done.

        Raises:
            BatchIsNotInstalled: a package lacks, or Java.
        """
        lacking = [name for name in NEEDS[self.engine] if find_spec(name) is None]
        if self.engine == "spark" and which("java") is None:
            lacking.append("Java")
        if lacking:
            raise BatchIsNotInstalled(", ".join(lacking), EXTRAS[self.engine])

    def arguments(self) -> list[str]:
        chosen = ["--engine", self.engine, "--threads", str(self.threads), "--memory-mb", str(self.memory_mb)]
        return [*chosen, *(["--spark-master", self.spark_master] if self.spark_master else [])]


def run(material: Path, out: Path, work: Path, place: Place) -> Iterator[dict[str, Any]]:
    """Run the batch and give what it says of each step; it ends when whoever asked stops listening.

    Raises:
        BatchFailed: it stopped before its end, with the last it said.
    """
    command = [sys.executable, "-m", "convivio.engine.batch", str(material), *place.arguments()]
    command += ["--out", str(out), "--work", str(work)]
    with tempfile.TemporaryFile() as aside, _started(command, aside) as process:
        try:
            yield from (json.loads(line) for line in process.stdout or () if line.startswith("{"))
            failed = process.wait() != 0
        finally:
            if process.poll() is None:
                process.terminate()
        if failed:
            aside.seek(0)
            raise BatchFailed(_last_of(aside.read().decode("utf-8", "replace")))


def _started(command: list[str], aside: IO[bytes]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=aside, text=True)  # noqa: S603 - our own program


def _last_of(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return (lines or ["?"])[-1][:LONGEST_WORD_OF_IT]
