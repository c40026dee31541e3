"""How long composing a table takes, and whether the solver is really stopped.

Candidates are generated, always the same: run it with `python -m bench.compose [--json FILE]`.
Each composition seats ten partners out of 20,000 candidates with the solver already warm.
"""

import argparse
import json
import platform
import statistics
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import scipy

from convivio.engine.compose import compose
from convivio.engine.compose_solver import Model, Pool, session
from convivio.engine.compose_values import Candidate, Composition, Wish
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_values import Accreditation, Organisation

SEED = 20261122
CANDIDATES, ROUNDS = 20_000, 40
ON = date(2026, 11, 22)
KINDS = ["sme", "company", "large_company", "university", "research_centre", "laboratory", "public_authority"]
COUNTRIES = ["IT", "DE", "FR", "ES", "NL", "BE", "EL", "PL", "SE", "UK", "CH", "NO", "RS", "US", "CA", None]
NETWORK = (Accreditation("high_technology_network", date(2020, 1, 1)),)
ACCREDITED_SHARE = 0.3
KNOWN_SHARE = 0.02
GUARD_SECONDS = 0.5
CONTROL_SECONDS = 3.0


def generated(number: int, random: Random, aspects: list[str]) -> Candidate:
    country = random.choice(COUNTRIES)
    nuts = random.choice(["ITH54", "ITH55", "ITC4C"]) if country == "IT" else None
    in_region = bool(nuts and nuts.startswith("ITH5"))
    organisation = Organisation(
        f"organisation:{number}",
        f"Organisation {number}",
        kind=random.choice(KINDS),
        country=country,
        nuts=nuts,
        accreditations=NETWORK if in_region and random.random() < ACCREDITED_SHARE else None,
    )
    return Candidate(
        organisation,
        relevance=random.random() ** 3,
        covers={name: random.random() for name in random.sample(aspects, random.randint(0, 5))},
        familiarity=random.random() if random.random() < KNOWN_SHARE else 0.0,
    )


def measured(
    number: int, rounds: int, rule_set: str, reason_seconds: float
) -> list[tuple[float, Composition]]:
    random = Random(SEED)
    aspects = [f"aspect {n}" for n in range(12)]
    people = [generated(n, random, aspects) for n in range(number)]
    leads = [p for p in people if p.organisation.accreditations and p.organisation.kind == "laboratory"]
    found = []
    for turn in range(rounds + 1):
        need = {name: 0.5 + random.random() for name in random.sample(aspects, 10)}
        wish = Wish(leads[turn % len(leads)], 10, ON, aspects=need, budget_eur=Decimal(2_000_000))
        started = time.perf_counter()
        table = compose(people, load_rule_set(rule_set), wish, reason_seconds=reason_seconds)
        found.append((time.perf_counter() - started, table))
    return found[1:]


def hopeless() -> Model:
    """A market split: small, and out of reach of branch and bound."""
    rows, columns, random = 6, 50, Random(SEED)
    weights = [[float(random.randrange(100)) for _ in range(columns)] for _ in range(rows)]
    halves = [float(sum(row) // 2) for row in weights]
    cells = [(r, c, weights[r][c]) for r in range(rows) for c in range(columns)]
    cells += [(r, columns + 2 * r + side, 1.0 - 2 * side) for r in range(rows) for side in (0, 1)]
    row, column, value = (list(part) for part in zip(*cells, strict=True))
    slack = 2 * rows
    cost, upper = [0.0] * columns + [1.0] * slack, [1.0] * columns + [1e6] * slack
    return Model(cost, [1] * columns + [0] * slack, upper, row, column, value, halves, halves)


def stopped_after(seconds: float) -> tuple[float, str]:
    """Return how long a solve without a limit of its own lasted under our guard."""
    pool = Pool()
    with session(hopeless(), seconds=60, pool=pool) as lent:
        if lent is None or lent.worker is None:
            return 0.0, "no process"
        lent.worker.is_ready = lent.worker.receive(60) is not None
        started = time.perf_counter()
        answer = lent.solve({}, seconds=seconds, is_limited=False)
        took = time.perf_counter() - started
    pool.close()
    return took, answer.status


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def figures(number: int, rounds: int) -> dict[str, object]:
    told: dict[str, object] = {"candidates": number, "rounds": rounds, "seats": 10}
    plans = (("compose", "horizon-europe-ria", 0.0), ("compose_por_fesr", "por-fesr-1-2-2-2018", 0.0),
             ("compose_with_proven_reasons", "horizon-europe-ria", 10.0))  # fmt: skip
    for name, rule_set, reason_seconds in plans:
        found = measured(number, rounds, rule_set, reason_seconds)
        times = [took for took, _ in found]
        told[f"{name}_p50_ms"] = round(1000 * statistics.median(times), 1)
        told[f"{name}_p95_ms"] = round(1000 * percentile(times, 0.95), 1)
        told[f"{name}_proven_share"] = sum(table.proven for _, table in found) / rounds
        told[f"{name}_valid_share"] = sum(table.valid for _, table in found) / rounds
        told[f"{name}_shortlist_p50"] = statistics.median(table.shortlisted for _, table in found)
    guarded, status = stopped_after(GUARD_SECONDS)
    told["guard_set_to_ms"], told["guard_stopped_after_ms"] = 1000 * GUARD_SECONDS, round(1000 * guarded, 1)
    told["guard_status"] = status
    told["control_still_unsolved_after_ms"] = round(1000 * stopped_after(CONTROL_SECONDS)[0], 1)
    told |= {"scipy": scipy.__version__, "python": platform.python_version()}
    told["measured_on"] = datetime.now(UTC).date().isoformat()
    return told


def measure(_cordis: Path | None) -> dict[str, Any]:
    """Return compose_p50_ms, compose_p95_ms, the share proven, and the guard with its control."""
    return figures(CANDIDATES, ROUNDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--candidates", type=int, default=CANDIDATES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    told = figures(asked.candidates, asked.rounds)
    for name, figure in told.items():
        print(f"{name:40} {figure}")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
