from typing import Any

from django.core.management.base import CommandParser

from convivio.kernel.commands import ConvivioCommand, Progress
from convivio.search.freshness import rebuild_index, refresh_index


class Command(ConvivioCommand):
    help = "Build the index of everything anew (rebuild), or take in what changed (refresh)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["rebuild", "refresh"])

    def handle(self, *, what: str, **options: Any) -> None:
        progress = Progress("Writing the index")
        count = rebuild_index(progress) if what == "rebuild" else refresh_index()
        progress.close()
        if options["verbosity"]:
            self.stdout.write(f"{count:,} documents.")
