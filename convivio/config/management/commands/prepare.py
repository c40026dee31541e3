from typing import Any

from convivio.config.preparing import prepare
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Make this installation ready, or bring it up to date: tables, vocabulary, files, index."

    def handle(self, **options: Any) -> None:
        prepare(verbosity=max(0, options["verbosity"] - 1))
        self.stdout.write("Ready.")
