"""Many questions at once, from files: what `convivio match` reads and writes.

Files are JSON lines. A line that cannot be used stops the work before anything is written, with
the number of the line; the answer replaces the file at its address only when it is whole.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import BadInput
from convivio.matching.answering import Wanted, rank, suggest
from convivio.organisations.models import Identifier, Organisation

Line = dict[str, Any]


def read_lines(path: Path, *, needs: Iterable[str]) -> list[Line]:
    """Read a file of JSON lines.

    Raises:
        BadInput: the file is missing or empty, or a line is not an object with these texts.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        ) from error
    lines = [
        _line(path, number, line, needs) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    ]
    if not lines:
        raise BadInput(f"{path} holds no line.")
    return lines


def _line(path: Path, number: int, text: str, needs: Iterable[str]) -> Line:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}, line {number}: this is not JSON.") from error
    if not isinstance(line, dict):
        raise BadInput(f"{path}, line {number}: this is not an object.")
    for name in needs:
        if not isinstance(line.get(name), str | int) or not str(line[name]).strip():
            raise BadInput(f"{path}, line {number}: “{name}” is missing.")
    return line


def write_lines(path: Path, lines: Iterable[Line]) -> int:
    """Write JSON lines beside the address, and put them in place when they are whole."""
    beside = path.with_name(f"{path.name}.part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
        beside.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
    return count


def answer_partners(
    lines: list[Line], *, top: int, before: date | None, told: Callable[[int, int], None]
) -> Iterator[Line]:
    """Rank partners for each line, as anyone would see them."""
    pics = _organisations_by_pic(lines)
    for number, line in enumerate(lines, 1):
        lead = pics.get(_pic(line.get("coordinator")))
        wanted = Wanted(
            text=_text_of(line),
            lead=lead,
            exclude=tuple(pics[pic].key for one in line.get("exclude") or [] if (pic := _pic(one)) in pics),
            before=before,
        )
        ranking = rank(wanted, ANYONE, top)
        found = suggest(ranking, ranking.suggestions, ANYONE)
        names = _pics_of([one.organisation for one in found])
        told(number, len(lines))
        yield {
            "id": line["id"],
            "ranking": [
                {
                    "organisation": names.get(one.organisation.pk, one.organisation.key),
                    "name": one.organisation.name,
                    "score": round(one.score, 6),
                    "list": one.circle,
                    "reasons": [said.text for said in one.reasons],
                }
                for one in found
            ],
        }


def _text_of(line: Line) -> str:
    keywords = line.get("keywords") or ""
    if isinstance(keywords, list):
        keywords = ", ".join(str(word) for word in keywords)
    parts = [line.get("title") or "", keywords, line["text"]]
    return "\n".join(str(part) for part in parts if part)


def _pic(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _organisations_by_pic(lines: list[Line]) -> dict[str, Organisation]:
    wanted = {_pic(line.get("coordinator")) for line in lines}
    wanted |= {_pic(one) for line in lines for one in line.get("exclude") or []}
    rows = Identifier.objects.filter(scheme="pic", value__in=wanted - {""}).select_related("organisation")
    return {row.value: row.organisation for row in rows}


def _pics_of(organisations: list[Organisation]) -> dict[int, str]:
    rows = Identifier.objects.filter(scheme="pic", organisation__in=organisations).order_by("-pk")
    return dict(rows.values_list("organisation_id", "value"))
