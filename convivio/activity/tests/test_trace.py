import json
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections, transaction

from convivio.activity import checkpoints, trace_keys
from convivio.activity.models import Link, Trace, TraceHead
from convivio.activity.proving import Proof, prove
from convivio.activity.sealing import seal
from convivio.activity.tests.emptying import empty_the_trace
from convivio.activity.tests.tampering import (
    WAYS,
    Tamper,
    edit_with_its_digest,
    proof_of,
    tables_of,
    tampered,
)
from convivio.activity.trace import canonical, digest_of, record

SHORT = 30
ON_POSTGRESQL = pytest.mark.skipif(
    "postgresql" not in connection.settings_dict["ENGINE"], reason="SQLite has one writer"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def kept_entries(transactional_db: None) -> Iterator[None]:
    yield
    empty_the_trace()


def write(number: int = 3) -> list[Trace]:
    with transaction.atomic():
        return [
            record("tested", f"thing:{count}", by=None, facts={"count": count}) for count in range(number)
        ]


def proof() -> Proof:
    return prove(checkpoints.read(trace_keys.public_key()))


@pytest.mark.django_db
def test_what_was_written_is_sealed_once_and_holds() -> None:
    write(3)
    before = proof()

    assert (seal(), seal()) == (3, 0)

    after = proof()
    assert (before.sealed, before.unsealed, after.sealed, after.unsealed) == (0, 3, 3, 0)
    assert after.holds
    assert list(Link.objects.values_list("position", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_what_came_after_the_last_checkpoint_is_unsealed() -> None:
    write(3)
    seal()
    write(2)

    assert (proof().sealed, proof().unsealed, proof().holds) == (3, 2, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts", [{"a": 1.0, "é": [1e22, 0.1, -0.0, None, True]}, {"z": 1, "a": {"y": "“x”\n"}}]
)
def test_facts_come_back_as_they_were_told(facts: dict[str, Any]) -> None:
    with transaction.atomic():
        entry = record("tested", "thing:1", by=None, facts=facts)
    seal()

    assert proof().holds
    assert digest_of(Trace.objects.get(pk=entry.pk)) == entry.digest
    assert canonical('{"a": 1.0}') == canonical('{"a":1}')


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_not_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("tested", "thing:1", by=None)

    assert not Trace.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["activity_trace", "activity_link"])
@pytest.mark.parametrize("change", ["UPDATE {} SET digest = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_trace_and_chain(change: str, table: str) -> None:
    write()
    seal()

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(change.format(table))

    assert (Trace.objects.count(), Link.objects.count()) == (3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["activity_trace", "activity_link"])
def test_the_database_refuses_to_replace_or_empty_them(table: str) -> None:
    write()
    seal()
    ways = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608 - our own tables
        "postgresql": f"TRUNCATE {table}",
    }

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(ways[connection.vendor])


@pytest.mark.django_db
def test_a_cut_end_is_found() -> None:
    write(3)
    seal()
    TraceHead.objects.update(number=4)

    assert [flaw.number for flaw in proof().flaws] == [4]


@pytest.mark.django_db
def test_a_torn_line_stops_no_later_seal() -> None:
    write()
    seal()
    with checkpoints.path().open("a") as file:
        file.write('{"position": 9, "dig')
    write()
    seal()

    assert (proof().holds, proof().torn, proof().checkpoints, proof().sealed) == (True, 1, 2, 6)


@pytest.mark.django_db
def test_a_checkpoint_changed_taken_out_or_signed_by_another_is_found() -> None:
    for _ in range(3):
        write()
        seal()
    lines = checkpoints.path().read_text().splitlines()
    for changed in ([lines[0], lines[2]], [lines[0].replace('"at": "2', '"at": "1'), *lines[1:]]):
        checkpoints.path().write_text("\n".join(changed) + "\n")
        assert not proof().holds

    checkpoints.path().write_text("\n".join(lines) + "\n")
    assert proof().holds
    assert not prove(checkpoints.read("00" * 32)).holds


@pytest.mark.django_db
def test_the_proof_can_begin_at_a_checkpoint() -> None:
    for _ in range(3):
        write()
        seal()

    later = prove(checkpoints.read(trace_keys.public_key()), after=6)

    assert (later.holds, later.entries) == (True, 9)


@pytest.mark.django_db
def test_the_command_proves_and_prints_the_key_that_an_auditor_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write()
    call_command("trace", "seal")
    call_command("trace", "key")
    key = capsys.readouterr().out.splitlines()[-1]

    call_command("trace", "verify", "--json", "--key", key)

    assert json.loads(capsys.readouterr().out)["sealed"] == 3
    with pytest.raises(CommandError, match="wrong signature"):
        call_command("trace", "verify", "--key", "11" * 32)


@pytest.fixture
def original(kept_entries: None, tmp_path: Path) -> Any:
    """Some sealed entries, and one that is not, as their owner's file."""
    if connection.vendor != "sqlite":
        pytest.skip("the files of a PostgreSQL are not opened by hand")
    write(SHORT)
    seal()
    write(1)
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return tables_of(copy)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_tampering_is_found(original: Any, way: Tamper, tmp_path: Path) -> None:
    dice, key = random.Random(20261122), trace_keys.public_key()  # noqa: S311 - a fixed seed, so that anyone can repeat it

    for _ in range(40):
        copy = tampered(original, dice, SHORT, way)
        assert proof_of(copy, key, checkpoints.path()).flaws, way.__name__

    assert proof_of(original, key, checkpoints.path()).holds


def test_what_is_not_sealed_is_not_vouched_for(original: Any) -> None:
    last = original.execute("SELECT MAX(number) FROM activity_trace").fetchone()[0]
    edit_with_its_digest(original, random.Random(1), last)  # noqa: S311 - tampering is no cryptography

    found = proof_of(original, trace_keys.public_key(), checkpoints.path())

    assert (found.holds, found.unsealed) == (True, 1)


@pytest.fixture
def shared_database(kept_entries: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that threads share: on SQLite a file, as an installation has it, not memory."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "shared.sqlite3")])
        monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "shared.sqlite3"))


def test_many_write_while_one_seals(shared_database: None) -> None:
    stop = threading.Event()
    found: list[Any] = []
    sealer = _thread(lambda: _seal_until(stop))
    writers = [_thread(lambda: _write_often(25)) for _ in range(6)]
    for thread in writers:
        thread.join()
    stop.set()
    sealer.join()

    _thread(lambda: found.extend([seal() >= 0, proof(), Trace.objects.count()])).join()

    assert (found[1].holds, found[1].sealed, found[2]) == (True, 150, 150)


def _write_often(times: int) -> None:
    for _ in range(times):
        write(1)


def _seal_until(stop: threading.Event) -> None:
    while not stop.wait(0.01):
        seal()


def _thread(work: Callable[[], object]) -> threading.Thread:
    """Begin work in a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@ON_POSTGRESQL
def test_an_entry_that_appears_late_is_sealed_late(kept_entries: None) -> None:
    drawn, go = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            record("late", "thing:0", by=None)
            drawn.set()
            go.wait(20)

    thread = _thread(late)
    drawn.wait(20)
    write(2)
    counts = [seal(), seal()]
    settled = TraceHead.objects.get().settled
    go.set()
    thread.join()
    counts += [seal(), seal()]

    entry = Trace.objects.get(verb="late")
    assert counts == [2, 0, 1, 0]
    assert settled < entry.number < Trace.objects.exclude(verb="late").earliest("number").number
    assert (Link.objects.get(entry=entry.number).position, proof().holds) == (3, True)


@ON_POSTGRESQL
def test_an_entry_put_into_a_gap_later_is_found(kept_entries: None) -> None:
    first = write(1)[0].number
    with transaction.atomic():
        record("tested", "thing:0", by=None)
        transaction.set_rollback(True)
    write(1)
    for _ in range(3):
        seal()
    write(1)
    seal()
    assert proof().holds

    Trace.objects.create(number=first + 1, verb="forged", subject="thing:0", digest="f" * 64)

    assert [flaw.number for flaw in proof().flaws] == [first + 1]
