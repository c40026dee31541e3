import hashlib
import json
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

SQLITE = (
    """
    CREATE TRIGGER the_trace_is_not_changed BEFORE UPDATE ON activity_trace
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_trace_is_not_cut BEFORE DELETE ON activity_trace
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_trace_is_not_replaced BEFORE INSERT ON activity_trace
    WHEN EXISTS (SELECT 1 FROM activity_trace WHERE number = NEW.number OR digest = NEW.digest)
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_chain_is_not_changed BEFORE UPDATE ON activity_link
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_chain_is_not_cut BEFORE DELETE ON activity_link
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
    """
    CREATE TRIGGER the_chain_is_not_replaced BEFORE INSERT ON activity_link
    WHEN EXISTS (SELECT 1 FROM activity_link WHERE position = NEW.position OR entry = NEW.entry)
    BEGIN SELECT RAISE(ABORT, 'the trace only grows'); END
    """,
)
POSTGRESQL = (
    """
    CREATE TRIGGER the_trace_is_not_changed BEFORE UPDATE OR DELETE ON activity_trace
    FOR EACH ROW EXECUTE FUNCTION the_trace_only_grows()
    """,
    """
    CREATE TRIGGER the_chain_is_not_changed BEFORE UPDATE OR DELETE ON activity_link
    FOR EACH ROW EXECUTE FUNCTION the_trace_only_grows()
    """,
    """
    CREATE FUNCTION the_chain_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF EXISTS (SELECT 1 FROM activity_link) THEN
            RAISE EXCEPTION 'the trace only grows' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER the_chain_is_not_emptied BEFORE TRUNCATE ON activity_link
    FOR EACH STATEMENT EXECUTE FUNCTION the_chain_is_not_emptied()
    """,
)
UNGUARD = {
    "sqlite": (
        "DROP TRIGGER the_trace_is_not_changed",
        "DROP TRIGGER the_trace_is_not_cut",
        "DROP TRIGGER the_trace_is_not_replaced",
    ),
    "postgresql": ("DROP TRIGGER the_trace_is_not_changed ON activity_trace",),
}


def unguard(apps, schema_editor):
    for statement in UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def take_over(apps, schema_editor):
    """Give each entry that is there the digest of the new form; the next tick seals them all.

    The checkpoints of the old form are put aside: the chain begins anew, on this day.
    """
    Trace = apps.get_model("activity", "Trace")
    entries = Trace.objects.order_by("number")
    for entry in entries.iterator(1000):
        entry.salt = str(entry.number)
        Trace.objects.filter(pk=entry.pk).update(salt=entry.salt, digest=_digest(entry))
    apps.get_model("activity", "TraceHead").objects.update(number=0, digest="0" * 64)
    old = Path(settings.HOME) / "checkpoints.jsonl"
    if entries.exists() and old.exists():
        old.rename(old.with_name("checkpoints-until-0.1.jsonl"))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('activity_trace', 'number'), "
            "COALESCE(MAX(number), 0) + 1, false) FROM activity_trace"
        )


def _digest(entry):
    """The digest as `trace.digest_of` made it when this was written."""
    facts = json.loads(json.dumps(entry.facts), parse_float=_number)
    words = [
        entry.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        entry.verb,
        entry.subject,
        entry.person,
        entry.acting_for,
        entry.because,
        entry.salt,
        json.dumps(facts, sort_keys=True, separators=(",", ":")),
    ]
    return hashlib.sha256("".join([f"{len(word)}:{word}" for word in words]).encode()).hexdigest()


def _number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


class Migration(migrations.Migration):
    """Let the database number entries, so that writers do not wait; the chain is a table of its own.

    SQLite makes the table anew, so its guards are taken off before and put on after, all at once.
    An entry of before takes its number as salt, which keeps two like ones apart.
    """

    dependencies = [("activity", "0003_the_trace_is_not_replaced")]
    operations = [
        migrations.RunPython(unguard, migrations.RunPython.noop),
        migrations.RemoveField("trace", "previous_digest"),
        migrations.AddField(
            "trace",
            "salt",
            models.CharField(blank=True, default="", editable=False, max_length=32),
            preserve_default=False,
        ),
        migrations.AlterField(
            "trace", "number", models.BigAutoField(editable=False, primary_key=True, serialize=False)
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("position", models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField(editable=False, unique=True)),
                ("digest", models.CharField(editable=False, max_length=64)),
            ],
            options={"ordering": ("position",)},
        ),
        migrations.AddField("tracehead", "settled", models.BigIntegerField(default=0)),
        migrations.AddField("tracehead", "waiting_until", models.BigIntegerField(default=0)),
        migrations.AddField("tracehead", "waiting_since", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
