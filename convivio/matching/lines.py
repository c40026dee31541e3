"""Files of JSON lines: what `convivio match` reads and writes.

A line that cannot be used stops the work before anything is written, with the number of the line;
the answer replaces the file at its address only when it is whole.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from convivio.kernel.errors import BadInput

Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read, and where it stood."""

    place: str
    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Give one of its texts; a list of words is joined, anything else that is no text is empty."""
        value = self.said.get(name)
        if isinstance(value, list):
            return ", ".join(str(one) for one in value if isinstance(one, str | int))
        return str(value).strip() if isinstance(value, str | int) else ""

    def texts(self, name: str) -> list[str]:
        """Give one of its lists.

        Errors: BadInput, when it is something else.
        """
        value = self.said.get(name) or []
        if not isinstance(value, list):
            raise BadInput(f"{self.place}: “{name}” is not a list.")
        return [str(one).strip() for one in value if isinstance(one, str | int)]


def read_lines(path: Path, *, needs: Iterable[str]) -> list[Line]:
    """Read a file of JSON lines.

    Raises:
        BadInput: the file is missing or empty, or a line is not an object with these texts.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}.") from error
    numbered = enumerate(text.split("\n"), 1)
    lines = [_line(f"{path}, line {number}", line, needs) for number, line in numbered if line.strip()]
    if not lines:
        raise BadInput(f"{path} holds no line.")
    return lines


def _line(place: str, text: str, needs: Iterable[str]) -> Line:
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: this is not JSON.") from error
    if not isinstance(said, dict):
        raise BadInput(f"{place}: this is not an object.")
    line = Line(place, said)
    for name in needs:
        if not line.text(name):
            raise BadInput(f"{place}: “{name}” is missing.")
    return line


def write_lines(path: Path, lines: Iterable[Answer]) -> int:
    """Write JSON lines beside the address, and put them in place when they are whole.

    Raises:
        BadInput: nothing can be written there.
    """
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
