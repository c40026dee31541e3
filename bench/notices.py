"""Notices: does each reach exactly whom it should, in random graphs of people, mandates, choices and losses?

What each should receive is worked out beside, by brute force. The control does not ask again whom a notice
concerns when its letter leaves, and must be found wrong.
"""

import time
from pathlib import Path

from django.conf import settings

from bench.own_home import Figures
from convivio.notices.tests.graphs import differences

GRAPHS = 1_000
CONTROLS = 50


def measure(_home: Path) -> Figures:
    """Return graphs, graphs_wrong, control_graphs, control_wrong, seconds."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DELIVER_AT_ONCE = False
    began = time.monotonic()
    wrong = sum(bool(differences(seed)) for seed in range(GRAPHS))
    seconds = time.monotonic() - began
    found = sum(bool(differences(seed, asks_again=False)) for seed in range(CONTROLS))
    return {
        "graphs": GRAPHS,
        "graphs_wrong": wrong,
        "control_graphs": CONTROLS,
        "control_wrong": found,
        "seconds": round(seconds, 1),
    }
