"""Run the three questions on an engine, one after another."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from convivio.engine.batch import fits, introductions, network
from convivio.engine.batch.material import Material, Whole
from convivio.engine.batch.telling import (
    MOST_HOLDERS,
    MOST_OF_A_PAIR,
    TERMS_OF_ASK,
    TERMS_OF_ORGANISATION,
    TERMS_OF_PAIR,
    Table,
    held_by_few,
    telling,
)

QUESTIONS = ("fits", "introductions", "network")
SLICE = 25_000
"""Organisations whose calls are ranked at once: what bounds memory, and changes no answer."""

Columns = Mapping[str, Whole]
Told = Callable[[str, int, int], None]


class Engine(network.Keeping, Protocol):
    """Something that answers Ibis tables."""

    name: str

    def read(self, path: Path, name: str) -> Table: ...

    def answer(self, table: Table) -> pa.Table: ...

    def close(self) -> None: ...


def load(material: Material, engine: Engine, folder: Path) -> dict[str, Table]:
    """Hand the material to an engine, as Parquet files of a folder that it sees."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {}
    for name, columns in material.tables().items():
        path = folder / f"{name}.parquet"
        pq.write_table(pa.table({column: pa.array(array) for column, array in columns.items()}), path)
        tables[name] = engine.read(path, f"{name}_given")
    return tables


def answers(
    tables: Mapping[str, Table], engine: Engine, *, organisations: int, slice_size: int = SLICE,
    most_holders: int = MOST_HOLDERS, told: Told = lambda _doing, _done, _of: None,
) -> Iterator[tuple[str, Columns]]:  # fmt: skip
    """Answer the three questions, each as columns sorted by its keys.

    Shape: the name of each of QUESTIONS with its columns, as the modules of these names give them.
    Units: as there.
    Errors: those of the engine.
    Source: docs/decisions/0044-one-batch-program.md.
    """
    slices = max(1, -(-organisations // slice_size))
    total = slices + 3
    told("words", 0, total)
    held = engine.keep(telling(tables["held"], "organisation", TERMS_OF_ORGANISATION), "held")
    shared = engine.keep(held_by_few(held, fewest=1, most=most_holders), "held_by_few")
    asked = engine.keep(telling(tables["asked"], "ask", TERMS_OF_ASK), "asked")
    found = []
    for number in range(slices):
        told("fits", 1 + number, total)
        here = shared.filter(shared.organisation % slices == number)
        found.append(engine.answer(fits.fits(here, asked)))
    yield "fits", _in_order(pa.concat_tables(found), fits.KEYS)
    told("introductions", total - 2, total)
    met = engine.keep(network.met(tables["parts"]), "met")
    known_for = engine.keep(telling(held, "organisation", TERMS_OF_PAIR), "known_for")
    rare = engine.keep(held_by_few(known_for, fewest=2, most=min(most_holders, MOST_OF_A_PAIR)), "rare")
    pairs = engine.answer(introductions.introductions(rare, met))
    yield "introductions", _in_order(pairs, introductions.KEYS)
    told("network", total - 1, total)
    places = engine.answer(network.measures(tables["parts"], met, engine))
    yield "network", _in_order(places, network.KEYS)


def _in_order(table: pa.Table, keys: tuple[str, ...]) -> Columns:
    ordered = table.sort_by([(key, "ascending") for key in keys])
    return {name: ordered[name].to_numpy().astype(np.int64) for name in ordered.column_names}


def checksum(columns: Columns) -> str:
    """Give a digest of every digit of every row: two answers that differ anywhere differ here."""
    digest = hashlib.sha256()
    for name in sorted(columns):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(columns[name], dtype="<i8").tobytes())
    return digest.hexdigest()[:16]
