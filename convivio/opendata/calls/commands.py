"""convivio import calls PATH."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convivio.kernel.commands import Progress
from convivio.opendata.calls.taking_in import take_in_call_file
from convivio.opendata.files import existing_file
from convivio.opendata.subcommands import Say, Subcommand


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path", type=Path, help="JSON lines (.jsonl, .jsonl.gz) or an answer of the search API"
    )


def _run(options: Mapping[str, Any], say: Say) -> None:
    progress = Progress("Reading calls")
    counts = take_in_call_file(existing_file(options["path"]), by=None, shows=progress)
    progress.close()
    say(f"{counts.new:,} new calls, {counts.updated:,} updated, {counts.same:,} as they were.")


CALLS = Subcommand(
    "calls",
    "Read calls: JSON lines, or the answer of the EU Funding & Tenders search API.",
    _add_arguments,
    _run,
)
