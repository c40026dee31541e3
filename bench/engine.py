"""Measure the engine alone on a CORDIS folder or zip: time, memory and quality, without a database.

    python -m bench.engine speed CORDIS [--topics FILE] [--json FILE] [--copies N]
    python -m bench.engine run CORDIS --queries Q.jsonl --as-of 2025-01-01 --out RUN.jsonl
    python -m bench.engine calls CORDIS --topics FILE --since 2025-01-01 --until 2025-05-01

`speed` builds the index from rows in an empty folder, then asks for partners with 200 needs of
about 300 words (the titles, keywords and objectives of collaborative projects), each with its
coordinator as the lead and with the reasons of the first ten; and times searches and completions.
`--copies` repeats every row that many times under new keys, to see how costs grow.

`run` writes what `bench/partners.py judge` reads. `calls` ranks, for every Italian organisation,
the topics funded in the window that it had not joined before; relevant are those it joined.
"""

import argparse
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench import compose
from bench import cordis_documents as made
from bench.cordis_files import Row, rows
from convivio.engine.asked import Asked
from convivio.engine.documents import Document, Participation
from convivio.engine.evidence import Evidence
from convivio.engine.index import Index, Scope, build
from convivio.engine.need import Need
from convivio.engine.rank import rank_partners
from convivio.engine.rank_calls import Calls, rank_calls
from convivio.engine.reasons import reasons_for

NEEDS = 200
FIRST_PAGE = 10
PUBLIC = ("public",)
SEARCHES = ("university bologna", "perovskite tandem cells", "hydrogen storage", "laboratorio sensori")
TYPED = ("fraunh", "univ bol", "polit", "consiglio naz", "helsinky")


def measure(cordis: Path | None) -> dict[str, Any]:
    """Return partners_p50_ms, partners_p95_ms, compose_p95_ms, index_seconds, memory_mb and more."""
    if cordis is None:
        return {"skipped": "needs --cordis PATH", **compose.measure(None)}
    return {**in_a_process_of_its_own(cordis, copies=1), **compose.measure(None)}


