"""What a new day changes by itself: who becomes a member today, and who is one no more."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from convivio.clusters.models import Membership
from convivio.memberships.models import DayTold
from convivio.search.documents import has_changed

A_DAY = timedelta(days=1)


@transaction.atomic
def tell_the_index() -> int:
    """Tell the index, once a day, whose membership began or ended since the day it was told last."""
    today = localdate()
    last = DayTold.objects.select_for_update().order_by("-day").first()
    if last is not None and last.day >= today:
        return 0
    since = last.day if last else today - A_DAY
    begun = Q(from_on__gt=since, from_on__lte=today)
    ended = Q(until_on__gte=since, until_on__lt=today)
    numbers = Membership.objects.filter(begun | ended).values_list("organisation_id", flat=True).distinct()
    keys = [f"organisation:{number}" for number in numbers.order_by()]
    has_changed(*keys)
    DayTold.objects.all().delete()
    DayTold.objects.create(day=today)
    return len(keys)
