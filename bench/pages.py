"""Measure the server time of list and profile pages at 100,000 organisations, for several principals.

    python3 dev bench pages [--cordis PATH]

A home of its own is filled with invented rows, the same every time, beside the Commission's file where
that is given; CONVIVIO_BENCH_HOME names a folder to keep it in and to use again. Every page is asked
in this process through the whole of Django, once to warm up and then ROUNDS times for each principal.
A page's figure is the 95th percentile of the principal for whom it is worst. Other rooms add a line to
PAGES.

A machine that is shared runs now at one speed, now at another. So a fixed piece of work is done around each
question: `machine_p95_factor` says how many times longer it took at the 95th percentile than at the 5th, and each
page has a `steady` figure too, in which every question is divided by how slow the machine was just then.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

ROUNDS = 40
PRINCIPALS = ("", "member", "editor", "office", "coordinator")
WORDS = (
    "dialysis", "filtri dialisi", "hydrogen", "alfa ceramica", "robot", "misuriamo fatica", "sensori", "valle",
    "membrane", "batteries", "ceramics for implants", "software ospedale", "celle a combustibile", "zzzz",
)  # fmt: skip
OFFICE_LISTS = ("", "sort=last", "state=member&sort=-since", "columns=category&columns=owed&columns=people")
TYPED = ("al", "alfa", "merb", "membr", "ottica 1", "quer", "sens", "idrogneo", "ponte rob")
NARROWED = (
    "", "country=IT", "country=IT&nuts=ITH5", "kind=laboratory", "kind=university&country=DE", "size=small",
    "experience=20%2B", "cluster=cluster-1", "accreditation=htn_laboratory", "page=50", "sort=newest",
    "concept=technology:stem-cells", "kind=sme&kind=company&country=FR&size=micro", "q=dialysis&country=IT",
    "q=alfa", "q=robot&kind=laboratory", "q=sensori&page=3", "view=map",
)  # fmt: skip

LONG_LISTS = ("", "country=IT", "size=small", "kind=sme&kind=company")


def measure(cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return p95_ms_worst, steady_p95_ms_worst, queries_worst; for each page its median, its p95 and its queries."""
    kept = os.environ.get("CONVIVIO_BENCH_HOME")
    if kept:
        return _in_a_process_of_its_own(Path(kept), cordis)
    with tempfile.TemporaryDirectory(prefix="convivio-bench-") as folder:
        return _in_a_process_of_its_own(Path(folder), cordis)


