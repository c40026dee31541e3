"""What the activity has the clock do."""

from convivio.activity.checkpoints import seal
from convivio.activity.clockwork import declare_duty
from convivio.activity.jobs import run_waiting_jobs
from convivio.activity.outbox import deliver

declare_duty("outbox", deliver)
declare_duty("jobs", run_waiting_jobs)
declare_duty("checkpoint", seal)
