"""convivio import vocabulary PATH."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convivio.kernel.commands import Progress
from convivio.opendata.files import existing_file
from convivio.opendata.subcommands import Say, Subcommand
from convivio.opendata.vocabulary.reader import SCHEMES
from convivio.opendata.vocabulary.taking_in import take_in_vocabulary


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a CSV file: EuroSciVoc, NUTS, or a list of concepts")
    parser.add_argument(
        "--scheme", choices=SCHEMES, default="", help="of which list, where the file does not say it"
    )


def _run(options: Mapping[str, Any], say: Say) -> None:
    progress = Progress("Reading the list")
    path = existing_file(options["path"])
    counts = take_in_vocabulary(path, scheme=options["scheme"], by=None, shows=progress)
    progress.close()
    say(f"{counts.new:,} new, {counts.updated:,} updated, {counts.same:,} as they were.")


VOCABULARY = Subcommand(
    "vocabulary",
    "Read concepts or territories from CSV: EuroSciVoc, NUTS, or a list with scheme, code and label.",
    _add_arguments,
    _run,
)
