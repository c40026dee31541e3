"""convivio count: how much there is."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localdate

from convivio.calls.models import Call
from convivio.clusters.models import Membership
from convivio.kernel.commands import ConvivioCommand
from convivio.organisations.models import Organisation
from convivio.trackrecord.models import Participation, Project


class Command(ConvivioCommand):
    help = "Count organisations, projects, participations, calls, and the members of clusters today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *, json: bool, **options: Any) -> None:
        counts = how_much()
        if json:
            self.stdout.write(as_json(counts))
            return
        for name, count in counts.items():
            self.stdout.write(f"{name:<16}{count:>12,}")


def how_much() -> dict[str, int]:
    """Count the rows; an organisation in several clusters is one member."""
    members = Membership.objects.holding_on(localdate()).values("organisation").distinct()
    return {
        "organisations": Organisation.objects.count(),
        "projects": Project.objects.count(),
        "participations": Participation.objects.count(),
        "calls": Call.objects.count(),
        "members": members.count(),
    }


def as_json(counts: dict[str, int]) -> str:
    return json.dumps(counts)
