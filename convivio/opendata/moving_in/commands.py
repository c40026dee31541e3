"""convivio import workbook FILE."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Office
from convivio.kernel.errors import BadInput
from convivio.opendata.files import existing_file
from convivio.opendata.moving_in.actions import check
from convivio.opendata.moving_in.outcomes import Standing
from convivio.opendata.moving_in.plan import Whole, plan
from convivio.opendata.moving_in.reading import read_book
from convivio.opendata.moving_in.taking_in import take_in
from convivio.opendata.subcommands import Say, Subcommand
from convivio.people.acting import Acting, Capacity
from convivio.sources.readings import digest_of

MOST_SAID = 200


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path", type=Path, help="a workbook, XLSX: organisations, people, mandates, dues, contacts"
    )
    parser.add_argument("--cluster", required=True, metavar="SLUG", help="the cluster that moves in")
    parser.add_argument(
        "--yes", action="store_true", help="write it; without this, only show what would be written"
    )
    parser.add_argument(
        "--leave-out-refused", action="store_true", help="write the other rows although some are refused"
    )


def _run(options: Mapping[str, Any], say: Say) -> None:
    path, cluster = existing_file(options["path"]), _cluster(options["cluster"])
    whole = plan(read_book(path, path.name), cluster=cluster, reader=None)
    _say_all(whole, say)
    check(whole, leave_out_refused=options["leave_out_refused"])
    if not options["yes"]:
        say("Nothing is written yet. Add --yes to write it.")
        return
    take_in(whole, cluster, file_name=path.name, digest=digest_of([path]), by=the_house_for(cluster))
    say("Written. Nobody was written to.")


def the_house_for(cluster: Cluster) -> Acting:
    """Let the command line act for a cluster's office: whoever has the installation in hand."""
    rights = frozenset({Office.Kind.CLUSTER_OFFICE.value})
    office = Capacity(cluster.key, str(cluster), rights, is_office=True)
    return Acting(current=office, choices=(office,))


def _cluster(slug: str) -> Cluster:
    found = Cluster.objects.filter(slug=slug).first()
    if found is None:
        slugs = ", ".join(Cluster.objects.values_list("slug", flat=True)) or "—"
        said = _("There is no cluster “%(slug)s”; there are: %(found)s.")
        raise BadInput(said % {"slug": slug, "found": slugs})
    return found


def _say_all(whole: Whole, say: Say) -> None:
    for name in whole.book.unknown:
        say(f"{name}: not a sheet that we know, left out")
    for sheet in whole.book.sheets.values():
        if sheet.left_out:
            say(f"{sheet.title}: columns left out: {', '.join(sheet.left_out)}")
    refused = list(whole.report())
    for one in refused[:MOST_SAID]:
        say(f"{one.sheet}!{one.cell}  {one.column}: {one.said}")
    if len(refused) > MOST_SAID:
        say(f"… and {len(refused) - MOST_SAID:,} more")
    for code, counts in whole.counts().items():
        told = ", ".join(f"{counts[standing.value]:,} {standing.value}" for standing in Standing)
        say(f"{code}: {told}")


WORKBOOK = Subcommand(
    "workbook",
    "Move a cluster in from one XLSX workbook: first a preview, then all of it or nothing.",
    _add_arguments,
    _run,
)
