"""On PostgreSQL: filled, backed up, destroyed, restored, and all of it there again."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has its own test")

FILL = """
import django; django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from convivio.activity.models import OutboxMessage
from convivio.activity.trace import record
from convivio.people.models import Person
call_command("prepare", verbosity=0)
call_command("setup", "--network-it", "Rete", "--coordinator", "c@rete.example", verbosity=0)
for name in ("Ada", "Bice"):
    person = Person.objects.create_user(f"{name.lower()}@rete.example", name=f"{name} Ventura")
    for number in range(40):
        with transaction.atomic():
            OutboxMessage.objects.create(kind="probe", payload={"number": number})
            record("probe", person, by=None, facts={"number": number, "words": "à\\t“x”\\n"})
folder = Path(settings.FILES_FOLDER) / "logos"
folder.mkdir(parents=True)
(folder / "ada.png").write_bytes(bytes(range(256)))
call_command("trace", "seal")
call_command("trace", "key")
call_command("trace", "key", "--new")
"""
VERIFY = """
import django; django.setup()
import sys
from django.core.management import call_command
call_command("tick", verbosity=0)
for key in (), ("--key", sys.argv[1]):
    call_command("trace", "verify", "--json", *key)
"""
CHANGED_BY_ERASING = {"activity_trace", "activity_link", "people_erasurewish"}


@dataclass
class Installation:
    """One installation in a database of its own, on the server of the tests."""

    home: Path
    name: str
    blocker: Any
    told: dict[str, Any] = field(default_factory=dict)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "CONVIVIO_HOME": str(self.home),
            "CONVIVIO_DATABASE": f"postgresql://postgres@/{self.name}?host={connection.settings_dict['HOST']}",
            "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
        }
        return subprocess.run(  # noqa: S603 - our own words
            [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
        )

    def do(self, *words: str) -> str:
        done = self.run("-m", "convivio", *words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def say(self, statement: str) -> list[Any]:
        """Say something to the database from outside, and take what it answers."""
        there = type(connections["default"])({**connection.settings_dict, "NAME": self.name})
        with self.blocker.unblock(), there.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall() if cursor.description else []
        there.close()
        return found

    def look(self) -> dict[str, Any]:
        """Count the rows of every table, and name everybody."""
        tables = self.say("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM \"{name}\"" for (name,) in tables)  # noqa: S608 - names that the database gave
        people = self.say("SELECT id, name, erased_at IS NOT NULL FROM people_person")
        return {"rows": dict(self.say(counts)), "people": {number: rest for number, *rest in people}}


def _server(statement: str, name: str) -> None:
    """Say something to the server itself, outside every transaction and test."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement.format(f'"{name}"'))


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """Fill an installation, change its key, back it up, and forget somebody after that."""
    home, name = tmp_path_factory.mktemp("postgresql") / "home", f"convivio_backup_{uuid.uuid4().hex[:8]}"
    home.mkdir()
    with django_db_blocker.unblock():
        _server("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", name)
        try:
            yield _filled(Installation(home, name, django_db_blocker))
        finally:
            _server("DROP DATABASE {} WITH (FORCE)", name)


def _filled(made: Installation) -> Installation:
    (made.home.parent / "passphrase").write_text("open sesame\n")
    filled = made.run("-c", FILL)
    assert filled.returncode == 0, filled.stderr
    _sealed, old, _new = filled.stdout.split("\n")[-4:-1]
    made.do("backup", str(_file(made)), *_closed(made))
    made.told = {"before": made.look(), "old_key": old, "key": (made.home / "trace-key").read_bytes()}
    made.do("people", "erase", "bice@rete.example", "--yes")
    return made


def _file(made: Installation) -> Path:
    return made.home.parent / "one.backup"


def _closed(made: Installation) -> tuple[str, str]:
    return "--passphrase-file", str(made.home.parent / "passphrase")


def _destroy(made: Installation) -> None:
    """Lose the database and the disk, all but the journal of erasures that was kept elsewhere."""
    made.say("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    kept = (made.home / "erasures.jsonl").read_text()
    shutil.rmtree(made.home)
    made.home.mkdir()
    (made.home / "erasures.jsonl").write_text(kept)


def test_what_was_destroyed_is_there_again(installation: Installation) -> None:
    before = installation.told["before"]
    _destroy(installation)
    assert installation.say("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []

    said = installation.do("restore", str(_file(installation)), *_closed(installation))
    after = installation.look()

    assert "1 erased again" in said
    assert {table for table, count in before["rows"].items() if after["rows"][table] != count} <= (
        CHANGED_BY_ERASING
    )
    assert after["rows"]["activity_trace"] > before["rows"]["activity_trace"] > 80
    _compare_people(before["people"], after["people"])
    _compare_files(installation)


def _compare_people(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Everybody is there, and whoever was forgotten since the backup is forgotten again."""
    assert before.keys() == after.keys()
    erased = [number for number, (name, _erased) in before.items() if name == "Bice Ventura"]
    assert [number for number in after if after[number] != before[number]] == erased
    assert [after[number] for number in erased] == [["", True]]


def _compare_files(made: Installation) -> None:
    """Keys, files and checkpoints are as they were, and the trace holds, by the old key and the new one."""
    assert (made.home / "trace-key").read_bytes() == made.told["key"]
    assert (made.home / "files" / "logos" / "ada.png").read_bytes() == bytes(range(256))
    done = made.run("-c", VERIFY, made.told["old_key"])
    proofs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["holds"], one["unsealed"]) for one in proofs] == [(True, 0)] * 2, done.stderr
    assert proofs[0]["checkpoints"] >= 3


def test_a_changed_file_is_refused_and_nothing_is_touched(installation: Installation) -> None:
    content = bytearray(_file(installation).read_bytes())
    content[len(content) // 2] ^= 1
    damaged = _file(installation).with_name("damaged.backup")
    damaged.write_bytes(content)
    before = installation.look()

    done = installation.run(
        "-m", "convivio", "restore", str(damaged), "--replace", *_closed(installation)
    )  # fmt: skip

    assert done.returncode == 1
    assert "bad_input" in done.stderr
    assert installation.look() == before


def test_what_is_replaced_is_kept_aside(installation: Installation) -> None:
    refused = installation.run(
        "-m", "convivio", "restore", str(_file(installation)), *_closed(installation)
    )  # fmt: skip
    installation.do("restore", str(_file(installation)), "--replace", *_closed(installation))

    assert (refused.returncode, "wrong_state" in refused.stderr) == (1, True)
    assert len(list(installation.home.glob("replaced-*/database.backup"))) == 1
    installation.do("trace", "verify")


def test_a_lost_row_would_be_seen(installation: Installation) -> None:
    """The control: the comparison of counts is one that can fail."""
    before = installation.look()["rows"]
    installation.say(
        "DELETE FROM activity_outboxmessage WHERE id = (SELECT MIN(id) FROM activity_outboxmessage)"
    )

    assert {table for table, count in installation.look()["rows"].items() if before[table] != count} == {
        "activity_outboxmessage"
    }
