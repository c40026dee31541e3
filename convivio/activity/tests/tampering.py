"""Ways to tamper with a sealed trace behind the product's back: its tables alone, without their guards."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from convivio.activity import checkpoints
from convivio.activity.proving import FACTS_IN, MOMENT_IN, Proof, prove
from convivio.activity.sealing import link_digest
from convivio.activity.trace import canonical, digest_of_words

TABLES = ("activity_trace", "activity_link", "activity_tracehead")
Tamper = Callable[[sqlite3.Connection, random.Random, int], None]


def tables_of(database: Path) -> sqlite3.Connection:
    """Take the tables of the trace out of a database, as somebody does who owns the file."""
    copy = sqlite3.connect(":memory:")
    copy.execute("ATTACH DATABASE ? AS original", (str(database),))
    for table in TABLES:
        question = "SELECT sql FROM original.sqlite_master WHERE name = ?"
        copy.execute(copy.execute(question, (table,)).fetchone()[0].replace(" AUTOINCREMENT", ""))
        copy.execute(f"INSERT INTO {table} SELECT * FROM original.{table}")  # noqa: S608 - our own tables
    copy.commit()
    copy.execute("DETACH DATABASE original")
    return copy


def proof_of(database: sqlite3.Connection, key: str, file: Path) -> Proof:
    """Prove a copy of the tables as the product does."""

    def rows(question: str) -> Iterator[Sequence[Any]]:
        yield from database.execute(question)

    return prove(checkpoints.read(key, file), rows=rows, vendor="sqlite")


def tampered(
    original: sqlite3.Connection, dice: random.Random, below: int, tamper: Tamper
) -> sqlite3.Connection:
    """Copy the tables, and tamper with one of the first entries of the copy."""
    copy = sqlite3.connect(":memory:")
    original.backup(copy)
    first = copy.execute("SELECT MIN(number) FROM activity_trace").fetchone()[0]
    tamper(copy, dice, first + dice.randrange(below - 1))
    return copy


def edit(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    column = dice.choice(("verb", "subject", "person", "acting_for", "because", "at", "facts"))
    new = {"at": "2020-01-01 10:00:00.123456", "facts": '{"count": 666}'}.get(
        column, f"person:{dice.random()}"
    )
    database.execute(f"UPDATE activity_trace SET {column} = ? WHERE number = ?", (new, number))  # noqa: S608


def edit_with_its_digest(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    database.execute(
        "UPDATE activity_trace SET person = ? WHERE number = ?", (f"person:{dice.random()}", number)
    )
    _digest_anew(database, number)


def delete(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    database.execute("DELETE FROM activity_trace WHERE number = ?", (number,))
    if dice.random() < 0.5:
        database.execute("DELETE FROM activity_link WHERE entry = ?", (number,))


def insert(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    """Put in an entry that looks like the others, at a number that is free, or made free."""
    at = -number
    if dice.random() < 0.5:
        database.execute("UPDATE activity_trace SET number = -number WHERE number >= ?", (number,))
        database.execute("UPDATE activity_trace SET number = 1 - number WHERE number < 0")
        at = number
    database.execute(
        "INSERT INTO activity_trace (number, at, verb, subject, person, acting_for, because, facts, salt, digest) "
        "SELECT ?, at, 'bench.forged', subject, person, acting_for, because, facts, salt, 'x' FROM activity_trace "
        "WHERE number <> ? LIMIT 1",
        (at, at),
    )
    _digest_anew(database, at)


def exchange(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    table, column = dice.choice(
        (("activity_trace", "number"), ("activity_link", "entry"), ("activity_link", "position"))
    )
    if column == "position":
        number = database.execute("SELECT position FROM activity_link WHERE entry = ?", (number,)).fetchone()[
            0
        ]
    for old, new in ((number, -1), (number + 1, number), (-1, number + 1)):
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, old))  # noqa: S608


def cut(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    """Cut the end off, and leave no sign of it in the database."""
    database.execute("DELETE FROM activity_trace WHERE number > ?", (number,))
    database.execute("DELETE FROM activity_link WHERE entry > ?", (number,))
    _head_anew(database)


def make_anew(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    """Change an entry and write every digest after it anew, as somebody with the code could."""
    edit_with_its_digest(database, dice, number)
    previous = "0" * 64
    links = "SELECT l.position, l.entry, t.digest FROM activity_link l JOIN activity_trace t ON t.number = l.entry"
    for position, entry, digest in database.execute(f"{links} ORDER BY l.position").fetchall():
        previous = link_digest(previous, position, entry, digest)
        database.execute("UPDATE activity_link SET digest = ? WHERE position = ?", (previous, position))
    _head_anew(database)


def cut_the_chain(database: sqlite3.Connection, dice: random.Random, number: int) -> None:
    """Let the end look as if it had never been sealed."""
    database.execute("DELETE FROM activity_link WHERE entry > ?", (number,))
    _head_anew(database)


WAYS: tuple[Tamper, ...] = (
    edit, edit_with_its_digest, delete, insert, exchange, cut, make_anew, cut_the_chain,
)  # fmt: skip


def _digest_anew(database: sqlite3.Connection, number: int) -> None:
    question = (
        f"SELECT {MOMENT_IN['sqlite']}, t.verb, t.subject, t.person, t.acting_for, t.because, t.salt, "  # noqa: S608
        f"{FACTS_IN['sqlite']} FROM activity_trace t WHERE t.number = ?"
    )
    *words, facts = database.execute(question, (number,)).fetchone()
    digest = digest_of_words([*words, canonical(facts)])
    database.execute("UPDATE activity_trace SET digest = ? WHERE number = ?", (digest, number))


def _head_anew(database: sqlite3.Connection) -> None:
    last = database.execute(
        "SELECT position, digest FROM activity_link ORDER BY position DESC LIMIT 1"
    ).fetchone()
    database.execute("UPDATE activity_tracehead SET number = ?, digest = ?", last or (0, "0" * 64))
