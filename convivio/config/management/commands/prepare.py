from typing import Any

from convivio.clusters.first_run import set_up_address
from convivio.config.preparing import prepare
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Make this installation ready, or bring it up to date: tables, vocabulary, files, index."

    def handle(self, **options: Any) -> None:
        prepare(verbosity=max(0, options["verbosity"] - 1))
        self.stdout.write("Ready.")
        address = set_up_address()
        if address:
            self.stdout.write(
                f"There is no network here yet. Found it with “convivio setup”, or at {address}"
            )
