from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER the_trace_is_not_changed BEFORE UPDATE ON activity_trace
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_trace_is_not_cut BEFORE DELETE ON activity_trace
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION the_trace_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the trace only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER the_trace_is_not_changed BEFORE UPDATE OR DELETE ON activity_trace
    FOR EACH ROW EXECUTE FUNCTION the_trace_only_grows()
    """,
)
UNDO = {
    "sqlite": ("DROP TRIGGER the_trace_is_not_changed", "DROP TRIGGER the_trace_is_not_cut"),
    "postgresql": (
        "DROP TRIGGER the_trace_is_not_changed ON activity_trace",
        "DROP FUNCTION the_trace_only_grows()",
    ),
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Let the database itself refuse a change to what is on record."""

    dependencies = [("activity", "0001_tables")]
    operations = [migrations.RunPython(guard, unguard)]
