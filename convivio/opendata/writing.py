"""Writing many rows at once: only those that differ, in batches, with progress."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
BATCH = 2000
Progress = Callable[[int, int], None]


def insert(rows: Sequence[M], progress: Progress | None = None) -> list[M]:
    """Write new rows, and return them with their numbers."""
    written: list[M] = []
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        written.extend(type(part[0])._default_manager.bulk_create(part))
        if progress:
            progress(start + len(part), len(rows))
    return written


def insert_values(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    progress: Progress | None = None,
) -> None:
    """Write new rows whose numbers nobody asks for, without an object for each: four times quicker.

    Names come from the model alone, and values, which are text, numbers, decimals and flags, go apart
    from the statement.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH * 5):
            part = rows[start : start + BATCH * 5]
            cursor.executemany(statement, part)
            if progress:
                progress(start + len(part), len(rows))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Spare Python the search for circles of garbage, which many rows make slow and which rows do not form."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def update(rows: Sequence[M], fields: Iterable[str], progress: Progress | None = None) -> None:
    """Write these fields of rows that exist, whole batches in one statement each."""
    names = list(fields)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        type(part[0])._default_manager.bulk_create(
            part, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
        if progress:
            progress(start + len(part), len(rows))


def delete(model: type[models.Model], numbers: Sequence[int]) -> None:
    """Take rows away by their numbers."""
    for start in range(0, len(numbers), BATCH // 4):
        model._default_manager.filter(pk__in=numbers[start : start + BATCH // 4]).delete()


def set_changed(row: models.Model, values: dict[str, Any]) -> bool:
    """Put values on a row, and say whether any of them differs from what stood there."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
