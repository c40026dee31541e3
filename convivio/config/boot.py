"""What must be true before an installation starts; it refuses to start where it is not."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@checks.register(checks.Tags.database)
def sqlite_keeps_what_it_acknowledges(databases: Any = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Read SQLite's settings back: with weaker ones, a power cut loses acknowledged writes."""
    if not databases or connection.vendor != "sqlite":
        return []
    found: list[checks.CheckMessage] = []
    in_memory = "memory" in str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for name, wanted in EXPECTED.items():
            if in_memory and name == "journal_mode":
                continue
            value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if value != wanted:
                found.append(
                    checks.Critical(
                        f"SQLite answers {name} = {value}, and Convivio needs {wanted}.",
                        hint="Keep the options of settings.DATABASES, and a disk that allows WAL.",
                        id="convivio.C001",
                    )
                )
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        found.append(checks.Critical("SQLite must begin transactions with IMMEDIATE.", id="convivio.C002"))
    return found


def refuse_an_unsafe_database() -> None:
    """Refuse to start where SQLite does not keep what it acknowledges.

    Errors: ImproperlyConfigured, which says each setting that is wrong.
    """
    problems = sqlite_keeps_what_it_acknowledges(databases=["default"])

    if problems:
        raise ImproperlyConfigured(" ".join(str(problem.msg) for problem in problems))


@checks.register(checks.Tags.security)
def the_person_picker_stays_home(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse the demonstration's person picker on anything but this machine's own address."""
    if not settings.DEMO:
        return []
    found: list[checks.CheckMessage] = []
    if not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        found.append(
            checks.Critical(
                "The demonstration signs anyone in, so it only answers on this machine.",
                hint="Leave CONVIVIO_HOSTS unset, or CONVIVIO_DEMO.",
                id="convivio.C003",
            )
        )
    return found
