from itertools import chain
from typing import Any

from django.core.management.base import CommandError, CommandParser

from convivio.activity.checkpoints import broken_seals
from convivio.activity.models import Trace
from convivio.activity.trace import flaws
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Prove the trace: walk its chain, and compare it with the signed checkpoints."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, **options: Any) -> None:
        found = list(chain(flaws(), broken_seals()))
        if found:
            lines = [f"Entry {flaw.number} {flaw.problem}." for flaw in found[:20]]
            raise CommandError("\n".join(lines))
        self.stdout.write(f"The trace holds: {Trace.objects.count():,} entries, none changed.")
