from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from convivio.config.backups.keys import read_passphrase
from convivio.config.backups.restoring import restore
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Put a backup in the place of this home, once it is looked over. Stop what serves the home first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="as when it was made")
        parser.add_argument(
            "--replace", action="store_true", help="a home that is not empty; what is there is kept aside"
        )

    def handle(self, *, file: Path, passphrase_file: Path | None, replace: bool, **options: Any) -> None:
        manifest, erased = restore(file, read_passphrase(passphrase_file), replace=replace)
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"Restored as of {manifest['made_at']}: {rows:,} rows; {erased} erased again; the index is made anew."
        )
