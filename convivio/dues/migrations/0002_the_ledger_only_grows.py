from django.db import migrations

from convivio.kernel.overlaps import NothingOverlaps

TABLES = ("posting", "entry")
POSTGRESQL = """
CREATE FUNCTION the_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(POSTGRESQL)
    for table in TABLES:
        for statement in _guards(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)


def _guards(table, vendor):
    if vendor == "sqlite":
        for verb in ("update", "delete"):
            yield (
                f"CREATE TRIGGER no_{verb}_of_a_{table} BEFORE {verb.upper()} ON dues_{table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
            )
    else:
        yield (
            f"CREATE TRIGGER no_change_of_a_{table} BEFORE UPDATE OR DELETE ON dues_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION the_ledger_only_grows()"
        )


def unguard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER no_{verb}_of_a_{table}")
        else:
            schema_editor.execute(f"DROP TRIGGER no_change_of_a_{table} ON dues_{table}")
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION the_ledger_only_grows()")


class Migration(migrations.Migration):
    """Let the database refuse rules that overlap, and a change of what is in the ledger."""

    dependencies = [("dues", "0001_tables")]
    operations = [
        NothingOverlaps("feeschedule", ("cluster_id",), "fee_schedules_do_not_overlap"),
        NothingOverlaps("arrearsrule", ("cluster_id",), "arrears_rules_do_not_overlap"),
        migrations.RunPython(guard, unguard),
    ]
