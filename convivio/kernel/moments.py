"""Spans of time that may not overlap, refused by the database itself: from a moment, up to another and without it.

A migration adds `NothingTakenTwice`: of two rows that are alike in some columns and both hold, one must be over
when the other begins. As with days (`overlaps.py`), PostgreSQL holds it as an exclusion constraint that needs no
extension, and SQLite, with its one writer, as triggers.
"""

from typing import Any

from django.db import models

from convivio.kernel.overlaps import RANGES, NothingOverlaps


class NothingTakenTwice(NothingOverlaps):
    """Refuse two rows, alike in `columns`, that both hold and whose spans from `from_at` up to `free_at` share a moment.

    A row holds while its column `holds` is true. The refusal is an IntegrityError that contains `name`.
    """

    def describe(self) -> str:
        return f"Refuse spans that overlap in {self.model_name} ({', '.join(self.columns)})"

    def _triggers(self, model: type[models.Model]) -> tuple[str, ...]:
        table = model._meta.db_table
        alike = " AND ".join(f'other."{column}" = new."{column}"' for column in self.columns)
        found = f"""
            new.holds AND EXISTS (SELECT 1 FROM "{table}" AS other WHERE other.id <> new.id AND other.holds
            AND {alike} AND other.from_at < new.free_at AND new.from_at < other.free_at)
        """  # noqa: S608 - names that the models gave
        return tuple(
            f"""
            CREATE TRIGGER "{self.name}_{verb}" AFTER {verb.upper()} ON "{table}" WHEN {found}
            BEGIN SELECT RAISE(ABORT, '{self.name}'); END
            """
            for verb in ("insert", "update")
        )

    def _exclusion(self, model: type[models.Model], schema_editor: Any) -> str:
        kinds = {
            field.column: (field.db_type(schema_editor.connection) or "").split("(")[0]
            for field in model._meta.concrete_fields
        }
        alike = ", ".join(
            f"""{RANGES[kinds[column]]}("{column}", "{column}", '[]') WITH &&""" for column in self.columns
        )
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" '
            f"EXCLUDE USING gist ({alike}, tstzrange(from_at, free_at, '[)') WITH &&) WHERE (holds)"
        )
