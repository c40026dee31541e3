"""Set rankings beside the recipes that anyone would build in a week, on any windows of a file.

    python3 dev bench windows --cordis PATH [--json FILE]

The protocol is that of `bench/partners.py`, in memory and without a database, so that a window of
seven hundred consortia takes seconds. For every window it prints, with *full* and *call-only*
queries, the bold recipes (`bench/recipes.py`) and what the engine gives, and the paired gain of the
engine over the recipe with its 95 % interval; and the same for *calls for members*
(`bench/members_calls.py`). The file of topics, `call-topics.csv` beside the Commission's or what
CONVIVIO_BENCH_TOPICS names, holds topic, title and keywords; CONVIVIO_BENCH_WINDOWS names windows
as SINCE:UNTIL, with spaces between them.

Nothing of a window's first day or later is read by any ranking.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bench import cordis_documents as made
from bench import members_calls
from bench.cordis_files import Row, rows
from bench.partners import MEASURES, Consortium, consortia, interval, measured
from bench.recipes import Recipes
from convivio.engine.asked import Asked
from convivio.engine.evidence import Evidence
from convivio.engine.need import Need
from convivio.engine.rank import rank_partners

Figures = dict[str, float | int | str]
Values = np.ndarray

WINDOWS = ("2024-05-01:2024-09-01", "2024-09-01:2025-01-01", "2025-01-01:2025-05-01")
TEXTS = ("full", "call_only")
DEEP = 400
NEEDS = "needs --cordis PATH, the Commission's zip, and call-topics.csv beside it"


def measure(cordis: Path | None) -> Figures:
    """Return what `compared` does, for the windows that were asked for; nothing without the files."""
    if cordis is None:
        return {"windows": NEEDS}
    topics = Path(os.environ.get("CONVIVIO_BENCH_TOPICS", cordis.parent / "call-topics.csv"))
    if not topics.is_file():
        return {"windows": NEEDS}
    windows = os.environ.get("CONVIVIO_BENCH_WINDOWS", "").split()
    return compared(cordis, topics, windows or WINDOWS)


def compared(cordis: Path, topics: Path, windows: Sequence[str]) -> Figures:
    """Return, for each window, the measures of the bold recipes and of the engine, and the gains.

    Shape: names are window, kind of query, ranking, measure; `…_low` and `…_high` bound a gain.
    Units: shares from 0 to 1.
    Errors: KeyError for a file without the Commission's columns.
    Source: the protocol in bench/partners.py.
    """
    known = {row["topic"]: row for row in rows(topics.parent, topics.name)}
    documents = (*made.organisations(cordis), *made.projects(cordis, topics))
    evidence = Evidence.of(documents, made.participations(cordis))
    figures: Figures = {}
    for window in windows:
        since, until = window.split(":")
        figures |= _of_partners(cordis, known, evidence, since, until)
        figures |= members_calls.compared(cordis, known, evidence, since, until)
    return figures


def _of_partners(
    cordis: Path, topics: Mapping[str, Row], evidence: Evidence, since: str, until: str
) -> Figures:
    found = consortia(cordis, since, until)
    recipes = Recipes.of(cordis, since)
    figures: Figures = {f"{since}.queries": len(found)}
    for text in TEXTS:
        needs = [need_of(one, topics, call_only=text == "call_only") for one in found]
        rankings = {
            name: [recipe(need, one.coordinator) for need, one in zip(needs, found, strict=True)]
            for name, recipe in recipes.by_name(text).items()
        }
        rankings["engine"] = [
            answer(evidence, need, one, since) for need, one in zip(needs, found, strict=True)
        ]
        values = {name: _judged(found, answers) for name, answers in rankings.items()}
        for name, table in values.items():
            figures |= {
                f"{since}.{text}.{name}.{measure}": round(float(mean), 4)
                for measure, mean in zip(MEASURES, np.nanmean(table, axis=0), strict=True)
            }
        figures |= gains(f"{since}.{text}.gain", values["engine"] - values["bold"], MEASURES)
    return figures


def need_of(consortium: Consortium, topics: Mapping[str, Row], *, call_only: bool) -> str:
    """Give the words of a query; those of a topic that the file does not name are none."""
    project = consortium.project
    if not call_only:
        return "\n".join(project[part] for part in ("title", "keywords", "objective"))
    topic = topics.get(project["topics"], {})
    return f"{topic.get('title', '')}\n{topic.get('keywords', '').replace('|', ', ')}"


def answer(evidence: Evidence, text: str, consortium: Consortium, since: str) -> list[str]:
    """Give the engine's answer, as keys of organisations in the file."""
    if not text.strip():
        return []
    lead = f"organisation:{consortium.coordinator}"
    asked = Asked(audiences=made.PUBLIC, leads=[lead], before=date.fromisoformat(since))
    found = rank_partners(evidence, Need(text=text), asked, DEEP).suggestions
    return [hit.key.partition(":")[2] for hit in found]


def _judged(found: Sequence[Consortium], rankings: Sequence[Sequence[str]]) -> Values:
    return np.array([measured(one, ranking) for one, ranking in zip(found, rankings, strict=True)])


def gains(name: str, differences: Values, measures: Sequence[str]) -> Figures:
    """Give the mean of paired differences and the bounds of its 95 % interval, by measure."""
    figures: Figures = {}
    for measure_name, column in zip(measures, differences.T, strict=True):
        low, high = interval(column)
        key = f"{name}.{measure_name}"
        figures[key] = round(float(np.nanmean(column)), 4)
        figures |= {f"{key}_low": round(low, 4), f"{key}_high": round(high, 4)}
    return figures
