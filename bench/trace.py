"""The trace: how many entries a second are proved, and which tampering is found.

Tampers are tried on copies of one chain: an entry edited, deleted, inserted, two exchanged, the end
cut off, the whole chain made anew without the key. The control proves the chain with its digests
left unread, and must miss them.
"""

import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

ENTRIES = 20_000
TAMPERS = 1000
SHORT = 60
FALSE_ALARM_ROUNDS = 100


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return tampers_tried, tampers_detected, false_alarms, control_detected, entries_per_second."""
    home = Path(tempfile.mkdtemp(prefix="convivio-bench-trace-"))
    os.environ["CONVIVIO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
    try:
        return _measure(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(home: Path) -> dict[str, float | int | str | bool]:  # noqa: C901 - one measurement, told from top to bottom
    import django  # noqa: PLC0415 - only once the home is named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from convivio.activity import checkpoints  # noqa: PLC0415
    from convivio.activity.trace import flaws, record  # noqa: PLC0415

    def write(number: int) -> None:
        with transaction.atomic():
            for count in range(number):
                record("bench.done", f"thing:{count % 97}", by=None, facts={"count": count})

    def found() -> bool:
        return any(True for _ in flaws()) or any(True for _ in checkpoints.broken_seals())

    call_command("migrate", verbosity=0)
    write(SHORT)
    checkpoints.seal()
    connection.close()
    original = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}

    def restore() -> None:
        connection.close()
        for path in home.glob("convivio.sqlite3*"):
            path.unlink()
        for name, content in original.items():
            (home / name).write_bytes(content)

    dice = random.Random(20261122)  # a fixed seed, so that anyone can repeat it
    detected = control = 0
    for _ in range(TAMPERS):
        restore()
        _tamper(home / "convivio.sqlite3", dice)
        detected += found()
        control += _control(home / "convivio.sqlite3")
    false_alarms = 0
    for _ in range(FALSE_ALARM_ROUNDS):
        restore()
        write(dice.randrange(1, 5))
        checkpoints.seal()
        false_alarms += found()
    write(ENTRIES)
    times = []
    for _ in range(3):
        began = time.perf_counter()
        alarm = found()
        times.append(time.perf_counter() - began)
        false_alarms += alarm
    return {
        "tampers_tried": TAMPERS,
        "tampers_detected": detected,
        "control_detected": control,
        "false_alarms": false_alarms,
        "entries": ENTRIES + SHORT,
        "entries_per_second": round(ENTRIES / statistics.median(times)),
    }


def _tamper(database: Path, dice: random.Random) -> None:
    """Change the chain behind the product's back, its triggers taken off."""
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER the_trace_is_not_changed")
        connection.execute("DROP TRIGGER the_trace_is_not_cut")
        number = dice.randrange(1, SHORT)
        ways = (_edit, _delete, _insert, _exchange, _cut, _make_anew)
        dice.choice(ways)(connection, number)
    connection.close()


def _edit(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("UPDATE activity_trace SET person = 'person:666' WHERE number = ?", (number,))


def _delete(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM activity_trace WHERE number = ?", (number,))


def _insert(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("UPDATE activity_trace SET number = -number WHERE number > ?", (number,))
    connection.execute("UPDATE activity_trace SET number = 1 - number WHERE number < 0")
    connection.execute(
        "INSERT INTO activity_trace SELECT ?, at, verb, subject, person, acting_for, because, facts, "
        "previous_digest, substr('x' || digest, 1, 64) FROM activity_trace WHERE number = ?",
        (number + 1, number),
    )


def _exchange(connection: sqlite3.Connection, number: int) -> None:
    for old, new in ((number, -1), (number + 1, number), (-1, number + 1)):
        connection.execute("UPDATE activity_trace SET number = ? WHERE number = ?", (new, old))


def _cut(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM activity_trace WHERE number > ?", (number,))
    connection.execute(
        "UPDATE activity_tracehead SET number = ?, digest = "
        "(SELECT digest FROM activity_trace WHERE number = ?)",
        (number, number),
    )


def _make_anew(connection: sqlite3.Connection, number: int) -> None:
    """Change one entry, and write every digest after it anew, as someone with the code could."""
    from convivio.activity.models import Trace  # noqa: PLC0415 - the code is no secret, the key is
    from convivio.activity.trace import digest_of  # noqa: PLC0415

    connection.execute("UPDATE activity_trace SET subject = 'thing:0' WHERE number = ?", (number,))
    connection.execute("UPDATE activity_trace SET verb = 'bench.forged' WHERE number = ?", (number,))
    connection.commit()
    digest = ""
    for entry in Trace.objects.order_by("number"):
        if entry.number >= number:
            entry.previous_digest = digest or entry.previous_digest
            digest = digest_of(entry)
            connection.execute(
                "UPDATE activity_trace SET previous_digest = ?, digest = ? WHERE number = ?",
                (entry.previous_digest, digest, entry.number),
            )
    connection.execute("UPDATE activity_tracehead SET digest = ?", (digest,))


def _control(database: Path) -> bool:
    """Prove the chain with the digests left unread: only a gap in the numbers shows."""
    with sqlite3.connect(database) as connection:
        numbers = [row[0] for row in connection.execute("SELECT number FROM activity_trace ORDER BY number")]
    connection.close()
    return numbers != list(range(1, SHORT + 1))
