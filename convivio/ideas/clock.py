"""What the clock does with ideas: it warns before one expires, and empties comments that were removed long ago."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.ideas.models import Comment, Idea
from convivio.ideas.telling import tell_of_expiry
from convivio.kernel.rows import lock

WARNED_BEFORE = timedelta(days=14)
PUT_BACK_FOR = timedelta(days=30)


def warn_of_expiry() -> int:
    """Tell the authors of what expires in two weeks, once.

    Units: how many ideas.
    """
    today = localdate()
    rows = Idea.objects.listed().filter(warned_on=None, expires_on__lte=today + WARNED_BEFORE)
    return sum(_warn(one) for one in rows)


@transaction.atomic
def _warn(idea: Idea) -> bool:
    lock(idea)
    if idea.warned_on is not None:
        return False
    idea.warned_on = localdate()
    idea.save(update_fields=["warned_on"])
    trace = record("idea.expiring", idea, by=None)
    tell_of_expiry(idea, because=trace)
    return True


def empty_removed_comments() -> int:
    """Forget the words of comments that their writers removed thirty days ago.

    Units: how many comments.
    """
    rows = Comment.objects.filter(removed_at__lte=now() - PUT_BACK_FOR).exclude(words="")
    return rows.update(words="")
