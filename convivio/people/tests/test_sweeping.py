"""After an erasure no byte of a person is left: not in the database's files, its log, the index, mails, logs."""

import importlib
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as installation

WANTED = os.environ.get("CONVIVIO_TEST_DATABASE", "sqlite")


@pytest.fixture
def database(db: None) -> Iterator[str]:
    """Give the address of an empty database of the kind that is tested: nothing for SQLite in the home."""
    if WANTED == "sqlite":
        yield ""
        return
    name = f"canaries_{uuid.uuid4().hex[:8]}"
    host = str(installation.DATABASES["default"]["HOST"])
    psycopg = importlib.import_module("psycopg")

    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://postgres@/{name}?host={quote(host)}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_no_byte_of_an_erased_person_is_left(tmp_path: Path, database: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVIVIO_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
        "CONVIVIO_HOME": str(tmp_path),
        "CONVIVIO_MAIL_FOLDER": str(tmp_path / "mails"),
    }
    command = [sys.executable, "-m", "convivio.people.tests.canaries"]
    with (tmp_path / "log.txt").open("w") as log:
        done = subprocess.run(  # noqa: S603 - our own
            command,
            env={**environment, "CONVIVIO_DATABASE": database},
            stdout=subprocess.PIPE,
            stderr=log,
            check=False,
        )
    assert done.returncode == 0, (tmp_path / "log.txt").read_text()[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])

    assert len(told["before"]) > len(told["unswept"]) > 0
    assert told["swept"]
    assert told["after"] == []
