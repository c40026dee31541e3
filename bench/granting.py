"""Granting: random chains of giving, inviting, ending and handing over, and who was lifted by them.

Each chain is recomputed day by day. The control runs the same chains with the question “may this person
give it?” left out, and must lift people.
"""

import time
from pathlib import Path

from django.conf import settings

from bench.own_home import Figures
from convivio.organisations.tests.granting_chains import run_chains

CHAINS = 1000
CONTROL = 100
SEED = 20261122


def measure(_home: Path) -> Figures:
    """Return chains, acts, acts_allowed, days_lifted, disagreements, control_days_lifted, seconds."""
    settings.DELIVER_AT_ONCE = False
    began = time.perf_counter()
    tally = run_chains(CHAINS, seed=SEED)
    seconds = time.perf_counter() - began
    control = run_chains(CONTROL, seed=SEED + 1, guarded=False)
    return {
        "chains": tally.chains,
        "acts": tally.acts,
        "acts_allowed": tally.allowed,
        "days_lifted": tally.lifted,
        "disagreements": tally.disagreed,
        "control_days_lifted": control.lifted,
        "seconds": round(seconds, 1),
    }
