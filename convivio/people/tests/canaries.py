"""A small installation of its own, in which somebody with unmistakable words is erased.

    python -m convivio.people.tests.canaries

Prints, as JSON, in which files or tables the words are found: before, after erasure without the sweep, after.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402 - only once Django stands
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from convivio.activity.models import OutboxMessage  # noqa: E402
from convivio.activity.outbox import deliver  # noqa: E402
from convivio.organisations.models import Claim, Organisation  # noqa: E402
from convivio.people.acting import acting_as  # noqa: E402
from convivio.people.models import Person  # noqa: E402
from convivio.people.privacy.sweeping import sweep  # noqa: E402
from convivio.people.tokens import make_token  # noqa: E402
from convivio.search.freshness import rebuild_index  # noqa: E402

CANARY = "Zyxomma"
EMAIL = "zyxomma@convivio.example"
TRIES = 8
"""As often as a sweep is begun again when others look: on a server shared with other tests it must wait."""
WORDS = (CANARY.lower().encode(), CANARY.encode())


def main() -> None:
    settings.DELIVER_AT_ONCE = False
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    live()
    rebuild_index()
    told: dict[str, Any] = {"before": found()}
    erase_without_sweeping()
    rebuild_index()
    told["unswept"] = found()
    told["swept"] = any(sweep() for _try in range(TRIES))
    told["after"] = found()
    sys.stdout.write(json.dumps(told))


def live() -> None:
    """Do what leaves words behind: sign in, write, be written to, claim, act."""
    person = Person.objects.create_user(EMAIL, name=f"{CANARY} Prova", job=f"{CANARY} keeper", phone=CANARY)
    client = Client(SERVER_NAME="localhost")
    client.post("/account/login/code/", {"email": EMAIL})
    code = OutboxMessage.objects.latest("pk").payload["text"].split("\n\n")[1].strip()
    assert client.post("/account/login/code/confirm/", {"code": code}).status_code == 302
    client.post(
        "/people/account/", {"name": f"{CANARY} Nova", "job": CANARY, "phone": CANARY, "language": "it"}
    )
    client.post("/account/login/code/", {"email": EMAIL})
    make_token(person, f"{CANARY} script", by=acting_as(person))
    body = Organisation.objects.create(slug="officina-prova", name="Officina Prova")
    Claim.objects.create(
        person=person, organisation=body, words=f"{CANARY} works here", answer=f"Dear {CANARY}"
    )
    for number in range(60):
        OutboxMessage.objects.create(
            kind="letter",
            payload={"to": EMAIL, "subject": CANARY, "text": f"{CANARY} " * 80, "html": "", "n": number},
        )
    deliver()


def erase_without_sweeping() -> None:
    """The control: the command as it is, without the sweep of files."""
    with patch("convivio.people.management.commands.people.sweep"), Path(os.devnull).open("w") as nowhere:
        call_command("people", "erase", EMAIL, "--yes", verbosity=0, stdout=nowhere)


def found() -> list[str]:
    """Name the files of the home, and on PostgreSQL the tables and the files of the database, that hold a word.

    What PostgreSQL keeps in its write-ahead log goes as the server turns it over: that is not ours to sweep.
    """
    home = Path(settings.HOME)
    places = [f"home {file.relative_to(home)}" for file in home.rglob("*") if _holds_file(file)]
    return sorted(places + _found_in_postgresql())


def _found_in_postgresql() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    places = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                if _holds(b"".join(bytes(block) for block in copy)):
                    places.append(f"table {table}")
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database "
            "WHERE datname = current_database()"
        )
        folder = Path(cursor.fetchone()[0])
    return places + [f"server {file.name}" for file in folder.iterdir() if _holds_file(file)]


def _holds_file(file: Path) -> bool:
    return file.is_file() and _holds(file.read_bytes())


def _holds(content: bytes) -> bool:
    return any(word in content for word in WORDS)


if __name__ == "__main__":
    main()
