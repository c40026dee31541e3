"""Answers to “may I?” that say why not."""

from dataclasses import dataclass

from convivio.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed; if it is not, a sentence that says why."""

    reason: str | None = None

    def __bool__(self) -> bool:
        return self.reason is None

    def enforce(self) -> None:
        """Raise NotAllowed if this verdict is a no."""
        if self.reason is not None:
            raise NotAllowed(self.reason)


ALLOWED = Verdict()
