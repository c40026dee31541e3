"""A backup holds what was there at one instant, and a restore refuses whatever is not whole."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from convivio.config.backups import archive, keys
from convivio.config.backups.making import check
from convivio.kernel.errors import BadInput

WRITERS = """
import sys, threading, time
import django; django.setup()
from django.db import connection, transaction
from convivio.activity.models import OutboxMessage
from convivio.activity.sealing import seal
from convivio.activity.trace import record
journal = open(sys.argv[1], "a", buffering=1)
def write(writer):
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            OutboxMessage.objects.create(kind=f"probe:{writer}", payload={"number": number})
            record("probe", f"probe:{writer}", by=None, facts={"number": number})
        journal.write(f"{writer} {number}\\n")
for writer in range(3):
    threading.Thread(target=write, args=(writer,), daemon=True).start()
while True:
    seal()
    time.sleep(0.05)
"""


def convivio(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CONVIVIO_HOME": str(home)}
    command = [sys.executable, "-m", "convivio", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


@pytest.fixture
def home(tmp_path: Path, db: None) -> Path:
    """A prepared home with nothing in it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own test")
    made = tmp_path / "home"
    (made / "files").mkdir(parents=True)
    (made / "files" / "logo.png").write_bytes(b"a picture")
    with connection.cursor() as cursor:
        cursor.execute("COMMIT")
        cursor.execute("VACUUM INTO %s", [str(made / "convivio.sqlite3")])
        cursor.execute("BEGIN")
    return made


@pytest.fixture
def writing(home: Path, tmp_path: Path) -> Iterator[Path]:
    """Three that write without pause into the home, and note what was acknowledged; one that seals."""
    journal = tmp_path / "journal"
    environment = {
        **os.environ, "CONVIVIO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", WRITERS, str(journal)], env=environment)  # noqa: S603 - our own words
    while not (journal.exists() and journal.stat().st_size > 60 and (home / "trace-key").exists()):
        assert process.poll() is None
        time.sleep(0.1)
    yield journal
    process.kill()
    process.wait()


def acknowledged(journal: Path) -> dict[int, int]:
    """Say how far each writer had come."""
    lines = [line.split() for line in journal.read_text().splitlines() if line.count(" ") == 1]
    return {int(writer): max(int(n) for w, n in lines if w == writer) for writer, _ in lines}


def test_what_is_restored_is_what_was_there_at_one_instant(home: Path, writing: Path, tmp_path: Path) -> None:
    before = acknowledged(writing)
    made = convivio(home, "backup", str(tmp_path))
    after = acknowledged(writing)
    assert made.returncode == 0, made.stderr
    [file] = tmp_path.glob("*.backup")

    restored = convivio(tmp_path / "new", "restore", str(file))

    assert restored.returncode == 0, restored.stderr
    assert convivio(tmp_path / "new", "trace", "verify").returncode == 0
    assert (tmp_path / "new" / "files" / "logo.png").read_bytes() == b"a picture"
    assert (tmp_path / "new" / "trace-key").read_bytes() == (home / "trace-key").read_bytes()
    _compare(tmp_path / "new" / "convivio.sqlite3", before, after)


def _compare(database: Path, before: dict[int, int], after: dict[int, int]) -> None:
    """Every writer's rows are there up to some number without a gap, each with its entry of the trace."""
    opened = sqlite3.connect(database)
    for writer, least in before.items():
        sent = (
            "SELECT json_extract(payload, '$.number') FROM activity_outboxmessage WHERE kind = ? ORDER BY id"
        )
        told = "SELECT json_extract(facts, '$.number') FROM activity_trace WHERE subject = ? ORDER BY number"
        rows = [row[0] for row in opened.execute(sent, (f"probe:{writer}",))]
        entries = [row[0] for row in opened.execute(told, (f"probe:{writer}",))]

        assert rows == entries == list(range(1, len(rows) + 1))
        assert least <= len(rows) <= after[writer] + 1
    opened.close()


def test_a_home_that_is_not_empty_is_replaced_only_when_asked(home: Path, tmp_path: Path) -> None:
    words = ("setup", "--network-it", "Rete", "--coordinator", "c@rete.example")
    assert convivio(home, *words).returncode == 0
    convivio(home, "backup", str(tmp_path / "one.backup"))

    refused = convivio(home, "restore", str(tmp_path / "one.backup"))
    done = convivio(home, "restore", str(tmp_path / "one.backup"), "--replace")

    assert (refused.returncode, "wrong_state" in refused.stderr) == (1, True)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in home.glob("replaced-*/convivio.sqlite3")] == ["convivio.sqlite3"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small backup, with its rows in a table of its own."""
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "thing.copy").write_bytes(b"1\tone\n2\ttwo\n")
    (tmp_path / "secret-key").write_text("secret")
    (tmp_path / "keys.json").write_bytes(keys.packed(tmp_path, b"open sesame"))
    file = tmp_path / "small.backup"
    parts = {"tables/thing.copy": tmp_path / "tables" / "thing.copy", "keys.json": tmp_path / "keys.json"}
    archive.write(file, {"database": "postgresql", "rows": {"thing": 2}, "key": ""}, parts)
    return file


def test_a_whole_backup_is_taken(small: Path, tmp_path: Path) -> None:
    assert check(small, tmp_path / "out", b"open sesame")["rows"] == {"thing": 2}
    assert (small.stat().st_mode & 0o777, b"secret" in small.read_bytes()) == (0o600, False)
    assert tarfile.is_tarfile(small)


def test_a_backup_with_one_bit_changed_is_refused(small: Path, tmp_path: Path) -> None:
    dice, content = random.Random(20261122), small.read_bytes()  # noqa: S311 - a fixed seed, so that anyone can repeat it
    for _ in range(20):
        place = dice.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << dice.randrange(8)
        small.write_bytes(changed)

        with pytest.raises(BadInput):
            check(small, tmp_path / "out", b"open sesame")


@pytest.mark.parametrize("left", [0, 10, 1000, -1])
def test_a_backup_that_was_cut_is_refused(small: Path, tmp_path: Path, left: int) -> None:
    small.write_bytes(small.read_bytes()[:left])

    with pytest.raises(BadInput):
        check(small, tmp_path / "out", b"open sesame")


@pytest.mark.parametrize("passphrase", [None, b"open rye"])
def test_closed_keys_stay_closed(small: Path, tmp_path: Path, passphrase: bytes | None) -> None:
    with pytest.raises(BadInput, match="passphrase"):
        check(small, tmp_path / "out", passphrase)


def test_other_rows_than_the_manifest_says_are_refused(tmp_path: Path, small: Path) -> None:
    manifest: dict[str, Any] = {"database": "postgresql", "rows": {"thing": 3}, "key": ""}
    parts = {"tables/thing.copy": tmp_path / "tables" / "thing.copy", "keys.json": tmp_path / "keys.json"}
    archive.write(small, manifest, parts)

    with pytest.raises(BadInput, match="thing"):
        check(small, tmp_path / "out", b"open sesame")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["form"] == archive.FORM
