"""Backups: how many damaged ones are refused, of one bit each; and that the whole one is taken."""

import os
import random
import tempfile
import time
from pathlib import Path

FLIPS = 100
ROWS = 20_000


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return flips_tried, flips_refused, whole_taken, megabytes, check_seconds."""
    with tempfile.TemporaryDirectory(prefix="convivio-bench-backup-") as name:
        os.environ["CONVIVIO_HOME"] = name
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
        return _measure(Path(name))


def _measure(folder: Path) -> dict[str, float | int | str | bool]:
    import django  # noqa: PLC0415 - only once the home is named

    django.setup()
    from convivio.config.backups import archive, keys  # noqa: PLC0415 - only once it is measured
    from convivio.config.backups.making import check  # noqa: PLC0415
    from convivio.kernel.errors import BadInput  # noqa: PLC0415

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
