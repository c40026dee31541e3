import time
from typing import Any

from django.core.management.base import CommandParser

from convivio.activity.clockwork import duties
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Do what is due: index, jobs, outbox, checkpoints. Safe at any time; --every N keeps on ticking."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0, metavar="SECONDS")

    def handle(self, *, every: float, **options: Any) -> None:
        while True:
            for duty in duties():
                done = duty.work()
                if done and options["verbosity"]:
                    self.stdout.write(f"{duty.name}: {done}")
            if not every:
                return
            time.sleep(every)
