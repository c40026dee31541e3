"""What the clock does for the rooms below and for the activity itself."""

from convivio.activity.clockwork import declare_duty
from convivio.activity.jobs import run_waiting_jobs
from convivio.activity.outbox import deliver
from convivio.activity.sealing import seal
from convivio.search.freshness import refresh_index

declare_duty("index", refresh_index)
declare_duty("outbox", deliver)
declare_duty("jobs", run_waiting_jobs)
declare_duty("checkpoint", seal)
