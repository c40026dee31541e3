"""Emptying the trace after a test that kept entries: its guards refuse it to everyone else."""

from django.db import connection

from convivio.activity.models import Link, Trace, TraceHead


def empty_the_trace() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("activity_trace", "activity_link"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        else:
            guards = "FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('activity_trace', 'activity_link')"
            kept = cursor.execute(f"SELECT name, sql {guards}").fetchall()
            for name, _sql in kept:
                cursor.execute(f"DROP TRIGGER {name}")
            Trace.objects.all().delete()
            Link.objects.all().delete()
            for _name, sql in kept:
                cursor.execute(sql)
    TraceHead.objects.all().delete()
