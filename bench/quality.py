"""Measure the main job on the Commission's whole file: are the partners the right ones, and how fast.

    python3 dev bench quality --cordis PATH

A home is filled by `convivio import cordis`; CONVIVIO_BENCH_QUALITY_HOME names a folder to keep it in
and to use again. The queries and the judgement are those of `bench/partners.py`, which says the protocol;
the answers come from `convivio match partners --as-of 2025-01-01`, as anyone runs it. Then the page of
answers and the composer are timed in this process with needs of about 300 words, warm, from that home.

`control_…` is the same judgement of the same answers in the opposite order: it must fall.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from bench import partners

SINCE, UNTIL, TOP = "2025-01-01", "2025-05-01", 300
NEEDS, TABLES, SEATS = 60, 30, 10
RULES = "horizon-europe-ria"

Figures = dict[str, float | int | str | bool]


def measure(cordis: Path | None) -> Figures:
    """Return the five measures with their intervals, the page's and the composer's times and queries."""
    if cordis is None:
        return {"skipped": "give the Commission's file: --cordis PATH"}
    kept = os.environ.get("CONVIVIO_BENCH_QUALITY_HOME")
    if kept:
        return _measured(Path(kept), cordis.resolve())
    with tempfile.TemporaryDirectory(prefix="convivio-bench-quality-") as folder:
        return _measured(Path(folder), cordis.resolve())


def _measured(home: Path, cordis: Path) -> Figures:
    environment = {
        **os.environ,
        "CONVIVIO_HOME": str(home),
        "CONVIVIO_DEMO": "no",
        "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
    }
    if not (home / "index" / "CURRENT").exists():
        _run(environment, "convivio", "prepare")
        _run(environment, "convivio", "import", "cordis", str(cordis))
    with tempfile.TemporaryDirectory() as folder:
        queries, run = Path(folder) / "queries.jsonl", Path(folder) / "run.jsonl"
        partners.write_queries(
            Namespace(cordis=cordis, since=SINCE, until=UNTIL, topics=None, text="full", out=queries)
        )
        began = time.perf_counter()
        where = ("--queries", str(queries), "--out", str(run))
        _run(environment, "convivio", "match", "partners", *where, "--as-of", SINCE, "--top", str(TOP))
        seconds = time.perf_counter() - began
        figures: Figures = {**judged(cordis, run), "match_seconds": round(seconds, 1)}
        timed = _run(environment, "bench.quality", str(queries))
        figures.update(json.loads(timed.splitlines()[-1]))
    return figures


def judged(cordis: Path, run: Path) -> Figures:
    """Judge a run, and the same answers turned round."""
    found = partners.consortia(cordis, SINCE, UNTIL)
    values, turned = partners.judged(found, run), partners.judged(found, _turned_round(run))
    figures: Figures = {"queries": len(found)}
    for name, column, control in zip(partners.MEASURES, values.T, turned.T, strict=True):
        low, high = partners.interval(column)
        figures[name] = round(float(np.nanmean(column)), 4)
        figures |= {f"{name}_low": round(low, 4), f"{name}_high": round(high, 4)}
        figures[f"control_{name}"] = round(float(np.nanmean(control)), 4)
    return figures


def _turned_round(run: Path) -> Path:
    other = run.with_suffix(".turned")
    with run.open(encoding="utf-8") as lines, other.open("w", encoding="utf-8") as out:
        for line in lines:
            answer = json.loads(line)
            out.write(json.dumps({"id": answer["id"], "ranking": answer["ranking"][::-1]}) + "\n")
    return other


def _run(environment: dict[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _timed(queries: Path) -> Figures:
    """Time the page of answers and the composer, in the process whose home is filled."""
    import django  # noqa: PLC0415 - the home is chosen by now

    django.setup()
    with queries.open(encoding="utf-8") as lines:
        asked = [json.loads(line) for line in lines]
    figures = {**_of_pages(asked), **_of_tables(asked)}
    return {name: round(value, 1) for name, value in figures.items()}


def _of_pages(asked: Sequence[dict[str, str]]) -> dict[str, float]:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from convivio.matching.models import Question  # noqa: PLC0415
    from convivio.people.models import Person  # noqa: PLC0415

    person, _made = Person.objects.get_or_create(email="bench@convivio.example")
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "en"})
    client.force_login(person)
    questions = [
        Question.objects.create(text=_text(one), lead=_lead(one), asked_by=person, audience=person.key)
        for one in asked[:NEEDS]
    ]

    def ask(question: Question) -> None:
        if client.get(question.get_absolute_url()).status_code != 200:  # noqa: PLR2004 - the only answer that counts
            raise RuntimeError(question.get_absolute_url())

    try:
        wall, busy = _times([partial(ask, question) for question in questions])
        with CaptureQueriesContext(connection) as captured:
            ask(questions[0])
    finally:
        Question.objects.filter(pk__in=[one.pk for one in questions]).delete()
    return {
        "words_p50": float(np.median([len(_text(one).split()) for one in asked[:NEEDS]])),
        **_percentiles("partners_page", wall, busy),
        "partners_page_queries": len(captured),
    }


def _of_tables(asked: Sequence[dict[str, str]]) -> dict[str, float]:
    from convivio.kernel.audiences import ANYONE  # noqa: PLC0415
    from convivio.matching.answering import Wanted  # noqa: PLC0415
    from convivio.matching.composing import ComposedTable, TableWanted, compose_table  # noqa: PLC0415

    found: list[ComposedTable] = []

    def compose(one: dict[str, str]) -> None:
        wanted = Wanted(text=_text(one), lead=_lead(one))
        found.append(compose_table(TableWanted(need=wanted, rule_set=RULES, seats=SEATS), ANYONE))

    led = [one for one in asked if _lead(one) is not None]
    work = [partial(compose, one) for one in led[:: max(1, len(led) // TABLES)]]
    wall, busy = _times(work)
    return {
        **_percentiles("compose_page", wall, busy),
        "compose_candidates_p50": float(np.median([len(one.organisations) for one in found])),
        "compose_proven_share": sum(one.composition.proven for one in found) / len(found),
        "compose_valid_share": sum(one.composition.valid for one in found) / len(found),
    }


def _text(one: dict[str, str]) -> str:
    return "\n".join(one[part] for part in ("title", "keywords", "text") if one[part])


def _lead(one: dict[str, str]):  # type: ignore[no-untyped-def] # noqa: ANN202 - a row, once Django is there
    from convivio.organisations.models import Organisation  # noqa: PLC0415

    return Organisation.objects.with_identifier("pic", one["coordinator"]).first()


def _times(work: Sequence[Callable[[], None]]) -> tuple[list[float], list[float]]:
    """Do each piece of work once after a first that warms up.

    Shape: two numbers for each piece.
    Units: milliseconds of wall clock, and of processor time in this process.
    Errors: none of its own.
    Source: none.
    """
    work[0]()
    wall, busy = [], []
    for one in work:
        began, busy_before = time.perf_counter(), time.process_time()
        one()
        wall.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - busy_before))
    return wall, busy


def _percentiles(name: str, wall: Sequence[float], busy: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms": float(np.percentile(wall, 50)),
        f"{name}_p95_ms": float(np.percentile(wall, 95)),
        f"{name}_busy_p95_ms": float(np.percentile(busy, 95)),
    }


if __name__ == "__main__":
    print(json.dumps(_timed(Path(sys.argv[1]))))
