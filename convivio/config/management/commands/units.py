from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from convivio.config.units import USUAL, Wanted, units
from convivio.kernel.commands import ConvivioCommand
from convivio.kernel.errors import BadInput


class Command(ConvivioCommand):
    help = "Print the units with which systemd serves, ticks and backs up this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, metavar="FOLDER", help="write them there instead")
        parser.add_argument("--user", default=USUAL.user, help="as whom they run")
        parser.add_argument("--port", type=int, default=USUAL.port)
        parser.add_argument("--backups", type=Path, default=USUAL.backups, metavar="FOLDER")
        parser.add_argument("--environment", type=Path, default=USUAL.environment, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="for the keys in backups")

    def handle(self, *, folder: Path | None, **options: Any) -> None:
        wanted = Wanted(
            user=options["user"],
            port=options["port"],
            backups=options["backups"],
            environment=options["environment"],
            passphrase=options["passphrase_file"],
        )
        for name, text in units(wanted).items():
            if folder is None:
                self.stdout.write(f"# {name}\n{text}")
            else:
                self._write(folder / name, text)

    def _write(self, file: Path, text: str) -> None:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(str(file))
