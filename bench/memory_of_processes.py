"""How much memory a process and all that it started held at once, at most."""

import threading
from pathlib import Path
from typing import Self

EVERY_SECONDS = 0.1
PAGES_IN_A_MB = 256


class PeakMemory:
    """Looks at a family of processes ten times a second, until it is told to stop.

    Shape: `roots` are the processes it begins with; `peak_mb` all of theirs and of their children.
    Units: megabytes of resident memory, added up; what two share is counted twice.
    Errors: none; a process that ended holds nothing.
    Source: /proc.
    """

    def __init__(self, roots: list[int]) -> None:
        self.roots, self.peak_mb, self._over = roots, 0, threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            self.peak_mb = max(self.peak_mb, _held(self.roots))


def _held(roots: list[int]) -> int:
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            parents[int(folder.name)], pages[int(folder.name)] = int(stat[1]), int(stat[21])
    return sum(pages[one] for one in pages if _descends(one, parents, roots)) // PAGES_IN_A_MB


def _descends(one: int, parents: dict[int, int], roots: list[int]) -> bool:
    while one > 1:
        if one in roots:
            return True
        one = parents.get(one, 0)
    return False
