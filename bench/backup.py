"""Backups: how many damaged ones are refused, of one bit each; and that the whole one is taken."""

import random
import time
from pathlib import Path

from bench.own_home import Figures
from convivio.config.backups import archive, keys
from convivio.config.backups.making import check
from convivio.kernel.errors import BadInput

FLIPS = 100
ROWS = 20_000


def measure(folder: Path) -> Figures:
    """Return flips_tried, flips_refused, whole_taken, megabytes, check_seconds."""
    (folder / "tables").mkdir()
    rows = "".join(f"{number}\tthing {number}\n" for number in range(ROWS))
    (folder / "tables" / "thing.copy").write_text(rows)
    (folder / "keys.json").write_bytes(keys.packed(folder, b"open sesame"))
    file = folder / "one.backup"
    parts = {name: folder / name for name in ("tables/thing.copy", "keys.json")}
    archive.write(file, {"database": "postgresql", "rows": {"thing": ROWS}, "key": ""}, parts)
    content, dice, refused = file.read_bytes(), random.Random(20261122), 0
    began = time.perf_counter()
    whole = check(file, folder / "out", b"open sesame")["rows"] == {"thing": ROWS}
    seconds = time.perf_counter() - began
    for _ in range(FLIPS):
        changed = bytearray(content)
        changed[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        file.write_bytes(changed)
        try:
            check(file, folder / "out", b"open sesame")
        except BadInput:
            refused += 1
    return {
        "flips_tried": FLIPS,
        "flips_refused": refused,
        "whole_taken": whole,
        "megabytes": round(len(content) / 1e6, 2),
        "check_seconds": round(seconds, 2),
    }