def in_a_process_of_its_own(cordis: Path, *, copies: int) -> dict[str, float | int | str | bool]:
    """Run `speed` where nothing else counts as its memory."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "figures.json"
        command = ["speed", str(cordis), "--json", str(told), "--copies", str(copies)]
        command = [sys.executable, "-m", "bench.engine", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, float | int | str | bool] = json.loads(told.read_text(encoding="utf-8"))
    return figures


def speed(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), arguments)
    print(json.dumps(figures, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measured(folder: Path, arguments: argparse.Namespace) -> Mapping[str, float]:
    started = time.perf_counter()
    count = build(folder, documents(arguments), participations(arguments))
    seconds = time.perf_counter() - started
    index = Index(folder)
    partners = list(partner_times(index.evidence, arguments.cordis))
    everyone, people = Scope(audiences=PUBLIC), Scope(audiences=PUBLIC, types=["organisation"])
    searches = [_timed(partial(index.search, text, everyone)) for text in SEARCHES * 10]
    facets = ("kind", "country")
    browse = [_timed(partial(index.search, "", people, facets=facets)) for _ in range(10)]
    typed = [_timed(partial(index.complete, text, everyone)) for text in TYPED * 10]
    return {
        "documents": count,
        "index_seconds": round(seconds, 2),
        "disk_mb": round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        **_percentiles("partners", partners),
        **_percentiles("search", searches),
        **_percentiles("browse_with_facets", browse),
        **_percentiles("complete", typed),
    }


def documents(arguments: argparse.Namespace) -> Iterator[Document]:
    for copy in _copies(arguments.copies):
        yield from made.organisations(arguments.cordis, copy)
        yield from made.projects(arguments.cordis, arguments.topics, copy)


def participations(arguments: argparse.Namespace) -> Iterator[Participation]:
    return itertools.chain.from_iterable(
        made.participations(arguments.cordis, copy) for copy in _copies(arguments.copies)
    )


def _copies(count: int) -> list[str]:
    return ["", *(f"x{number}" for number in range(1, count))]


def partner_times(evidence: Evidence, cordis: Path) -> Iterator[float]:
    """Give the seconds that each need takes, reasons of the first page included."""
    leads = {r["projectID"]: r["organisationID"] for r in rows(cordis, "organization.csv") if _leads(r)}
    collaborative = [row for row in rows(cordis, "project.csv") if "ERC" not in row["fundingScheme"]]
    for row in collaborative[:: max(1, len(collaborative) // NEEDS)]:
        need = Need(text=f"{row['title']}. {row['keywords']}. {row['objective']}")
        asked = Asked(audiences=PUBLIC, leads=[f"organisation:{leads.get(row['id'])}"])
        yield _timed(partial(_first_page, evidence, need, asked))


def _leads(row: Row) -> bool:
    return bool(row["role"] == "coordinator")


def _first_page(evidence: Evidence, need: Need, asked: Asked) -> object:
    ranking = rank_partners(evidence, need, asked, limit=100)
    return [reasons_for(ranking, suggestion) for suggestion in ranking.suggestions[:FIRST_PAGE]]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _percentiles(name: str, seconds: list[float]) -> Mapping[str, float]:
    cuts = statistics.quantiles(seconds, n=20)
    middle = statistics.median(seconds)
    return {f"{name}_p50_ms": round(middle * 1e3, 2), f"{name}_p95_ms": round(cuts[-1] * 1e3, 2)}


def run(arguments: argparse.Namespace) -> None:
    """Answer queries as the command line does, straight from the files."""
    texts = itertools.chain(
        made.organisations(arguments.cordis), made.projects(arguments.cordis, arguments.topics)
    )
    evidence = Evidence.of(texts, made.participations(arguments.cordis))
    day = date.fromisoformat(arguments.as_of)
    with arguments.queries.open(encoding="utf-8") as lines, arguments.out.open("w") as out:
        for line in lines:
            query = json.loads(line)
            text = ". ".join(query.get(part, "") for part in ("title", "keywords", "text"))
            leads = [f"organisation:{query['coordinator']}"] if query.get("coordinator") else []
            asked = Asked(audiences=PUBLIC, leads=leads, before=day)
            found = rank_partners(evidence, Need(text=text), asked, limit=arguments.top).suggestions
            ranking = [
                {"organisation": hit.key.split(":")[1], "score": hit.score, "list": hit.circle}
                for hit in found
            ]
            out.write(json.dumps({"id": query["id"], "ranking": ranking}) + "\n")


def calls(arguments: argparse.Namespace) -> None:
    """Measure calls for members: R@10 and nDCG@10 over organisations that joined a new topic."""
    since, until = arguments.since, arguments.until
    projects = {row["id"]: row for row in rows(arguments.cordis, "project.csv")}
    joined, had = _topics_of_italians(arguments.cordis, projects, since, until)
    known = {row["topic"]: row for row in rows(arguments.topics.parent, arguments.topics.name)}
    funded = {row["topics"] for row in projects.values() if since <= row["ecSignatureDate"] < until}
    candidates = [
        Document(key=topic, type="call", title=row["title"], en=row["keywords"].replace("|", " "))
        for topic, row in known.items()
        if topic in funded
    ]
    texts = itertools.chain(
        made.organisations(arguments.cordis), made.projects(arguments.cordis, arguments.topics)
    )
    evidence = Evidence.of(texts, made.participations(arguments.cordis))
    ranker = Calls(evidence, candidates, before=date.fromisoformat(since))
    scores = []
    for organisation, topics in joined.items():
        relevant = {topic for topic in topics - had[organisation] if topic in known}
        if relevant and had[organisation]:
            key = f"organisation:{organisation}"
            found = rank_calls(ranker, [key], audiences=PUBLIC, exclude=had[organisation], limit=100)
            scores.append(_of_calls([hit.key for hit in found], relevant))
    recall, gain = np.mean(scores, axis=0)
    print(json.dumps({"organisations": len(scores), "r_at_10": recall, "ndcg_at_10": gain}))


def _topics_of_italians(
    cordis: Path, projects: Mapping[str, Row], since: str, until: str
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    joined: dict[str, set[str]] = defaultdict(set)
    had: dict[str, set[str]] = defaultdict(set)
    for row in rows(cordis, "organization.csv"):
        project = projects.get(row["projectID"])
        if project is None or row["country"] != "IT":
            continue
        if project["ecSignatureDate"] < since:
            had[row["organisationID"]].add(project["topics"])
        elif project["ecSignatureDate"] < until:
            joined[row["organisationID"]].add(project["topics"])
    return joined, had


def _of_calls(found: list[str], relevant: set[str]) -> tuple[float, float]:
    places = [place for place, key in enumerate(found[:10]) if key in relevant]
    ideal = sum(1 / np.log2(place + 2) for place in range(min(10, len(relevant))))
    return len(places) / len(relevant), sum(1 / np.log2(place + 2) for place in places) / ideal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    for name, work in (("speed", speed), ("run", run), ("calls", calls)):
        command = commands.add_parser(name)
        command.add_argument("cordis", type=Path)
        command.add_argument("--topics", type=Path)
        command.set_defaults(do=work)
        if name == "speed":
            command.add_argument("--json", type=Path)
            command.add_argument("--copies", type=int, default=1)
        elif name == "run":
            command.add_argument("--queries", type=Path, required=True)
            command.add_argument("--out", type=Path, required=True)
            command.add_argument("--as-of", required=True)
            command.add_argument("--top", type=int, default=300)
        else:
            command.add_argument("--since", default="2025-01-01")
            command.add_argument("--until", default="2025-05-01")
    arguments = parser.parse_args()
    arguments.do(arguments)


if __name__ == "__main__":
    main()
