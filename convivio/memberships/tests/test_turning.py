from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from convivio.clusters.tests.factories import MembershipFactory
from convivio.memberships.models import DayTold
from convivio.memberships.turning import tell_the_index
from convivio.search.models import Change

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def test_who_begins_today_and_who_ended_yesterday_is_told_once() -> None:
    today = localdate()
    MembershipFactory.create()
    told = [
        MembershipFactory.create(from_on=today),
        MembershipFactory.create(until_on=today - A_DAY),
    ]

    assert (tell_the_index(), tell_the_index()) == (2, 0)
    assert set(Change.objects.values_list("key", flat=True)) == {one.organisation.key for one in told}


def test_days_on_which_the_clock_stood_still_are_told_too() -> None:
    today = localdate()
    DayTold.objects.create(day=today - 5 * A_DAY)
    MembershipFactory.create(until_on=today - 3 * A_DAY)

    assert tell_the_index() == 1
