from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from convivio.config.backups.keys import read_passphrase
from convivio.config.backups.making import make_backup
from convivio.kernel.commands import ConvivioCommand, is_prepared
from convivio.kernel.errors import NotPrepared


class Command(ConvivioCommand):
    help = "Put everything that cannot be made again into one file, while serving, and read it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, metavar="FILE|FOLDER")
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="its first line closes the keys away"
        )

    def handle(self, *, target: Path, passphrase_file: Path | None, **options: Any) -> None:
        passphrase = read_passphrase(passphrase_file)
        if not is_prepared():
            raise NotPrepared
        made = make_backup(target, passphrase)
        self.stdout.write(
            f"{made.file}: {made.tables} tables, {made.rows:,} rows, {made.entries:,} entries of the trace; "
            "read back, and whole."
        )
        if made.has_open_keys:
            self.stderr.write(
                "The keys are in it as they are: keep it as safe as the home, or say --passphrase-file."
            )
