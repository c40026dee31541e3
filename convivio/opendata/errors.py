"""What is wrong with a file.

Unreadable           said by a reader, in its own process, where there is no Django and no language yet
BadFile              the same, said to a person
FileIsTakenIn        somebody took it in already
FileIsGone           nobody took it in within a day
CannotBeTakenBack    it was, or too much time has passed
"""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState
from convivio.opendata.unreadable import Unreadable


class BadFile(BadInput):
    """A file that cannot be used as it is: which, where in it, and why."""

    code: ClassVar[str] = "bad_file"

    def __init__(
        self,
        problem: str,
        *,
        file: str = "",
        line: int | None = None,
        values: Mapping[str, str | int] | None = None,
    ) -> None:
        self.file = file
        self.line = line
        sentence = _(problem) % self._in_words(values) if values else _(problem)
        super().__init__(f"{self._place()}{sentence}")

    @classmethod
    def of(cls, case: Unreadable) -> "BadFile":
        """Say to a person what a reader found."""
        return cls(case.problem, file=case.file, line=case.line, values=case.values)

    @staticmethod
    def _in_words(values: Mapping[str, str | int]) -> dict[str, str | int]:
        """Translate the one value that is a sentence of ours: what kind of file it is."""
        return {name: _(str(value)) if name == "kind" else value for name, value in values.items()}

    def _place(self) -> str:
        if self.file and self.line:
            return _("%(file)s, line %(line)s: ") % {"file": self.file, "line": f"{self.line:,}"}
        return f"{self.file}: " if self.file else ""


class FileIsTakenIn(WrongState):
    """Somebody took the file in already."""

    code = "list_is_taken_in"

    def __init__(self) -> None:
        super().__init__(_("This file was taken in already."))


class FileIsGone(WrongState):
    """A file that nobody took in is kept for a day only."""

    code = "list_is_gone"

    def __init__(self) -> None:
        super().__init__(_("This file is no longer kept. Send it again."))


class CannotBeTakenBack(WrongState):
    """What a file brought is taken back once, within an hour."""

    code = "cannot_be_taken_back"

    def __init__(self) -> None:
        super().__init__(_("This can no longer be taken back: that is possible once, within an hour."))
