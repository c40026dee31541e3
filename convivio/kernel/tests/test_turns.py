"""One writer at a time in a process, in the order in which they came."""

import time
from threading import Thread

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.sqlite3 import base

from convivio.kernel.sqlite.turns import Turns, turns_of

ONLY_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's one writer")


def _until_as_many_wait(turns: Turns, many: int) -> None:
    end = time.monotonic() + 10
    while turns.waiting < many:
        assert time.monotonic() < end
        time.sleep(0.001)


def _fail_after_closing() -> None:
    connection.close()
    raise ZeroDivisionError


def test_turns_go_round_in_the_order_of_coming() -> None:
    turns, served = Turns(), list[int]()

    def wait(number: int) -> None:
        if turns.take(10):
            served.append(number)
            turns.give()

    assert turns.take(0)
    threads = [Thread(target=wait, args=[number]) for number in range(20)]
    for before, thread in enumerate(threads):
        thread.start()
        _until_as_many_wait(turns, before + 1)
    assert served == []
    turns.give()
    for thread in threads:
        thread.join(10)
    assert served == list(range(20))


def test_who_lost_patience_is_passed_over() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    assert turns.waiting == 0
    turns.give()
    assert turns.take(0)


def test_a_forked_process_begins_with_a_free_turn() -> None:
    turns = Turns()
    turns.take(0)
    turns.begin_anew()
    assert turns.take(0)


@ONLY_SQLITE
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_transaction_waits_for_the_one_before_and_goes_on_however_it_ended(end: str) -> None:
    turns, entered = turns_of(str(connection.settings_dict["NAME"])), list[str]()

    def write() -> None:
        try:
            with transaction.atomic():
                entered.append("second")
        finally:
            connections.close_all()

    second = Thread(target=write)
    with transaction.atomic():
        second.start()
        _until_as_many_wait(turns, 1)
        assert entered == []
        transaction.set_rollback(end == "rollback")
    second.join(10)
    assert entered == ["second"]


@ONLY_SQLITE
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_cannot_begin_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", refuse)
        with pytest.raises(OperationalError), transaction.atomic():
            pass
    turns = turns_of(str(connection.settings_dict["NAME"]))
    assert turns.take(0)
    turns.give()


@ONLY_SQLITE
@pytest.mark.django_db(transaction=True)
def test_closing_in_the_middle_gives_the_turn_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _fail_after_closing()
    turns = turns_of(str(connection.settings_dict["NAME"]))
    assert turns.take(0)
    turns.give()