def _in_a_process_of_its_own(home: Path, cordis: Path | None) -> dict[str, float | int | str | bool]:
    environment = {
        **os.environ,
        "CONVIVIO_HOME": str(home),
        "CONVIVIO_DEMO": "no",
        "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
    }
    command = [sys.executable, "-m", "bench.pages", str(cordis.resolve()) if cordis else ""]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float | int | str | bool] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measured(cordis: Path | None) -> dict[str, float | int | str | bool]:
    import django  # noqa: PLC0415 - the home is chosen by now

    django.setup()
    from bench import pages_home  # noqa: PLC0415 - reads tables, so Django comes first
    from convivio.config.rubbish import look_for_rubbish_seldom  # noqa: PLC0415
    from convivio.organisations.models import Organisation  # noqa: PLC0415

    began = time.monotonic()
    if not (Path(os.environ["CONVIVIO_HOME"]) / "convivio.sqlite3").exists():
        pages_home.fill(cordis)
    print(f"filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
    look_for_rubbish_seldom()  # as a server does once it has begun
    figures: dict[str, float | int | str | bool] = {"organisations": Organisation.objects.count()}
    asked = {}
    for name, addresses, headers, *only in _pages():
        principals = only or PRINCIPALS
        asked[name] = [_ask_often(principal, addresses, headers) for principal in principals]
        figures[f"{name}_queries"] = max(_queries(one, addresses, headers) for one in principals)
    return {**figures, **_percentiles(asked), **_worst(figures, "queries")}


def _percentiles(asked: dict[str, list[list["Asking"]]]) -> dict[str, float]:
    """Give the 95th percentiles of each page, of whom it is worst for.

    Units: milliseconds of the wall clock in this process; `median` is of all principals together.
    Source: nearest rank.
    """
    every = [one for principals in asked.values() for askings in principals for one in askings]
    quietest = sorted(one.fixed_ms for one in every)[len(every) // 20]
    figures: dict[str, float] = {}
    for name, principals in asked.items():
        figures[f"{name}_median_ms"] = median(one.wall_ms for askings in principals for one in askings)
        figures[f"{name}_p95_ms"] = max(
            _nearest_rank(one.wall_ms for one in askings) for askings in principals
        )
        figures[f"{name}_steady_p95_ms"] = max(
            _nearest_rank(one.wall_ms * quietest / one.fixed_ms for one in askings) for askings in principals
        )
    factor = _nearest_rank(one.fixed_ms / quietest for one in every)
    figures |= {
        **_worst(figures, "_steady_p95_ms"),
        **_worst(figures, "_p95_ms"),
        "machine_p95_factor": factor,
    }
    return {name: round(figure, 2 if name == "machine_p95_factor" else 1) for name, figure in figures.items()}


def _worst(figures: Mapping[str, Any], ending: str) -> dict[str, Any]:
    kept = [
        figure
        for name, figure in figures.items()
        if name.endswith(ending) and ("steady" in name) == ("steady" in ending)
    ]
    return {f"{ending.strip('_')}_worst": max(kept)}


def _pages() -> list[tuple[Any, ...]]:
    """Name each page, with addresses that differ as people's do, the headers of a part that htmx asks, and who may."""
    from django.db.models import Count  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from convivio.organisations.models import Organisation  # noqa: PLC0415
    from convivio.trackrecord.models import Project  # noqa: PLC0415

    public = Organisation.objects.filter(audience="public")
    busiest = public.annotate(projects=Count("participations")).order_by("-projects")[:3]
    slugs = [row.slug for row in busiest] + [row.slug for row in public.order_by("pk")[:20000:1600]]
    projects = list(Project.objects.order_by("pk").values_list("pk", flat=True)[:16000:1000])
    crowded = Project.objects.annotate(seats=Count("participations")).order_by("-seats").first()
    part = {"hx-request": "true"}

    def of(name: str) -> list[str]:
        return [reverse(name, args=[slug]) for slug in slugs]

    return [
        ("list", [f"{reverse('organisations:list')}?{query}" for query in NARROWED], {}),
        (
            "list_facets_part",
            [f"{reverse('organisations:list')}?part=facets&{one}" for one in LONG_LISTS],
            part,
        ),
        ("search", [f"{reverse('search:results')}?q={quote(words)}" for words in WORDS], {}),
        ("suggest", [f"{reverse('search:suggest')}?q={quote(typed)}" for typed in TYPED], part),
        ("organisation", of("organisations:page"), {}),
        ("organisation_projects", of("trackrecord:of_organisation"), {}),
        ("organisation_projects_part", of("trackrecord:of_organisation"), part),
        ("organisation_partners_part", of("trackrecord:partners"), part),
        ("organisation_clusters_part", of("clusters:of_organisation"), part),
        (
            "project",
            [reverse("trackrecord:project", args=[one]) for one in [*projects, crowded.pk if crowded else 1]],
            {},
        ),
        ("cluster", [reverse("pages:cluster", args=[f"cluster-{place}"]) for place in range(11)], {}),
        ("network", [reverse("pages:network")], {}),
        *_pages_of_the_office(),
    ]


def _pages_of_the_office() -> list[tuple[Any, ...]]:
    """Name the pages of a cluster's office, and of its member with more than a thousand rows."""
    from django.urls import reverse  # noqa: PLC0415

    from convivio.office.models import Note  # noqa: PLC0415

    note = Note.objects.select_related("organisation").first()
    busy = note.organisation.slug if note else ""
    of_member = reverse("office:member", args=["cluster-0", busy])
    lists = [f"{reverse('office:members', args=['cluster-0'])}?{query}" for query in OFFICE_LISTS]
    return [
        ("office_members", lists, {}, "office"),
        ("office_quiet", [reverse("office:quiet", args=["cluster-0"])], {}, "office"),
        ("office_member", [of_member, f"{of_member}?until=2024-01-31"], {}, "office"),
        ("busy_organisation", [reverse("organisations:page", args=[busy])], {}),
        ("busy_projects", [reverse("trackrecord:of_organisation", args=[busy])], {}),
        ("dues_desk", [reverse("dues:desk", args=["cluster-0"])], {}, "office"),
        ("dues_statement", [reverse("dues:statement", args=["cluster-0", busy])], {}, "office"),
        ("dues_notices", [reverse("dues:notices", args=["cluster-0"])], {}, "office"),
        ("trace", [reverse("tracing:trace")], {}, "office", "coordinator"),
    ]


def _client(principal: str, headers: dict[str, str]) -> Callable[[str], object]:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from convivio.people.models import Person  # noqa: PLC0415

    settings.SECOND_STEP_FOR_OFFICES = False  # pages are measured, not the way in
    client = Client(SERVER_NAME="localhost", headers=headers)
    if principal:
        client.force_login(Person.objects.get(email=f"{principal}@convivio.example"))

    def ask(address: str) -> object:
        response = client.get(address)
        if response.status_code != 200:  # noqa: PLR2004 - the only answer that counts
            message = f"{address} answered {response.status_code} to {principal or 'anyone'}"
            raise RuntimeError(message)
        return response

    return ask


@dataclass(frozen=True, slots=True)
class Asking:
    """One question: how long it took, and how long the fixed piece of work took around it."""

    wall_ms: float
    fixed_ms: float


def _ask_often(principal: str, addresses: list[str], headers: dict[str, str]) -> list[Asking]:
    """Ask ROUNDS times, the addresses in turn.

    Errors: RuntimeError for a page that does not answer 200.
    """
    ask, fixed = _client(principal, headers), _fixed_work()
    for address in addresses:
        ask(address)
    found, before = [], _timed(fixed)
    for place in range(max(ROUNDS, len(addresses))):
        wall = _timed(partial(ask, addresses[place % len(addresses)]))
        after = _timed(fixed)
        found.append(Asking(wall, (before + after) / 2))
        before = after
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _fixed_work() -> Callable[[], object]:
    """Draw what a page draws most, a list of lines, always the same one."""
    from django.template import Context, Template  # noqa: PLC0415 - Django is set up by now

    lines = [{"name": f"Line {number}", "url": f"/{number}/", "count": number} for number in range(150)]
    drawn = Template(
        '{% for line in lines %}<li><a href="{{ line.url }}">{{ line.name }}</a>'
        "{% if line.count %} <b>{{ line.count }}</b>{% endif %}</li>{% endfor %}"
    )
    return lambda: drawn.render(Context({"lines": lines}))


def _nearest_rank(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[int(0.95 * len(ordered))]


def _queries(principal: str, addresses: list[str], headers: dict[str, str]) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    ask = _client(principal, headers)
    most = 0
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            ask(address)
        most = max(most, len(captured))
    return most


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]) if sys.argv[1] else None)))
