"""An import killed halfway through its writing leaves the database as it was.

It runs as the command line does, in a process of its own on a database of its own, and dies by
SIGKILL when half of the participations are written. The control is the same death after a commit
on the way, as an import in several transactions would have: there the same test must see rows.
"""

import json
import os
import signal
import subprocess
import sys
import uuid

import pytest
from django.db import connection

from convivio.opendata.tests.cordis_making import many

pytestmark = pytest.mark.django_db

BEGIN = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from django.db import connection
from convivio.opendata.cordis import importing, participations

def half_and_die(model, columns, rows, progress=None):
    whole(model, columns, rows[: len(rows) // 2])
    if "committing" in sys.argv:
        connection.connection.commit()
    os.kill(os.getpid(), signal.SIGKILL)

if "killed" in sys.argv:
    whole, participations.insert_values = participations.insert_values, half_and_die
importing.import_cordis(importing.Import(Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory, django_db_setup, django_db_blocker):
    """Make a home of its own, with its own database of the kind under test."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "CONVIVIO_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
    }
    name = f"killed_{uuid.uuid4().hex}"
    with django_db_blocker.unblock():
        on_postgresql = connection.vendor == "postgresql"
        if on_postgresql:
            settings = connection.settings_dict
            environment["CONVIVIO_DATABASE"] = (
                f"postgresql://{settings['USER']}@/{name}?host={settings['HOST']}"
            )
            administer(f'CREATE DATABASE "{name}"')
        run(environment, "-m", "convivio", "migrate", "--verbosity", "0")
        yield environment
        if on_postgresql:
            administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def administer(statement):
    """Say something to PostgreSQL that no transaction may hold."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def run(environment, *arguments):
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
    ).stdout


def import_in(environment, path, *ways):
    ended = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-c", BEGIN, str(path), *ways], env=environment, check=False
    )
    return ended.returncode


def count(environment):
    counts: dict[str, int] = json.loads(run(environment, "-m", "convivio", "count", "--json"))
    return counts


def test_killed_halfway_nothing_changed_and_it_can_be_run_again(installation, tmp_path):
    before = count(installation)
    path = many(40).zip(tmp_path)

    assert import_in(installation, path, "killed") == -signal.SIGKILL
    assert count(installation) == before
    assert import_in(installation, path) == 0

    assert count(installation)["participations"] == before["participations"] + 120


def test_the_test_would_notice_an_import_that_commits_on_the_way(installation, tmp_path):
    before = count(installation)

    assert import_in(installation, many(40, 1001).zip(tmp_path), "killed", "committing") == -signal.SIGKILL

    assert count(installation)["participations"] > before["participations"]
