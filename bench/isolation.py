"""Two clusters do two thousand things at random, and each looks at all it can open for a word of the other.

    python3 dev bench isolation [--json FILE]

It is the test of tests/isolation, whole: the game is played in a database of its own, and the same
game without audiences shows that a leak would be found.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
ACTS = 2000


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return acts, how many answers were opened, and leaks; control_leaks without the audiences."""
    with tempfile.TemporaryDirectory(prefix="convivio-isolation-") as folder:
        told = Path(folder) / "told.json"
        environment = {
            **os.environ,
            "CONVIVIO_ISOLATION_ACTS": str(ACTS),
            "CONVIVIO_ISOLATION_TOLD": str(told),
        }
        command = [sys.executable, "-m", "pytest", "tests/isolation", "-p", "no:randomly", "-q"]
        subprocess.run(command, cwd=CHECKOUT, env=environment, check=False, capture_output=True)
        figures: dict[str, float | int | str | bool] = json.loads(told.read_text()) if told.exists() else {}
    return figures
