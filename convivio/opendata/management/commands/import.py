"""convivio import cordis | topics | … PATH."""  # noqa: N999 - the command is called so

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import override

from convivio.kernel.commands import ConvivioCommand
from convivio.opendata.imports import IMPORTS


class Command(ConvivioCommand):
    help = "Read what others publish into the database: all of a file, or nothing. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
        for one in IMPORTS:
            one.add_arguments(kinds.add_parser(one.name, help=one.help, description=one.help))

    def execute(self, *args: Any, **options: Any) -> str | None:
        with override("en"):
            return super().execute(*args, **options)

    def handle(self, *, kind: str, **options: Any) -> None:
        chosen = next(one for one in IMPORTS if one.name == kind)
        chosen.run(options, self.stdout.write)
