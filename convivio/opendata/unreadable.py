"""How a reader says that a file cannot be read. Plain Python, for the process without Django."""

from collections.abc import Mapping


class Unreadable(Exception):
    """A file that cannot be read: which, the line where it shows, and a sentence that says why.

    The sentence may hold places for values, `%(count)s`; it is translated where it is shown.
    """

    def __init__(self, problem: str, *, file: str = "", line: int | None = None, **values: str | int) -> None:
        super().__init__(problem % values if values else problem)
        self.problem = problem
        self.file = file
        self.line = line
        self.values: Mapping[str, str | int] = values


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation, without translating it here."""
    return text
