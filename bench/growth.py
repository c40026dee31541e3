"""How costs grow: the same questions on the Commission's file, and on ten times as many rows of it."""

from pathlib import Path

from bench.engine import in_a_process_of_its_own

COPIES = 10
COMPARED = ("partners_p50_ms", "partners_p95_ms", "search_p50_ms", "search_p95_ms", "complete_p95_ms")


def measure(cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return each time on one copy and on ten, and how many times slower ten are."""
    if cordis is None:
        return {"skipped": "needs --cordis PATH"}
    once = in_a_process_of_its_own(cordis, copies=1)
    ten_times = in_a_process_of_its_own(cordis, copies=COPIES)
    figures: dict[str, float | int | str | bool] = {
        "documents": once["documents"],
        "documents_grown": ten_times["documents"],
        "memory_mb_grown": ten_times["memory_mb"],
    }
    for name in COMPARED:
        figures[name] = once[name]
        figures[f"{name}_grown"] = ten_times[name]
        figures[f"{name.removesuffix('_ms')}_times_slower"] = round(
            float(ten_times[name]) / float(once[name]), 2
        )
    return figures
