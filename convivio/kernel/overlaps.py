"""Days that may not overlap, refused by the database itself.

A migration adds `NothingOverlaps`: of two rows that are alike in some columns, the days of one
must be over before those of the other begin. PostgreSQL holds it as an exclusion constraint,
which needs no extension because the compared columns stand in it as ranges of one value; SQLite,
with its one writer, as triggers. SQLite loses its triggers when a later migration makes the table anew;
that migration adds them again, and a test of the house sees to it.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

RANGE_OF_TEXT = """
DO $$ BEGIN CREATE TYPE convivio_text_range AS RANGE (subtype = text);
EXCEPTION WHEN duplicate_object THEN NULL; END $$
"""
RANGES = {"bigint": "int8range", "integer": "int4range", "smallint": "int4range"}
NO_END = "9999-12-31"


class NothingOverlaps(Operation):
    """Refuse two rows, alike in `columns`, whose days `from_on` to `until_on` have one in common.

    A column that is NULL is like no other. The refusal is an IntegrityError that holds `name`.
    """

    reversible = True

    def __init__(self, model_name: str, columns: tuple[str, ...], name: str) -> None:
        self.model_name = model_name
        self.columns = columns
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The rows look the same as before."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _from: Any, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "sqlite":
            for statement in self._triggers(model):
                schema_editor.execute(statement)
        else:
            schema_editor.execute(RANGE_OF_TEXT)
            schema_editor.execute(self._exclusion(model, schema_editor))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, _from: Any, to_state: ProjectState
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("insert", "update"):
                schema_editor.execute(f'DROP TRIGGER "{self.name}_{verb}"')
        else:
            schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}"')

    def describe(self) -> str:
        return f"Refuse days that overlap in {self.model_name} ({', '.join(self.columns)})"

    def _triggers(self, model: type[models.Model]) -> tuple[str, ...]:
        table = model._meta.db_table
        alike = " AND ".join(f'other."{column}" = new."{column}"' for column in self.columns)
        found = f"""
            EXISTS (SELECT 1 FROM "{table}" AS other WHERE other.id <> new.id AND {alike}
            AND other.from_on <= COALESCE(new.until_on, '{NO_END}')
            AND new.from_on <= COALESCE(other.until_on, '{NO_END}'))
        """  # noqa: S608 - names that the models gave
        return tuple(
            f"""
            CREATE TRIGGER "{self.name}_{verb}" AFTER {verb.upper()} ON "{table}" WHEN {found}
            BEGIN SELECT RAISE(ABORT, '{self.name}'); END
            """
            for verb in ("insert", "update")
        )

    def _exclusion(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        kinds = {
            field.column: (field.db_type(schema_editor.connection) or "").split("(")[0]
            for field in model._meta.concrete_fields
        }
        alike = ", ".join(
            f"""(CASE WHEN "{column}" IS NOT NULL THEN
            {RANGES.get(kinds[column], "convivio_text_range")}("{column}", "{column}", '[]') END) WITH &&"""
            for column in self.columns
        )
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" '
            f"EXCLUDE USING gist ({alike}, daterange(from_on, until_on, '[]') WITH &&)"
        )
