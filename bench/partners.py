"""Measure a ranking of partners on consortia that really formed.

The protocol
------------
*History* is every project signed before a day, `--since`; an organisation is *known* if it appears
in it, in any role. *Queries* are the projects signed from `--since` and before `--until` that have
a coordinator and at least three distinct coordinator or participant organisations, of which at
least two other than the coordinator are known. The text of a query is the project's title, keywords
and objective (`--text full`), or only its topic's title and the topic's expert keywords
(`--text call-only`: what can be known before there is a consortium; `--topics` names the file with
columns topic, title, keywords). The coordinator is given and is not an answer. *Relevant* are the
known coordinator and participant organisations other than the coordinator; associated partners and
third parties are not. *New* partners shared no earlier project with the coordinator (in any role);
for their recall those who did are first taken out of the list. A query without an answer scores 0.

Measures: R@10, R@100 (share of the relevant found among the first 10, 100), nDCG@10 (binary gains),
MRR, new R@100 (mean over the queries that have a new partner). Intervals are 95 %, from 2,000
bootstrap samples of the queries; with two runs the paired difference is given too.

    python -m bench.partners queries CORDIS --since 2025-01-01 --until 2025-05-01 --out Q.jsonl
    convivio match partners --queries Q.jsonl --as-of 2025-01-01 --top 300 --out RUN.jsonl
    python -m bench.partners judge CORDIS RUN.jsonl --since 2025-01-01 --until 2025-05-01

A run holds one JSON object a line: `id` and `ranking`, a list of objects with `organisation` (PIC).
Ask for 300 answers or more, so that the list of new partners is still 100 long without the old.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.cordis_files import Row, rows

MEASURES = ("r_at_10", "r_at_100", "ndcg_at_10", "mrr", "new_r_at_100")
SAMPLES = 2000
LEAST_MEMBERS = 3
SHORT, LONG = 10, 100
LEAST_KNOWN = 2


@dataclass
class Consortium:
    """One query: a later project, who coordinated it and who is to be found."""

    project: Row
    coordinator: str
    relevant: set[str]
    earlier_partners: set[str] = field(default_factory=set)

    @property
    def new(self) -> set[str]:
        return self.relevant - self.earlier_partners


def consortia(source: Path, since: str, until: str) -> list[Consortium]:
    """Find the queries of a window and what is relevant to each."""
    projects = {row["id"]: row for row in rows(source, "project.csv")}
    earlier: dict[str, set[str]] = defaultdict(set)
    projects_of: dict[str, set[str]] = defaultdict(set)
    core: dict[str, set[str]] = defaultdict(set)
    coordinators: dict[str, str] = {}
    for row in rows(source, "organization.csv"):
        project = projects.get(row["projectID"])
        if project is None:
            continue
        signed, organisation = project["ecSignatureDate"], row["organisationID"]
        if signed < since:
            earlier[project["id"]].add(organisation)
            projects_of[organisation].add(project["id"])
        elif signed < until and row["role"] in {"coordinator", "participant"}:
            core[project["id"]].add(organisation)
            if row["role"] == "coordinator":
                coordinators.setdefault(project["id"], organisation)
    found = []
    for key, members in sorted(core.items()):
        coordinator = coordinators.get(key)
        relevant = {member for member in members - {coordinator} if member in projects_of}
        if coordinator is not None and len(members) >= LEAST_MEMBERS and len(relevant) >= LEAST_KNOWN:
            partners = set().union(*(earlier[past] for past in projects_of[coordinator]))
            found.append(Consortium(projects[key], coordinator, relevant, partners - {coordinator}))
    return found


def write_queries(arguments: argparse.Namespace) -> None:
    topics = _topics(arguments.topics) if arguments.topics else {}
    with arguments.out.open("w", encoding="utf-8") as out:
        for consortium in consortia(arguments.cordis, arguments.since, arguments.until):
            query = _query(consortium, topics, call_only=arguments.text == "call-only")
            out.write(json.dumps(query, ensure_ascii=False) + "\n")


def _query(consortium: Consortium, topics: Mapping[str, Row], *, call_only: bool) -> Mapping[str, str]:
    project = consortium.project
    given = {"id": project["id"], "coordinator": consortium.coordinator}
    if call_only:
        topic = topics.get(project["topics"], {})
        keywords = topic.get("keywords", "").replace("|", ", ")
        return given | {"title": topic.get("title", ""), "keywords": keywords, "text": ""}
    words = {"title": project["title"], "keywords": project["keywords"]}
    return given | words | {"text": project["objective"]}


def _topics(path: Path) -> Mapping[str, Row]:
    return {row["topic"]: row for row in rows(path.parent, path.name)}


def measured(consortium: Consortium, ranking: Sequence[str]) -> list[float]:
    """Give the five measures of one answer; the last is NaN when no partner is new."""
    relevant, new = consortium.relevant, consortium.new
    places = [place for place, key in enumerate(ranking) if key in relevant]
    gain = sum(1 / math.log2(place + 2) for place in places if place < SHORT)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(SHORT, len(relevant))))
    fresh = [key for key in ranking if key not in consortium.earlier_partners][:LONG]
    return [
        sum(place < SHORT for place in places) / len(relevant),
        sum(place < LONG for place in places) / len(relevant),
        gain / ideal,
        1 / (places[0] + 1) if places else 0.0,
        len(new & set(fresh)) / len(new) if new else math.nan,
    ]


def judged(found: Iterable[Consortium], run: Path) -> np.ndarray:
    """Give the measures of every query, a row each; a query without an answer scores 0."""
    rankings: dict[str, list[str]] = {}
    with run.open(encoding="utf-8") as lines:
        for line in lines:
            answer = json.loads(line)
            keys = [str(entry["organisation"]) for entry in answer["ranking"]]
            rankings[str(answer["id"])] = list(dict.fromkeys(keys))
    return np.array(
        [
            measured(
                consortium,
                [key for key in rankings.get(consortium.project["id"], []) if key != consortium.coordinator],
            )
            for consortium in found
        ]
    )


def interval(values: np.ndarray) -> tuple[float, float]:
    """Give the bounds of the mean's 95 % interval."""
    values = values[~np.isnan(values)]
    chance = np.random.default_rng(2026)
    means = values[chance.integers(0, len(values), (SAMPLES, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def judge(arguments: argparse.Namespace) -> None:
    found = consortia(arguments.cordis, arguments.since, arguments.until)
    first = judged(found, arguments.run)
    figures: dict[str, float] = {"queries": len(found)} | _figures(first, "")
    if arguments.against:
        figures |= _figures(first - judged(found, arguments.against), "gain_")
    print(f"{'queries':18} {len(found)}")
    for name in [key for key in figures if f"{key}_low" in figures]:
        low, high = figures[f"{name}_low"], figures[f"{name}_high"]
        print(f"{name:18} {figures[name]:.3f}  [{low:.3f}, {high:.3f}]")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _figures(values: np.ndarray, prefix: str) -> dict[str, float]:
    figures = {}
    for name, column in zip(MEASURES, values.T, strict=True):
        low, high = interval(column)
        figures[f"{prefix}{name}"] = float(np.nanmean(column))
        figures |= {f"{prefix}{name}_low": low, f"{prefix}{name}_high": high}
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    queries = commands.add_parser("queries", help="write the queries of a window")
    queries.add_argument("cordis", type=Path)
    queries.add_argument("--text", choices=["full", "call-only"], default="full")
    queries.add_argument("--topics", type=Path)
    queries.add_argument("--out", type=Path, required=True)
    queries.set_defaults(do=write_queries)
    verdict = commands.add_parser("judge", help="measure a run, or the gain over another")
    verdict.add_argument("cordis", type=Path)
    verdict.add_argument("run", type=Path)
    verdict.add_argument("--against", type=Path)
    verdict.add_argument("--json", type=Path)
    verdict.set_defaults(do=judge)
    for command in (queries, verdict):
        command.add_argument("--since", default="2025-01-01")
        command.add_argument("--until", default="2025-05-01")
    arguments = parser.parse_args()
    arguments.do(arguments)


if __name__ == "__main__":
    main()
