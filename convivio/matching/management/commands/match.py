from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from convivio.kernel.commands import ConvivioCommand, Progress
from convivio.matching.batch import answer_partners, read_lines, write_lines
from convivio.matching.batch_calls import answer_calls


class Command(ConvivioCommand):
    help = "Answer many questions from files: partners for needs, or calls for organisations."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        partners = what.add_parser("partners", help="Rank partners for each need of a file.")
        partners.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl")
        calls = what.add_parser("calls", help="Rank calls for each organisation of a file.")
        calls.add_argument("--organisations", type=Path, required=True, metavar="FILE.jsonl")
        calls.add_argument("--candidates", type=Path, required=True, metavar="FILE.jsonl")
        for one in (partners, calls):
            one.add_argument("--top", type=_count, default=100, metavar="N")
            one.add_argument("--out", type=Path, required=True, metavar="RUN.jsonl")
            one.add_argument(
                "--as-of", type=_day, metavar="DATE", help="Nothing signed from this day on counts."
            )

    def handle(self, *, what: str, top: int, out: Path, as_of: date | None, **options: Any) -> None:
        progress = Progress(f"Matching {what}")
        if what == "partners":
            lines = read_lines(options["queries"], needs=("id", "text"))
            count = write_lines(out, answer_partners(lines, top=top, before=as_of, told=progress))
        else:
            bodies = read_lines(options["organisations"], needs=("id",))
            candidates = read_lines(options["candidates"], needs=("topic",))
            answers = answer_calls(bodies, candidates, top=top, before=as_of, told=progress)
            count = write_lines(out, answers)
        progress.close()
        self.stdout.write(f"{count:,} answers in {out}.")


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 10_000:  # noqa: PLR2004
        raise ArgumentTypeError(f"{text} is not a whole number from 1 to 10,000")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day such as 2025-01-31") from error
