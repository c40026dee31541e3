"""`convivio import cordis PATH` and `convivio import topics PATH`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convivio.opendata.cordis.importing import Import, import_cordis, import_topics
from convivio.opendata.indexing import let_it_be_found
from convivio.opendata.reports import Report
from convivio.opendata.subcommands import Say, Subcommand


def _cordis_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="The zip of CORDIS, or a folder with its files.")
    parser.add_argument(
        "--again", action="store_true", help="Read it even if this very file was read before."
    )
    parser.add_argument("--no-index", action="store_true", help="Leave the index for later.")


def _topics_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="A CSV file: topic, title, keywords (with | between them).")
    parser.add_argument("--no-index", action="store_true", help="Leave the index for later.")


def _run_cordis(options: Mapping[str, Any], say: Say) -> None:
    report = import_cordis(Import(options["path"], again=options["again"]))
    _close(report, options, say)


def _run_topics(options: Mapping[str, Any], say: Say) -> None:
    report = import_topics(Import(options["path"]))
    _close(report, options, say)


def _close(report: Report, options: Mapping[str, Any], say: Say) -> None:
    """Bring the index up to date, and say what the import did."""
    if not options["no_index"]:
        let_it_be_found()
    for line in report.lines():
        say(line)


CORDIS = Subcommand(
    "cordis", "Funded projects and who took part, from the zip of CORDIS.", _cordis_arguments, _run_cordis
)
TOPICS = Subcommand(
    "topics", "Titles and experts' keywords of call topics, from a CSV file.", _topics_arguments, _run_topics
)
