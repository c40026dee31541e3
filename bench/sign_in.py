"""Signing in: can the time of an answer tell whether an address is known?

The same request with addresses that are known and unknown, in an order by dice; two samples are compared by
the test of Kolmogorov and Smirnov. The control takes away the letter to a stranger, and must be told apart.
"""

import os
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path

SAMPLES = 200
WARM_UP = 20
SEED = 20261122


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return samples, known_p50_ms, unknown_p50_ms, ks_p, control_ks_p."""
    home = Path(tempfile.mkdtemp(prefix="convivio-bench-sign-in-"))
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
    from scipy.stats import ks_2samp  # noqa: PLC0415

    from convivio.people.models import Person  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    settings.DELIVER_AT_ONCE = False
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "100000/m/ip,100000/5m/key"}
    for number in range(SAMPLES + WARM_UP):
        Person.objects.create_user(f"known-{number}@convivio.example", name="Persona")
    known, unknown = _times()
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    control_known, control_unknown = _times()
    return {
        "samples": SAMPLES,
        "known_p50_ms": round(statistics.median(known) * 1000, 2),
        "unknown_p50_ms": round(statistics.median(unknown) * 1000, 2),
        "ks_p": round(float(ks_2samp(known, unknown).pvalue), 4),
        "control_unknown_p50_ms": round(statistics.median(control_unknown) * 1000, 2),
        "control_ks_p": float(f"{ks_2samp(control_known, control_unknown).pvalue:.2g}"),
    }


def _times() -> tuple[list[float], list[float]]:
    """Ask for a code with known and unknown addresses, in an order by dice, and time each answer."""
    from django.test import Client  # noqa: PLC0415

    asked = [(kind, number) for kind in ("known", "nobody") for number in range(SAMPLES + WARM_UP)]
    random.Random(SEED).shuffle(asked)  # a fixed seed, so that anyone can repeat it
    times: dict[str, list[float]] = {"known": [], "nobody": []}
    for kind, number in asked:
        client = Client(SERVER_NAME="localhost")
        email = (
            f"{kind}-{number:03}@convivio.example" if kind == "nobody" else f"known-{number}@convivio.example"
        )
        began = time.perf_counter()
        answer = client.post("/account/login/code/", {"email": email})
        times[kind].append(time.perf_counter() - began)
        assert answer.has_header("Location")  # noqa: S101 - a measurement of something else would mislead
    return times["known"][WARM_UP:], times["nobody"][WARM_UP:]
