from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from json import dumps
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import translation

from convivio.kernel.commands import ConvivioCommand, Progress
from convivio.matching.batch import answer_partners
from convivio.matching.batch_calls import answer_calls
from convivio.matching.batch_process import Place
from convivio.matching.everyone import answer_everyone
from convivio.matching.lines import Line, read_lines, write_lines


class Command(ConvivioCommand):
    help = "Answer many questions from files: partners for needs, or calls for organisations."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        partners = what.add_parser("partners", help="Rank partners for each need of a file.")
        partners.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl")
        calls = what.add_parser("calls", help="Rank calls for each organisation of a file.")
        calls.add_argument("--organisations", type=Path, required=True, metavar="FILE.jsonl")
        calls.add_argument("--candidates", type=Path, required=True, metavar="FILE.jsonl")
        everyone = what.add_parser(
            "everyone", help="Calls and needs for all, pairs worth introducing, the network."
        )
        everyone.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        everyone.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
        everyone.add_argument("--spark-master", metavar="URL", help="of a cluster; without it, threads here")
        everyone.add_argument("--threads", type=_count, default=2, metavar="N")
        everyone.add_argument("--memory-mb", type=_megabytes, default=2_000, metavar="MB")
        everyone.add_argument("--json", action="store_true", help="print figures as one object")
        everyone.add_argument("--language", choices=["it", "en"], default="en", help="of the titles")
        for one in (partners, calls):
            one.add_argument("--top", type=_count, default=100, metavar="N")
            one.add_argument("--out", type=Path, required=True, metavar="RUN.jsonl")
            one.add_argument(
                "--as-of", type=_day, metavar="DATE", help="Nothing signed from this day on counts."
            )
            one.add_argument("--language", choices=["it", "en"], default="en", help="of the reasons")

    def handle(self, *, what: str, language: str, **options: Any) -> None:
        progress = Progress(f"Matching {what}")
        with translation.override(language):
            if what == "everyone":
                self._everyone(progress, **options)
                return
            count = (self._partners if what == "partners" else self._calls)(progress, **options)
        progress.close()
        self.stdout.write(f"{count:,} answers in {options['out']}.")

    def _partners(
        self, told: Progress, *, queries: Path, top: int, as_of: date | None, out: Path, **_: Any
    ) -> int:
        lines = read_lines(queries, needs=("id", "text"))
        return write_lines(out, answer_partners(lines, top=top, before=as_of, told=told))

    def _calls(
        self, told: Progress, *, organisations: Path, candidates: Path, top: int, as_of: date | None,
        out: Path, **_: Any,
    ) -> int:  # fmt: skip
        bodies, calls = read_lines(organisations, needs=("id",)), read_lines(candidates, needs=("topic",))
        answers = answer_calls(bodies, calls, top=top, before=as_of, told=told, unknown=self._unknown)
        return write_lines(out, answers)

    def _everyone(
        self, told: Progress, *, out: Path, json: bool, threads: int, memory_mb: int, **options: Any
    ) -> None:
        place = Place(options["engine"], options["spark_master"], threads, memory_mb)
        figures = answer_everyone(out, place, told)
        told.close()
        self.stdout.write(dumps(figures) if json else _said(figures, out))

    def _unknown(self, line: Line) -> None:
        name = line.text("id")
        self.stderr.write(
            f"{line.place}: there is no organisation with the PIC {name} here; nothing is ranked."
        )


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 10_000:  # noqa: PLR2004
        raise ArgumentTypeError(f"{text} is not a whole number from 1 to 10,000")
    return int(text)


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not 500 <= int(text) <= 10_000_000:  # noqa: PLR2004
        raise ArgumentTypeError(f"{text} is not a number of megabytes from 500")
    return int(text)


def _said(figures: Mapping[str, Any], out: Path) -> str:
    return (
        f"{figures['organisations']:,} organisations, {figures['asks']:,} calls and needs: "
        f"{figures['fits_rows']:,} fits, {figures['introductions_rows']:,} pairs worth introducing, "
        f"{figures['network_rows']:,} places in the network, in {out}."
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day such as 2025-01-31") from error
