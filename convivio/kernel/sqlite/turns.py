"""One turn, taken by one thread at a time, first come, first served."""

import os
from collections import deque
from functools import cache
from threading import Event, Lock


class Turns:
    """Who may write now, and who waits for it, in the order in which they came.

    Shape: `take` and `give` are called by any thread; a turn may be given by another thread than
        took it.
    Units: patience in seconds.
    Errors: none; `take` says whether the turn was had.
    Source: decision 0040.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._begin()

    def _begin(self) -> None:
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def begin_anew(self) -> None:
        """Forget everybody: a process that was forked has none of the threads that waited."""
        self._guard = Lock()
        self._begin()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def take(self, patience: float) -> bool:
        """Wait for the turn, at most this long, and say whether it was had."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(patience):
            return True
        with self._guard:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """Hand the turn to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


@cache
def turns_of(database: str) -> Turns:
    """Give the turns of a database's file in this process."""
    turns = Turns()
    os.register_at_fork(after_in_child=turns.begin_anew)
    return turns
