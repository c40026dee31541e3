"""Taking hold of a row before changing it."""

from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def lock(row: M) -> M:
    """Hold a row until the transaction ends, and read it anew.

    On PostgreSQL this locks the row. On SQLite the transaction itself, begun at once
    (`BEGIN IMMEDIATE`), holds the only writer's place.
    """
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(fresh, field.attname))
    return row
