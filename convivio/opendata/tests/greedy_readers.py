"""Readers that want more than they may have, for the tests of limits."""

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from convivio.opendata.unreadable import Unreadable

Rows = Iterator[tuple[str, list[Any]]]


def counts(limit: str) -> Rows:
    for number in range(int(limit)):
        yield ("odd" if number % 2 else "even"), [number, str(number), number / 2, None, number == 0]


def fills_memory() -> Rows:
    yield "row", [1]
    hoard = [bytearray(10_000_000) for _ in range(100_000)]
    yield "row", [len(hoard)]


def never_ends() -> Rows:
    number = 0
    while True:
        number += 1
        if number < 0:
            yield "row", [number]


def sleeps() -> Rows:
    time.sleep(600)
    yield "row", [1]


def writes(path: str) -> Rows:
    with Path(path).open("w") as file:
        file.write("a trace of me")
    yield "row", [1]


def dies() -> Rows:
    yield "row", [1]
    os._exit(7)


def stumbles() -> Rows:
    yield "row", [1]
    raise KeyError("a surprise")


def refuses() -> Rows:
    yield "row", [1]
    raise Unreadable("There are %(count)s of them.", file="a.csv", line=1234, count=3)


def opens_everything() -> Rows:
    kept = [socket.socket() for _ in range(1000)]
    yield "row", [len(kept)]


def knows_secrets() -> Rows:
    yield "row", [json.dumps(dict(os.environ))]
