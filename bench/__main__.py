"""Measure: every figure, or one by name.

    python3 dev bench [NAME] [--json FILE] [--cordis PATH]

Each measurement is a module of this package with `measure(cordis)`, which returns a flat table of
figures: medians and percentiles, the sizes they were measured on, and, where a guard is measured,
the same with the guard removed. What needs the Commission's file says so where it is not given.
"""

import argparse
import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import own_home
from bench.own_home import Figures

MODULES = {
    "demo": "bench.demonstration",
    "import": "bench.importing",
    "engine": "bench.engine",
    "compose": "bench.compose",
    "batch": "bench.batch",
    "quality": "bench.quality",
    "windows": "bench.backtest",
    "newcomers": "bench.newcomers",
    "pages": "bench.pages",
    "growth": "bench.growth",
    "trace": "bench.trace",
    "ledger": "bench.ledger",
    "backup": "bench.backup",
    "sign-in": "bench.sign_in",
    "granting": "bench.granting",
    "mutations": "bench.mutations",
    "isolation": "bench.isolation",
    "races": "bench.races",
    "calendar": "bench.calendar",
    "board": "bench.board",
    "notices": "bench.notices",
    "kills": "bench.kills",
}

OF_THEIR_OWN = frozenset(
    {"trace", "ledger", "backup", "sign-in", "granting", "notices", "kills", "calendar", "board"}
)
"""Measurements that fill an empty home, each in a process to itself."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 dev bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(MODULES), help="one measurement; all without")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--cordis", type=Path, metavar="PATH", help="the Commission's zip or its folder")
    chosen = parser.parse_args(arguments)
    if chosen.cordis is not None and not chosen.cordis.exists():
        print(f"There is no file or folder at {chosen.cordis}.", file=sys.stderr)
        return 1
    figures: Figures = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    for name in [chosen.name] if chosen.name else MODULES:
        print(f"— {name}", flush=True)
        measured = _measured(name, chosen.cordis)
        for key, value in measured.items():
            print(f"  {key:<34} {value}", flush=True)
        figures.update(
            measured if chosen.name else {f"{name}.{key}": value for key, value in measured.items()}
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _measured(name: str, cordis: Path | None) -> Figures:
    if name in OF_THEIR_OWN:
        return own_home.measured(MODULES[name])
    figures: Figures = importlib.import_module(MODULES[name]).measure(cordis)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
