"""convivio import organisations FILE."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.errors import BadInput
from convivio.opendata.csv_tables import plain
from convivio.opendata.files import existing_file
from convivio.opendata.members.columns import FIELDS, guess
from convivio.opendata.members.plan import Outcome, Plan, Standing, plan
from convivio.opendata.members.reading import read_rows, read_sheet
from convivio.opendata.members.taking_in import take_in
from convivio.opendata.subcommands import Say, Subcommand
from convivio.sources.readings import digest_of


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a member list, CSV or XLSX")
    parser.add_argument("--cluster", default="", metavar="SLUG", help="make each a member of this cluster")
    parser.add_argument(
        "--map",
        nargs="+",
        default=[],
        metavar="COLUMN=FIELD",
        help=f"which column is which field, where its title does not say it; fields: {', '.join(FIELDS)}",
    )
    parser.add_argument(
        "--yes", action="store_true", help="write it; without this, only show what would be written"
    )
    parser.add_argument(
        "--leave-out-refused", action="store_true", help="write the other rows although some are refused"
    )


def _run(options: Mapping[str, Any], say: Say) -> None:
    path = existing_file(options["path"])
    cluster = _cluster(options["cluster"])
    sheet = read_sheet(path, path.name)
    columns = choose(sheet.header, options["map"])
    today = localdate()
    made = plan(read_rows(sheet, columns), cluster=cluster, reader=None, on=today)
    for notice in sheet.notices:
        say(notice)
    _say_columns(sheet.header, columns, say)
    for outcome in made.outcomes:
        if outcome.standing != Standing.SAME:
            say(describe(outcome))
    _say_counts(made, say)
    refused = made.counts()["refused"]
    if not options["yes"]:
        say("Nothing is written yet. Add --yes to write it.")
    elif refused and not options["leave_out_refused"]:
        raise BadInput(
            _("%(count)s rows are refused, so nothing was written. Mend them, or add --leave-out-refused.")
            % {"count": refused}
        )
    else:
        take_in(made, file_name=path.name, digest=digest_of([path]), by=None, on=today)
        say("Written.")


def choose(header: Sequence[str], said: Sequence[str]) -> dict[int, str]:
    """Say which column is which field: as guessed, and as a person said.

    Raises:
        BadInput: a column or a field that is said is not there.
    """
    columns = guess(header)
    titles = {plain(title): place for place, title in enumerate(header)}
    for pair in said:
        title, _equals, name = pair.rpartition("=")
        if plain(title) not in titles:
            raise BadInput(
                _("There is no column “%(title)s”; there are: %(found)s.")
                % {"title": title, "found": ", ".join(header)[:300]}
            )
        if name not in FIELDS:
            raise BadInput(
                _("There is no field “%(field)s”; there are: %(found)s.")
                % {"field": name, "found": ", ".join(FIELDS)}
            )
        columns = {place: field for place, field in columns.items() if field != name}
        columns[titles[plain(title)]] = name
    return columns


def describe(outcome: Outcome) -> str:
    """Say on one line what becomes of a row, and why."""
    what = [f"row {outcome.row.line}", str(outcome.standing.value), outcome.row.name or "—"]
    reasons = [*outcome.reasons, *(f"{name}: {value}" for name, value in outcome.changes.items())]
    if outcome.alike is not None:
        reasons.insert(0, f"may be {outcome.alike} [{outcome.alike.key}]")
    return "  ".join([*what, "; ".join(reasons)]).rstrip()


def _cluster(slug: str) -> Cluster | None:
    if not slug:
        return None
    found = Cluster.objects.filter(slug=slug).first()
    if found is None:
        slugs = ", ".join(Cluster.objects.values_list("slug", flat=True)) or "—"
        raise BadInput(
            _("There is no cluster “%(slug)s”; there are: %(found)s.") % {"slug": slug, "found": slugs}
        )
    return found


def _say_columns(header: Sequence[str], columns: Mapping[int, str], say: Say) -> None:
    for place, title in enumerate(header):
        say(f"{title or '—'}: {columns.get(place, '(left out)')}")


def _say_counts(made: Plan, say: Say) -> None:
    counts = made.counts()
    say(", ".join(f"{counts[standing.value]:,} {standing.value}" for standing in Standing))


ORGANISATIONS = Subcommand(
    "organisations",
    "Read a cluster's own member list, CSV or XLSX: first a preview, then all of it or nothing.",
    _add_arguments,
    _run,
)
