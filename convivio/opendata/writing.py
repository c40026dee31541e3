"""Writing many rows at once: only those that differ, in batches, with progress."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import models

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
