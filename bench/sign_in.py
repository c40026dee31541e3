"""Signing in: can the time of an answer tell whether an address is known?

The same request with addresses that are known and unknown, in an order by dice; two samples are compared by
the test of Kolmogorov and Smirnov. The control takes away the letter to a stranger, and must be told apart.
"""

import random
import statistics
import time
from pathlib import Path

from django.conf import settings
from django.test import Client
from scipy.stats import ks_2samp

from bench.own_home import Figures
from convivio.people.models import Person

SAMPLES = 200
WARM_UP = 20
SEED = 20261122


def measure(_home: Path) -> Figures:
    """Return samples, known_p50_ms, unknown_p50_ms, ks_p, control_ks_p."""
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
