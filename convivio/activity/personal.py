"""What the activity holds of people: keys only in the trace, whole letters in the outbox for a while."""

from datetime import timedelta

from django_tasks_db.models import DBTaskResult

from convivio.activity.models import Link, OutboxMessage, Trace, TraceHead
from convivio.kernel.personal import Holds, Personal, Sort, Term, declare_personal

PROOF = "to prove who did what, for whom; a number that names nobody once the person is erased"

declare_personal(
    Trace,
    Personal(
        holds={"person": Holds(Sort.DEED, PROOF, is_kept=True)},
        plain=("verb", "subject", "acting_for", "because", "facts", "salt", "digest"),
    ),
)
declare_personal(Link, Personal(plain=("digest",)))
declare_personal(TraceHead, Personal(plain=("digest",)))
declare_personal(
    OutboxMessage,
    Personal(
        holds={
            "payload": Holds(Sort.CONTACT, "to send letters, and to see for a month that they left"),
            "last_error": Holds(Sort.CONTACT, "to see why a letter could not leave"),
        },
        plain=("kind",),
        terms=(Term("sent_at", timedelta(days=30)), Term("parked_at", timedelta(days=30))),
    ),
)
declare_personal(
    DBTaskResult,
    Personal(
        plain=(
            "task_path",
            "queue_name",
            "backend_name",
            "exception_class_path",
            "traceback",
            "args_kwargs",
            "return_value",
            "worker_ids",
        ),
        terms=(Term("finished_at", timedelta(days=30)),),
    ),
)
