"""Where Django looks for the database: its own SQLite, and a turn for each transaction.

SQLite has one writer at a time, and who finds it busy sleeps and looks again, longer each time:
under many, some are served at once and a few after seconds. Threads of one process wait for their
turn instead and are woken in order; other processes are waited for as before.
"""

from typing import Any

from django.db.backends.sqlite3 import base

from convivio.kernel.sqlite.turns import Turns, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before a transaction and gives it back after.

    Errors: as Django's; without a turn in time it goes on, and SQLite itself says who is locked.
    """

    _turns: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._give_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        turns = turns_of(str(self.settings_dict["NAME"]))
        if self._turns is None and turns.take(self.settings_dict["OPTIONS"].get("timeout", 5)):
            self._turns = turns

    def _give_turn(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.give()
