"""Each day, once: the calls that open or close are told to the index."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import localdate, now

from convivio.calls.clock import turn_to_today
from convivio.calls.tests.factories import CallFactory
from convivio.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_turned_yet() -> None:
    cache.clear()


def test_a_call_that_closed_yesterday_is_told_to_the_index_once() -> None:
    call = CallFactory.create(ended=True, opens_on=localdate() - timedelta(days=200))

    assert turn_to_today() == 1
    assert turn_to_today() == 0
    assert list(Change.objects.values_list("key", flat=True)) == [call.key]


def test_an_installation_that_slept_catches_up() -> None:
    turn_to_today()
    CallFactory.create(deadline=localdate() + timedelta(days=2))
    Change.objects.all().delete()

    with time_machine.travel(now() + timedelta(days=9), tick=False):
        assert turn_to_today() == 1
