"""Workers that are killed: is every notice delivered, and none twice, when a worker dies at any point?

A process of its own hands out notices and sends letters, and is killed (-9) at a random moment, again and
again; what it left is worked off by the next. Each pair of a notice and a person must arrive under one
name, however often a letter had to be sent again. The control writes the letter in one transaction and
the mark that it is done in another, and must be found to double.
"""

import contextlib
import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils.timezone import now

from bench.own_home import Figures
from convivio.activity.letters import post
from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import deliver
from convivio.notices import handing_out
from convivio.notices.kinds import Facts, Kind, Line, declare_kind
from convivio.notices.models import Delivery, Notice
from convivio.notices.telling import tell
from convivio.people.models import Person

KILLS = int(os.environ.get("CONVIVIO_KILLS", "200"))
PEOPLE = 3
LONGEST = 0.2
"""Seconds in which a worker is killed: somewhat more than it needs for one round."""
FOLDER = "post"
NAME = "bench.kills"


class Post(BaseEmailBackend):
    """Takes every letter into one file, a line each: its name, its reader, the notices it tells of."""

    def send_messages(self, letters: Sequence[EmailMessage]) -> int:
        for letter in letters:
            told = [word[2:] for word in str(letter.body).split() if word.startswith("n=")]
            line = f"{letter.extra_headers['Message-ID']} {letter.to[0]} {' '.join(told)}\n"
            with Path(settings.HOME, FOLDER).open("a", encoding="utf-8") as file:
                file.write(line)
        return len(letters)


def measure(home: Path) -> Figures:
    """Return kills, expected, missing, doubled, sent_again under one name; the control's kills and doubled."""
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    settings.DELIVER_AT_ONCE = False
    people = [Person.objects.create(email=f"k{number}@prova.example") for number in range(PEOPLE)]
    declare_kind(Kind(NAME, NAME, _words, lambda _about, _facts: [one.pk for one in people]))
    began = time.monotonic()
    kills, died = _played(handing_out.work_off, KILLS)
    found = _arrived(home)
    rows = Counter(Delivery.objects.values_list("notice", "person"))
    seconds = time.monotonic() - began
    expected = {
        (notice, one.email) for notice in Notice.objects.values_list("pk", flat=True) for one in people
    }
    controls, _died = _control(home)
    doubled = sum(len(names) > 1 for names in _arrived(home).values())
    return {
        "kills": kills,
        "killed_while_working": died,
        "expected": len(expected),
        "missing": len(expected - found.keys()),
        "doubled": sum(len(names) > 1 for names in found.values()) + sum(n > 1 for n in rows.values()),
        "sent_again_under_one_name": sum(sum(n - 1 for n in names.values()) for names in found.values()),
        "seconds": round(seconds, 1),
        "control_kills": controls,
        "control_doubled": doubled,
    }


def _played(work: Callable[[], int], kills: int) -> tuple[int, int]:
    """Tell, let a worker work, kill it; count the kills, and those that found it at work."""
    dice, died = random.Random(4), 0
    _tell_of_two_things()
    work()  # what a process reads once is read before the first of them is killed
    for _kill in range(kills):
        _tell_of_two_things()
        died += _killed_after(dice.uniform(0, LONGEST), work)
        OutboxMessage.objects.filter(sent_at=None).update(due_at=now())
    while work() or deliver():
        pass
    return kills, died


@transaction.atomic
def _tell_of_two_things() -> None:
    for number in range(2):
        notice = tell(NAME, f"thing:{number}")
        notice.facts = {"number": notice.pk}
        notice.save(update_fields=["facts"])


def _killed_after(seconds: float, work: Callable[[], int]) -> bool:
    """Let a process of its own work, and kill it; say whether it was still at it."""
    connection.close()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            work()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _control(home: Path) -> tuple[int, int]:
    """Play the same with a worker that marks what it did in another transaction."""
    (home / FOLDER).unlink()
    Notice.objects.all().delete()
    return _played(_careless_work, KILLS)


def _careless_work() -> int:
    for notice in Notice.objects.waiting(now()):
        for email in Person.objects.order_by("pk").values_list("email", flat=True):
            with transaction.atomic():
                post(email, NAME, f"n={notice.pk}")
        notice.handed_at = now()
        notice.save(update_fields=["handed_at"])
    return deliver()


def _words(_about: str, facts: Facts, _person: Person, _language: str) -> Line | None:
    return Line(NAME, f"n={facts['number']}")


def _arrived(home: Path) -> dict[tuple[int, str], Counter[str]]:
    """Give for each notice and reader the names under which letters brought it, and how often each."""
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for line in (home / FOLDER).read_text(encoding="utf-8").splitlines():
        name, reader, *told = line.split()
        for notice in told:
            found[int(notice), reader][name] += 1
    return found
