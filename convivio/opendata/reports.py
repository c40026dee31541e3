"""What an import did, as the table that closes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

COLUMNS = ("new", "changed", "unchanged", "removed", "flagged", "left out")


@dataclass(slots=True)
class Tally:
    """How many rows of one kind were written, were left as they are, or need a look."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, count: int = 1) -> None:
        self.counts[what] += count

    def __getitem__(self, what: str) -> int:
        return self.counts[what]


@dataclass(slots=True)
class Report:
    """The tallies of an import by kind of row, and remarks in sentences."""

    title: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    touched: set[str] = field(default_factory=set)

    def of(self, kind: str) -> Tally:
        return self.tallies.setdefault(kind, Tally())

    def touch(self, kind: str, numbers: Iterable[int]) -> None:
        """Remember rows whose documents in the index have grown old."""
        self.touched.update(f"{kind}:{number}" for number in numbers)

    def changed_anything(self) -> bool:
        return any(tally[what] for tally in self.tallies.values() for what in ("new", "changed", "removed"))

    def counts(self) -> dict[str, dict[str, int]]:
        """Give the tallies as plain values, for a reading and for the trace."""
        return {
            kind: {what: n for what, n in tally.counts.items() if n} for kind, tally in self.tallies.items()
        }

    def lines(self) -> Iterator[str]:
        """Draw the report for a person at a terminal."""
        yield self.title
        width = max((len(kind) for kind in self.tallies), default=0) + 2
        yield " " * width + "".join(f"{column:>12}" for column in COLUMNS)
        for kind, tally in self.tallies.items():
            yield f"{kind:<{width}}" + "".join(f"{tally[column]:>12,}" for column in COLUMNS)
        yield from (f"· {note}" for note in self.notes)
        yield f"Done in {self.seconds:.1f} s."
