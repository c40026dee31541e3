"""How a first visit goes: who walks it, with which call, and with which needs to try."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings

from convivio.demo.network_files import entries
from convivio.kernel.translated import Translated
from convivio.matching.samples import Sample
from convivio.web.first_visits import FirstVisit, Step


@cache
def the_first_visit() -> FirstVisit:
    """Read the four steps, the first of the people who are ready, and the first of the calls."""
    person = next(entry for entry in entries("people") if entry.get("ready"))
    call = next(entry for entry in entries("calls") if entry.get("first_visit"))
    steps = [
        Step(entry["slug"], Translated(entry["title"]), Translated(entry["text"]))
        for entry in entries("steps")
    ]
    return FirstVisit(steps, person["email"], call["code"].lower())


def sample_needs() -> Iterator[Sample]:
    """Give the needs to try at one click, in the reader's language; in the demonstration only."""
    if not settings.DEMO:
        return
    for slug, title, text in _needs():
        yield Sample(slug, str(title), str(text))


@cache
def _needs() -> list[tuple[str, Translated, Translated]]:
    return [
        (entry["slug"], Translated(entry["title"]), Translated(entry["text"])) for entry in entries("needs")
    ]
