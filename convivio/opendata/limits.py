"""Reading what others wrote, apart: in a process of its own, with a bound on memory and time.

A file that is made to harm, or only badly made, can cost gigabytes and minutes before anyone can
say what is wrong with it. So no importer opens one itself: it names a *reader*, a function that
gives rows, and gets the rows from a process that can neither grow, nor last, nor write a file.
"""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from convivio.opendata.errors import BadFile
from convivio.opendata.unreadable import Unreadable, gettext_noop

ROOT = Path(__file__).resolve().parents[2]
BEGIN = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from convivio.opendata.limited_reader import main; sys.exit(main(sys.argv[1:]))"
)
LARGEST_FRAME = 64 * 1024 * 1024

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = list[Cell]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader may use before it is stopped."""

    memory_mb: int = 1024
    cpu_seconds: int = 120
    seconds: int = 300


USUAL = Limits()


def read_apart(
    reader: str, *arguments: str, limits: Limits = USUAL
) -> Generator[tuple[str, Row], None, None]:
    """Give the rows that a reader finds, each with the name of its table, as they come.

    `reader` is "module:function"; the function takes `arguments`, and gives (table, row) pairs of
    plain values. Its module must import without Django.

    Raises:
        BadFile: the reader refused the file, or was stopped at a limit.
    """
    process = _begin(reader, arguments, limits)
    watch = threading.Timer(limits.seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield from _rows(process, limits, watch)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _begin(reader: str, arguments: tuple[str, ...], limits: Limits) -> "subprocess.Popen[bytes]":
    bounds = [str(limits.memory_mb), str(limits.cpu_seconds)]
    return subprocess.Popen(  # noqa: S603 - our own program, with no shell
        [sys.executable, "-I", "-X", "utf8", "-c", BEGIN, str(ROOT), *bounds, reader, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        bufsize=1 << 20,
    )


def _rows(
    process: "subprocess.Popen[bytes]", limits: Limits, watch: threading.Timer
) -> Iterator[tuple[str, Row]]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    while (frame := _frame(process.stdout)) is not None:
        if "end" in frame:
            return
        if "refused" in frame:
            raise BadFile.of(
                Unreadable(frame["refused"], file=frame["file"], line=frame["line"], **frame["values"])
            )
        table = frame["table"]
        for row in frame["rows"]:
            yield table, row
    raise BadFile.of(_how_it_ended(process.wait(), limits, overdue=not watch.is_alive()))


def _frame(stream: IO[bytes]) -> Any:
    """Read one message: four bytes that tell its length, then JSON. None at the end."""
    length = int.from_bytes(stream.read(4), "big")
    if not 0 < length <= LARGEST_FRAME:
        return None
    text = stream.read(length)
    return json.loads(text) if len(text) == length else None


def _how_it_ended(code: int, limits: Limits, *, overdue: bool) -> Unreadable:
    if overdue or code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return Unreadable(
            gettext_noop("Reading the file took longer than %(seconds)s seconds, and was stopped."),
            seconds=limits.seconds if overdue else limits.cpu_seconds,
        )
    return Unreadable(gettext_noop("The file cannot be read: its reader stopped (%(code)s)."), code=code)
