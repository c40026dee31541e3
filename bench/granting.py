"""Granting: random chains of giving, inviting, ending and handing over, and who was lifted by them.

Each chain is recomputed day by day. The control runs the same chains with the question “may this person
give it?” left out, and must lift people.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

CHAINS = 1000
CONTROL = 100
SEED = 20261122


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return chains, acts, acts_allowed, days_lifted, disagreements, control_days_lifted, seconds."""
    home = Path(tempfile.mkdtemp(prefix="convivio-bench-granting-"))
    os.environ["CONVIVIO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
    try:
        return _measure()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure() -> dict[str, float | int | str | bool]:
    import django  # noqa: PLC0415 - only once the home is named

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from convivio.organisations.tests.granting_chains import run_chains  # noqa: PLC0415

    settings.DELIVER_AT_ONCE = False
    call_command("migrate", verbosity=0)
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
