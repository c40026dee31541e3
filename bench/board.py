"""The board with many entries, and the totals of what was shared: how long their pages take.

    python3 dev bench board

ENTRIES needs and offers of some organisations in three clusters, a third of them past, a tenth of the needs without a
name; and EXCHANGES that both sides confirmed over three years. Then their pages, for somebody who is signed in.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, now

from bench.own_home import Figures
from bench.page_times import page_times, questions_of, ready_to_serve, seen, somebody_of, took
from convivio.clusters.models import Cluster, Network
from convivio.exchanges.models import Exchange
from convivio.kernel.translated import in_both
from convivio.needs.models import Asker, Entry
from convivio.organisations.models import Organisation
from convivio.search.freshness import rebuild_index

ENTRIES = int(os.environ.get("CONVIVIO_BOARD_ENTRIES", "50000"))
EXCHANGES = int(os.environ.get("CONVIVIO_BOARD_EXCHANGES", "50000"))
ORGANISATIONS = 800
CLUSTERS = 3
AT_ONCE = 5_000
PAGES = 15
BLINDED = 0.1
THREE_YEARS = 1095
THINGS = (
    ("un sensore di flusso", "a flow sensor"), ("una camera pulita", "a clean room"),
    ("una stampante di tessuti", "a tissue printer"), ("prove di fatica", "fatigue tests"),
    ("dati di ricovero", "admission data"), ("un corso di saldatura", "a welding course"),
    ("una cella robotizzata", "a robot cell"), ("un parere sui brevetti", "advice on patents"),
)  # fmt: skip

Row = TypeVar("Row", bound=Model)


def measure(_home: Path) -> Figures:
    """Return the sizes, and a median and a p95 for each page; questions, of the board's first page; totals_counted, before they are kept."""
    ready_to_serve()
    dice = random.Random(41)
    clusters, organisations = _clusters(), _organisations()
    _keep(Entry.objects.all(), _entries(clusters, dice))
    _keep(Asker.objects.all(), _askers(organisations, dice))
    _keep(Exchange.objects.all(), _exchanges(organisations, dice))
    began = time.perf_counter()
    documents = rebuild_index()
    indexed = time.perf_counter() - began
    client = somebody_of(organisations[0], ["read", "edit", "speak"])
    figures: Figures = {
        "database": connection.vendor,
        "entries": Entry.objects.count(),
        "exchanges": Exchange.objects.count(),
        "documents": documents,
        "index_seconds": round(indexed, 1),
        "questions": questions_of(client, reverse("needs:board")),
    }
    totals = reverse("exchanges:totals")
    figures["totals_counted_ms"] = round(took(partial(seen, client, totals)), 1)
    for name, addresses in _addresses(organisations, dice).items():
        times = page_times(client, addresses)
        figures[f"{name}_ms"] = round(statistics.median(times), 1)
        figures[f"{name}_p95_ms"] = round(sorted(times)[int(0.95 * len(times))], 1)
    return figures


def _addresses(organisations: list[Organisation], dice: random.Random) -> dict[str, list[str]]:
    board = reverse("needs:board")
    narrowings: list[dict[str, object]] = [
        {"side": "need"},
        {"about": "skill"},
        {"cluster": "cluster-1"},
        {"state": "met"},
        {"page": 150},
    ]
    return {
        "first_page": [board] * PAGES,
        "narrowed": [f"{board}?{urlencode(one)}" for one in narrowings * (PAGES // len(narrowings))],
        "words": [f"{board}?{urlencode({'q': dice.choice(THINGS)[number % 2]})}" for number in range(PAGES)],
        "mine": [reverse("needs:mine")] * PAGES,
        "of_organisation": [
            reverse("needs:of_organisation", args=[one.slug]) for one in organisations[:PAGES]
        ],
        "feed": [reverse("needs:feed")] * PAGES,
        "exchanges": [reverse("exchanges:ours")] * PAGES,
        "totals": [reverse("exchanges:totals")] * PAGES,
    }


def _clusters() -> list[Cluster]:
    network = Network.objects.create(slug="rete", name=in_both("Rete", "Network"))
    return [
        Cluster.objects.create(
            network=network, slug=f"cluster-{number}", name=in_both(f"Cluster {number}", f"Cluster {number}")
        )
        for number in range(CLUSTERS)
    ]


def _organisations() -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(
            slug=f"socio-{number}", name=f"Socio {number}", kind="sme", country="IT", visibility="public",
            audience="public",
        )
        for number in range(ORGANISATIONS)
    )  # fmt: skip


def _keep(table: QuerySet[Row], every: Iterator[Row]) -> None:
    while some := list(islice(every, AT_ONCE)):
        table.bulk_create(some)


def _entries(clusters: list[Cluster], dice: random.Random) -> Iterator[Entry]:
    for number in range(ENTRIES):
        posted = localdate() - timedelta(days=dice.randrange(85))
        state = "open" if number % 3 else dice.choice(["met", "withdrawn", "expired"])
        side, (italian, english) = dice.choice(["need", "offer"]), dice.choice(THINGS)
        yield Entry(
            side=side, about=dice.choice(["skill", "idea", "resource", "other"]), state=state,
            title=in_both(f"Serve {italian}, {number}", f"Wanted: {english}, {number}"),
            body=in_both(f"Ci occorre {italian} entro l’anno.", f"We need {english} within the year."),
            cluster=dice.choice(clusters), visibility="public", audience="public", posted_on=posted,
            expires_on=posted + timedelta(days=90), closed_on=None if state == "open" else localdate(),
            is_blinded=side == "need" and dice.random() < BLINDED,
        )  # fmt: skip


def _askers(organisations: list[Organisation], dice: random.Random) -> Iterator[Asker]:
    for number in Entry.objects.values_list("pk", flat=True):
        yield Asker(entry_id=number, organisation=dice.choice(organisations))


def _exchanges(organisations: list[Organisation], dice: random.Random) -> Iterator[Exchange]:
    for number in range(EXCHANGES):
        giver, taker = dice.sample(organisations, 2)
        kind, unit = dice.choice([("advice", "hour"), ("machine", "hour"), ("course", "seat")])
        at = now() - timedelta(days=dice.randrange(THREE_YEARS))
        yield Exchange(
            giver=giver, taker=taker, kind=kind, unit=unit, amount=Decimal(dice.randint(1, 12)), on=at.date(),
            words=f"Scambio {number}", state="confirmed", said_by="giver", confirmed_at=at,
        )  # fmt: skip
