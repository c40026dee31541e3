from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from convivio.kernel.commands import ConvivioCommand
from convivio.people.models import Person
from convivio.people.privacy.erasing import erase, who_is_called
from convivio.people.privacy.erasures import reapply_erasures
from convivio.people.privacy.own_copy import archive_of
from convivio.people.privacy.sweeping import sweep


class Command(ConvivioCommand):
    help = "What people may ask of this installation: a copy of everything about them, or to be forgotten."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        export = kinds.add_parser("export", help="Write a copy of everything about a person into a ZIP.")
        export.add_argument("email")
        export.add_argument("--to", type=Path, metavar="FILE", help="where; convivio-copy.zip without")
        one = kinds.add_parser(
            "erase", help="Forget a person at once, and sweep the files. Cannot be undone."
        )
        one.add_argument("email")
        one.add_argument("--yes", action="store_true", help="do not ask")
        kinds.add_parser("reapply", help="After a restore: forget again whoever the journal names.")

    def handle(self, *, kind: str, **options: Any) -> None:
        {"export": self._export, "erase": self._erase, "reapply": self._reapply}[kind](options)

    def _export(self, options: dict[str, Any]) -> None:
        file = options["to"] or Path("convivio-copy.zip")
        file.touch(mode=0o600)
        file.write_bytes(archive_of(_find(options["email"])))
        self.stdout.write(f"Written: {file}")

    def _erase(self, options: dict[str, Any]) -> None:
        person = _find(options["email"])
        if not options["yes"] and input(f"Forget {person} for good? Type yes: ").strip() != "yes":
            raise CommandError("Nothing was changed.")
        erase(person, by=None, why="asked")
        swept = sweep()
        self.stdout.write(f"Forgotten: person {person.pk}.")
        if not swept:
            self.stdout.write("The files are in use; the clock sweeps them: convivio tick.")

    def _reapply(self, options: dict[str, Any]) -> None:
        count = reapply_erasures()
        if count:
            sweep()
        self.stdout.write(f"Forgotten again: {count}.")


def _find(email: str) -> Person:
    person = who_is_called(email)
    if person is None:
        raise CommandError("Nobody here has this address.")
    return person
