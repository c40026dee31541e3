"""What the reader mends or leaves out, counted, with the first line where it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from convivio.opendata.cordis.rows import NoteRow

T = TypeVar("T")
SAMPLE = 60


@dataclass(slots=True)
class Notes:
    """The remarks on one file."""

    file: str
    found: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def add(self, what: str, line: int, sample: str = "") -> None:
        count, first, shown = self.found.get(what, (0, line, sample[:SAMPLE]))
        self.found[what] = (count + 1, first, shown)

    def read(self, how: Callable[[str], T | None], text: str, what: str, line: int) -> T | None:
        """Read a cell, or note that it cannot be read and is left empty."""
        try:
            return how(text)
        except ValueError:
            self.add(f"{what} that cannot be read, left empty", line, text)
            return None

    def fit(self, text: str, most: int, what: str, line: int) -> str:
        """Cut a text to the length that its column takes, and note it."""
        if len(text) <= most:
            return text
        self.add(f"{what} longer than {most} characters, cut", line, text)
        return text[: most - 1].rstrip() + "…"

    def rows(self) -> list[NoteRow]:
        return [
            NoteRow(self.file, line, count, what, sample)
            for what, (count, line, sample) in self.found.items()
        ]
