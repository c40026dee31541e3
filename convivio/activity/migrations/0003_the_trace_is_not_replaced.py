from django.db import migrations

SQLITE = (
    # SQLite deletes what “INSERT OR REPLACE” replaces without asking the trigger on DELETE.
    """
    CREATE TRIGGER the_trace_is_not_replaced BEFORE INSERT ON activity_trace
    WHEN EXISTS (SELECT 1 FROM activity_trace WHERE number = NEW.number OR digest = NEW.digest)
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
)
POSTGRESQL = (
    # TRUNCATE asks no trigger for each row; an empty trace may be emptied, as tests do.
    """
    CREATE FUNCTION the_trace_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF EXISTS (SELECT 1 FROM activity_trace) THEN
            RAISE EXCEPTION 'the trace only grows' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER the_trace_is_not_emptied BEFORE TRUNCATE ON activity_trace
    FOR EACH STATEMENT EXECUTE FUNCTION the_trace_is_not_emptied()
    """,
)
UNDO = {
    "sqlite": ("DROP TRIGGER the_trace_is_not_replaced",),
    "postgresql": (
        "DROP TRIGGER the_trace_is_not_emptied ON activity_trace",
        "DROP FUNCTION the_trace_is_not_emptied()",
    ),
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Close the two ways around the guard: replacing an entry, and emptying the table at once."""

    dependencies = [("activity", "0002_the_trace_only_grows")]
    operations = [migrations.RunPython(guard, unguard)]
