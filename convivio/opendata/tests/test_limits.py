"""Reading in a process of its own, with a bound on memory, time and files."""

import os
import time
from itertools import islice
from pathlib import Path

import pytest
from django.utils.translation import override

from convivio.opendata.errors import BadFile
from convivio.opendata.limits import Limits, read_apart

READERS = "convivio.opendata.tests.greedy_readers"
SMALL = Limits(memory_mb=200, cpu_seconds=1, seconds=20)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def read(name, *arguments, limits=SMALL):
    return list(read_apart(f"{READERS}:{name}", *arguments, limits=limits))


def test_rows_come_in_order_with_their_tables_and_types():
    rows = read("counts", "1001", limits=Limits())

    assert rows[:2] == [("even", [0, "0", 0.0, None, True]), ("odd", [1, "1", 0.5, None, False])]
    assert [row[0] for _, row in rows] == list(range(1001))


def test_too_much_memory_is_refused():
    with pytest.raises(BadFile, match="more than 200 MB of memory"):
        read("fills_memory")


def test_too_much_work_is_stopped():
    with pytest.raises(BadFile, match="longer than 1 seconds, and was stopped"):
        read("never_ends")


def test_too_long_a_wait_is_stopped():
    began = time.monotonic()

    with pytest.raises(BadFile, match="longer than 1 seconds"):
        read("sleeps", limits=Limits(seconds=1))

    assert time.monotonic() - began < 10


def test_a_reader_can_write_nothing(tmp_path):
    with pytest.raises(BadFile):
        read("writes", str(tmp_path / "trace"))

    assert (tmp_path / "trace").read_text() == ""


def test_a_reader_that_dies_is_said():
    with pytest.raises(BadFile, match=r"its reader stopped \(7\)"):
        read("dies")


def test_a_surprise_is_a_sentence():
    with pytest.raises(BadFile, match=r"It cannot be read \(KeyError: 'a surprise'\)"):
        read("stumbles")


def test_a_refusal_says_file_and_line():
    with pytest.raises(BadFile, match=r"a\.csv, line 1,234: There are 3 of them\.") as refusal:
        read("refuses")

    assert (refusal.value.file, refusal.value.line) == ("a.csv", 1234)


def test_a_reader_cannot_open_everything():
    with pytest.raises(BadFile, match="Too many open files"):
        read("opens_everything")


def test_a_reader_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("CONVIVIO_SECRET_KEY", "wisteria")

    [(_, [environment])] = read("knows_secrets")

    assert "wisteria" not in str(environment)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are counted in /proc")
def test_nobody_reads_on_when_nobody_listens():
    others = children()
    rows = read_apart(f"{READERS}:counts", "100000000", limits=Limits())
    list(islice(rows, 10))
    readers = children() - others

    rows.close()

    assert readers
    assert not any(Path(f"/proc/{number}").exists() for number in readers)


def children():
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())
