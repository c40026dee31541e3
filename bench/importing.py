"""Measure the import of the Commission's whole file, its index included, into an empty home.

`seconds` and `peak_mb` are of the command line as anyone runs it; the peak is the largest sum of
resident memory of the command and every process it starts, looked at fifty times a second.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOOKING_SECONDS = 0.02

Figures = dict[str, float | int | str | bool]


def measure(cordis: Path | None) -> Figures:
    """Return seconds, peak_mb, the same for a second reading that compares every row, and the counts."""
    if cordis is None:
        return {"skipped": "give the Commission's file: --cordis PATH"}
    home = Path(tempfile.mkdtemp(prefix="convivio-bench-import-"))
    try:
        return _measure(cordis.resolve(), {**os.environ, "CONVIVIO_HOME": str(home)})
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(cordis: Path, environment: dict[str, str]) -> Figures:
    run(environment, "migrate", "--verbosity", "0")
    seconds, peak_mb = run(environment, "import", "cordis", str(cordis))
    counts = counted(environment)
    again_seconds, again_peak_mb = run(environment, "import", "cordis", str(cordis), "--again")
    same_seconds, _ = run(environment, "import", "cordis", str(cordis))
    return {
        "seconds": round(seconds, 1),
        "peak_mb": round(peak_mb),
        "again_seconds": round(again_seconds, 1),
        "again_peak_mb": round(again_peak_mb),
        "again_changed_a_count": counted(environment) != counts,
        "same_file_seconds": round(same_seconds, 1),
        "database_mb": round(sum(f.stat().st_size for f in _home(environment).glob("*.sqlite3")) / 1e6),
        **counts,
    }


def run(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Run one command; return its seconds, and the peak of its memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "convivio", *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(LOOKING_SECONDS)
    if process.returncode:
        raise SystemExit(f"`convivio {' '.join(arguments)}` ended with {process.returncode}.")
    return time.perf_counter() - started, peak / 1e6


def counted(environment: dict[str, str]) -> dict[str, int]:
    answer = subprocess.run(
        [sys.executable, "-m", "convivio", "count", "--json"],
        env=environment,
        check=True,
        capture_output=True,
    )
    counts: dict[str, int] = json.loads(answer.stdout)
    return counts


def _home(environment: dict[str, str]) -> Path:
    return Path(environment["CONVIVIO_HOME"])


def resident(root: int) -> int:
    """Sum the resident memory of a process and its descendants; 0 where there is no /proc.

    Units: bytes.
    """
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(folder.name))
    waiting, total = [root], 0
    while waiting:
        number = waiting.pop()
        waiting += children.get(number, [])
        try:
            total += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total
