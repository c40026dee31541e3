"""The journal of erasures: numbers only, in a file outside the database, so that a restore forgets again.

A line holds the number of a person and the moment they joined: after an older copy was put back, a number
may be somebody else's.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import now

from convivio.people.models import Person


def journal() -> Path:
    return Path(settings.ERASURES_FILE)


def write_down(person: Person) -> None:
    """Add a person to the journal, on disk before it returns."""
    _append({"person": person.pk, "joined": _moment(person.joined_at), "erased": _moment(now())})


def write_down_sweep() -> None:
    """Add to the journal that what erasures left in files was swept."""
    _append({"swept": _moment(now())})


def lines() -> Iterator[dict[str, Any]]:
    """Read the journal; a line that was cut short by a power cut is left out."""
    if not journal().exists():
        return
    for line in journal().read_text(encoding="ascii").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield told


def written_down() -> set[tuple[int, str]]:
    """Return who is in the journal, each by number and moment of joining."""
    return {(one["person"], one["joined"]) for one in lines() if "person" in one}


def waits_for_a_sweep() -> bool:
    """Say whether somebody was erased since the last sweep."""
    last = [next(iter(one)) for one in lines()][-1:]
    return last == ["person"]


def is_of(person: Person) -> tuple[int, str]:
    return person.pk, _moment(person.joined_at)


def _append(told: dict[str, Any]) -> None:
    path = journal()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        # A line of its own, also after one that a power cut left unfinished.
        file.write(f"\n{json.dumps(told)}\n")
        file.flush()
        os.fsync(file.fileno())


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
