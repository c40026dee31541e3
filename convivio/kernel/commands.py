"""Commands that end well: one line and a non-zero exit for a refusal, progress for the patient."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from convivio.kernel.errors import DomainError, NotPrepared


class ConvivioCommand(BaseCommand):
    """A thin shell on an action, which says a refusal in one line.

    Refusals of the rooms are DomainErrors; those of the engine, which knows nothing of ours, are
    ValueErrors with a code.
    """

    requires_system_checks: Any = ()

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (DomainError, ValueError) as refusal:
            code = getattr(refusal, "code", None)
            if not isinstance(code, str):
                raise
            raise CommandError(f"{refusal} [{code}]") from refusal
        except DatabaseError as error:
            if is_prepared():
                raise
            raise CommandError(f"{NotPrepared()} [{NotPrepared.code}]") from error


def is_prepared() -> bool:
    """Say whether the database has every table, as this version of Convivio knows them."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


class Progress:
    """A line on the error stream that says how far long work has come.

    Silent for the first second, and where nobody looks (no terminal) a line every ten seconds.
    """

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.began = time.monotonic()
        self.last_shown = self.began
        self.shown = False

    def __call__(self, done: int, total: int | None = None) -> None:
        moment = time.monotonic()
        live = sys.stderr.isatty()
        if moment - self.began < 1 or moment - self.last_shown < (0.2 if live else 10):
            return
        self.last_shown, self.shown = moment, True
        of = f" of {total:,}" if total else ""
        end = "\r" if live else "\n"
        sys.stderr.write(f"{self.doing}: {done:,}{of}{end}")
        sys.stderr.flush()

    def close(self) -> None:
        if self.shown and sys.stderr.isatty():
            sys.stderr.write("\n")
