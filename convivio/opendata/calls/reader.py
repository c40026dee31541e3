"""Calls as they come: JSON lines, packed or not, or an answer of the EU portal's search. Plain Python.

Each call becomes one row, in the order of COLUMNS, of values that JSON can carry.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from convivio.opendata.calls import portal_answer
from convivio.opendata.calls.texts import one_line, readable
from convivio.opendata.cells import amount, day
from convivio.opendata.unreadable import Unreadable, gettext_noop

COLUMNS = (
    "code",
    "title",
    "text",
    "language",
    "family",
    "family_title",
    "action_type",
    "programme",
    "keywords",
    "status",
    "opens_on",
    "deadlines",
    "budget",
    "grants_expected",
    "least_contribution",
    "most_contribution",
    "url",
    "published_on",
)
LONGEST_LINE = 8 * 1024 * 1024
LARGEST_ANSWER = 200 * 1024 * 1024
MOST_BYTES = 1024 * 1024 * 1024
MOST_GRANTS = 1_000_000
LONGEST = {
    "code": 120,
    "title": 600,
    "family": 160,
    "family_title": 400,
    "action_type": 160,
    "programme": 160,
    "keywords": 4000,
    "status": 60,
    "url": 400,
}
OTHER_KINDS = {
    b"PK": gettext_noop("This is a zip."),
    b"%PDF": gettext_noop("This is a PDF."),
    b"\xd0\xcf": gettext_noop("This is an old Office file."),
    b"<": gettext_noop("This is an XML or HTML file."),
}

Call = dict[str, Any]


def read(path: str) -> Iterator[tuple[str, list[Any]]]:
    """Give every call of a file, as a row of the table “call”.

    Raises:
        Unreadable: the file is of another kind, damaged, or one of its calls cannot be read.
    """
    file = Path(path)
    try:
        with closing(_opened(file)) as stream:
            for call in _calls(file.name, stream):
                yield "call", [call.get(column) for column in COLUMNS]
    except (gzip.BadGzipFile, EOFError, zlib.error) as case:
        raise Unreadable(gettext_noop("The file is damaged, or cut short."), file=file.name) from case


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as plain:
        beginning = plain.read(256)
    if beginning.startswith(b"\x1f\x8b"):
        packed = gzip.open(file)  # noqa: SIM115 - the caller closes it
        beginning = packed.peek(256)
        _look_at(file.name, beginning)
        return packed  # type: ignore[return-value]
    _look_at(file.name, beginning)
    return file.open("rb")


def _look_at(name: str, beginning: bytes) -> None:
    """Refuse a file of another kind by how it begins."""
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise Unreadable(gettext_noop("The file is empty."), file=name)
    if text[:1] in {b"{", b"["}:
        return
    kind = next((said for mark, said in OTHER_KINDS.items() if text.startswith(mark)), "")
    raise Unreadable(
        gettext_noop("%(kind)s JSON lines, or an answer of the portal's search, are needed."),
        file=name,
        kind=kind or gettext_noop("This is not JSON."),
    )


def _calls(name: str, stream: BinaryIO) -> Iterator[Call]:
    first = _line(name, stream, 1)
    try:
        begun = _json(first)
    except ValueError:
        begun = None
    if isinstance(begun, dict):
        yield from _of_lines(name, first, stream)
        return
    rest = stream.read(LARGEST_ANSWER)
    if len(rest) == LARGEST_ANSWER:
        problem = gettext_noop("This answer is larger than %(most)s MB; put one page on a line.")
        raise Unreadable(problem, file=name, most=LARGEST_ANSWER >> 20)
    try:
        whole = _json(first + rest)
    except ValueError as case:
        raise _not_json(name, case, 1) from case
    for number, part in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield from _of_part(name, part, number)


def _of_lines(name: str, first: bytes, stream: BinaryIO) -> Iterator[Call]:
    line, number, read_bytes = first, 1, len(first)
    while line:
        if line.strip():
            try:
                part = _json(line)
            except ValueError as case:
                raise _not_json(name, case, number) from case
            yield from _of_part(name, part, number)
        number += 1
        line = _line(name, stream, number)
        read_bytes += len(line)
        if read_bytes > MOST_BYTES:
            problem = gettext_noop("It unpacks to more than %(most)s MB.")
            raise Unreadable(problem, file=name, line=number, most=MOST_BYTES >> 20)


def _line(name: str, stream: BinaryIO, number: int) -> bytes:
    line = stream.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE and number > 1:
        problem = gettext_noop("This line is longer than %(most)s MB; no call is.")
        raise Unreadable(problem, file=name, line=number, most=LONGEST_LINE >> 20)
    return line


def _json(text: bytes) -> Any:
    """Read JSON, with amounts as decimals; deeper than any call is no JSON of ours."""
    try:
        return json.loads(text.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except RecursionError as case:
        raise ValueError("nested too deeply") from case


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _not_json(name: str, case: ValueError, line: int) -> Unreadable:
    within = getattr(case, "lineno", 1)
    return Unreadable(
        gettext_noop("This is not JSON (%(found)s)."),
        file=name,
        line=line + within - 1,
        found=str(case)[:120],
    )


def _of_part(name: str, part: Any, number: int) -> Iterator[Call]:
    """Read one line, or one part of an answer, and say what is wrong with it where."""
    try:
        for call in _told_by(part):
            yield _bounded(call)
    except KeyError as case:
        problem = gettext_noop("This call has no “%(field)s”.")
        raise Unreadable(problem, file=name, line=number, field=str(case.args[0])) from case
    except (ValueError, ArithmeticError) as case:
        problem = gettext_noop("This call has a date or an amount that cannot be read: %(found)s.")
        raise Unreadable(problem, file=name, line=number, found=str(case)[:80] or "?") from case
    except (TypeError, AttributeError) as case:
        raise Unreadable(gettext_noop("This is not a call."), file=name, line=number) from case


def _told_by(part: Any) -> Iterator[Call]:
    """Give the calls of a page of results, of a result, or of a line.

    Errors: TypeError, for anything else.
    """
    if not isinstance(part, Mapping):
        raise TypeError
    if isinstance(part.get("results"), list):
        return portal_answer.topics(part["results"])
    return portal_answer.topics([part]) if "metadata" in part else iter((_told(part),))


def _told(given: Mapping[str, Any]) -> Call:
    """Read a call in the layout of JSON lines: one value a field."""
    code = _text(given.get("topic"))
    if not code:
        raise KeyError("topic")
    days = given.get("deadlines") or [given.get("deadline")]
    deadlines = sorted({found for one in days if (found := day(_text(one)))})
    return {
        "code": code,
        "title": one_line(_text(given.get("title"))) or code,
        "text": readable(_text(given.get("text"))),
        "language": _text(given.get("language")) or "en",
        "family": _text(given.get("call")),
        "family_title": one_line(_text(given.get("call_title"))),
        "action_type": _text(given.get("action_type")),
        "programme": _text(given.get("programme")).replace("%26", "&"),
        "keywords": _keywords(given.get("keywords")),
        "status": _text(given.get("status_at_snapshot") or given.get("status")),
        "opens_on": day(_text(given.get("open_date"))),
        "deadlines": _stages(deadlines, two_stage="two-stage" in code.lower()),
        "budget": amount(_text(given.get("budget_total"))),
        "grants_expected": _count(given.get("expected_grants")),
        "least_contribution": amount(_text(given.get("min_contribution"))),
        "most_contribution": amount(_text(given.get("max_contribution"))),
        "url": _text(given.get("url")),
        "published_on": day(_text(given.get("snapshot"))),
    }


def _stages(days: list[str], *, two_stage: bool) -> list[list[Any]]:
    """Give each deadline with its stage; with several days and no stages, each is a day to gather on."""
    staged = two_stage and len(days) > 1
    return [[one, number if staged else 0] for number, one in enumerate(days, 1)]


def _keywords(given: Any) -> str:
    return " | ".join(map(_text, given)) if isinstance(given, list) else _text(given)


def _count(given: Any) -> int | None:
    found = amount(_text(given))
    if found is None:
        return None
    number = int(Decimal(found))
    if not 0 <= number <= MOST_GRANTS:
        raise ValueError(found)
    return number or None


def _text(given: Any) -> str:
    """Return one value as text on one line of thought; a list or an object is no value."""
    if given is None:
        return ""
    if isinstance(given, bool | list | Mapping):
        raise TypeError
    text = str(given).replace("\0", "")
    return text.strip() if "\n" in text else " ".join(text.split())


def _bounded(call: Call) -> Call:
    """Cut what is longer than its column; refuse a code that is, because a cut code names another call."""
    if len(call["code"]) > LONGEST["code"]:
        raise ValueError(call["code"])
    for column, longest in LONGEST.items():
        call[column] = str(call.get(column) or "")[:longest]
    if not call["url"].startswith(("https://", "http://")):
        call["url"] = ""
    return call
