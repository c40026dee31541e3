from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from convivio.kernel.commands import ConvivioCommand
from convivio.web.catalogues import catalogues

PACKAGE = Path(__file__).resolve().parents[3]


class Command(ConvivioCommand):
    help = "Bring the Italian catalogues up to date with the code (update), or say what they lack (check)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["update", "check"])

    def handle(self, *, what: str, **options: Any) -> None:
        found = list(catalogues(PACKAGE))
        if what == "update":
            missing = [f"{one.room.name}: {text}" for one in found for text in one.update()]
            self.stdout.write("\n".join(missing))
            self.stdout.write(f"{len(missing)} sentences still to translate.")
            return
        problems = [problem for one in found for problem in one.problems()]
        if problems:
            raise CommandError("\n".join([*problems[:40], f"{len(problems)} problems in the catalogues."]))
