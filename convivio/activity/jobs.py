"""Jobs: long work that commits with its cause and runs later, one after another."""

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult


def run_waiting_jobs() -> int:
    """Run the jobs that wait, and return how many there were."""
    waiting = DBTaskResult.objects.ready().count()
    if waiting:
        call_command("db_worker", batch=True, reload=False, verbosity=0, interval=0)
    return waiting
