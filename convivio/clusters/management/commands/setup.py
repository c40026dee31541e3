import sys
from typing import Any

from django.core.management.base import CommandParser

from convivio.clusters.first_run import forget_secret
from convivio.clusters.founding import ClusterWanted, NetworkWanted, found_network
from convivio.clusters.models import Network
from convivio.kernel.commands import ConvivioCommand
from convivio.kernel.errors import BadInput, WrongState


class Command(ConvivioCommand):
    help = "Found the network of a new installation, its first clusters and offices. Asks what is not given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network-it", metavar="NAME", help="of the network, in Italian")
        parser.add_argument("--network-en", metavar="NAME", help="of the network, in English")
        parser.add_argument("--coordinator", metavar="EMAIL", help="who coordinates the network first")
        parser.add_argument(
            "--cluster",
            action="append",
            metavar="[SLUG=]ITALIAN[/ENGLISH]",
            help="a first cluster; may be repeated",
        )
        parser.add_argument(
            "--office",
            action="append",
            default=[],
            metavar="[SLUG=]EMAIL",
            help="who keeps its office; without SLUG, that of every cluster named",
        )

    def handle(self, **options: Any) -> None:
        if Network.objects.exists():
            raise WrongState("There is a network here already: an installation has one.")
        network = found_network(_wanted(options))
        forget_secret()
        clusters = ", ".join(cluster.slug for cluster in network.clusters.all())
        self.stdout.write(f"{network} is founded{f', with {clusters}' if clusters else ''}.")
        self.stdout.write("Now see that mail leaves: convivio mail test ADDRESS")


def _wanted(options: dict[str, Any]) -> NetworkWanted:
    italian = options["network_it"] or _ask("Name of the network in Italian", "--network-it")
    english = options["network_en"] or _ask_if_asking(options, "Name of the network in English")
    coordinator = options["coordinator"] or _ask("E-mail address of the coordinator", "--coordinator")
    if options["cluster"] is None and _is_asking():
        return NetworkWanted(italian, english, coordinator, tuple(_ask_clusters()))
    clusters = [_cluster(words) for words in options["cluster"] or []]
    return NetworkWanted(italian, english, coordinator, tuple(_with_offices(clusters, options["office"])))


def _cluster(words: str) -> ClusterWanted:
    """Read “salute=Cluster Salute/Health cluster”; the short name and the English one may be left out."""
    slug, found, names = words.rpartition("=")
    italian, _, english = names.partition("/")
    return ClusterWanted(italian, english, slug=slug.strip() if found else "")


def _with_offices(clusters: list[ClusterWanted], offices: list[str]) -> list[ClusterWanted]:
    """Give each cluster the address that names it, or the one that names none.

    Errors: BadInput, for an office of a cluster that is not founded here.
    """
    kept = {slug.strip(): email for slug, _, email in (one.rpartition("=") for one in offices)}
    unknown = set(kept) - {one.slug for one in clusters} - {""}
    if unknown or (kept and not clusters):
        raise BadInput(f"--office names a cluster that no --cluster founds: {', '.join(unknown) or 'none'}.")
    return [
        ClusterWanted(one.italian, one.english, kept.get(one.slug) or kept.get("", ""), one.slug)
        for one in clusters
    ]


def _ask_clusters() -> list[ClusterWanted]:
    found = []
    while italian := input("Name of a cluster in Italian (nothing to end): ").strip():
        english = input("  in English: ").strip()
        found.append(ClusterWanted(italian, english, input("  E-mail address of its office: ").strip()))
    return found


def _ask(words: str, option: str) -> str:
    """Ask at a terminal.

    Errors: BadInput, where nobody can answer.
    """
    if not _is_asking():
        raise BadInput(f"Say {option}: nobody is at a terminal to be asked.")
    return input(f"{words}: ").strip()


def _ask_if_asking(options: dict[str, Any], words: str) -> str:
    return input(f"{words}: ").strip() if _is_asking() and not options["network_it"] else ""


def _is_asking() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
