import time
from typing import Any

from django.core.management.base import CommandParser

from convivio.activity.clockwork import duties
from convivio.kernel.commands import ConvivioCommand
from convivio.kernel.errors import DomainError


class Command(ConvivioCommand):
    help = "Do what is due: index, jobs, outbox, checkpoints. Safe at any time; --every N keeps on ticking."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS")

    def handle(self, *, every: float, **options: Any) -> None:
        while True:
            refused = self._tick(tells=bool(options["verbosity"]))
            if not every:
                if refused:
                    raise refused
                return
            if refused:
                self.stderr.write(f"{refused.message} [{refused.code}]")
            time.sleep(every)

    def _tick(self, *, tells: bool) -> DomainError | None:
        """Do every duty once; what one of them refuses keeps no other from its work."""
        refused = None
        for duty in duties():
            try:
                done = duty.work()
            except DomainError as error:
                refused = error
                continue
            if done and tells:
                self.stdout.write(f"{duty.name}: {done}")
        return refused
