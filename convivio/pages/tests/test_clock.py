"""News for a later day is told to the index when that day comes, once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate

from convivio.pages.clock import tell_of_today
from convivio.pages.documents import news_documents
from convivio.pages.tests.factories import NewsFactory
from convivio.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_told():
    cache.clear()
    yield
    cache.clear()


def test_what_came_due_today_is_told_once() -> None:
    news = NewsFactory.create(on=localdate())

    assert (tell_of_today(), tell_of_today()) == (1, 0)
    assert list(Change.objects.values_list("key", flat=True)) == [news.key]


def test_what_was_told_long_ago_what_waits_and_drafts_are_left_alone() -> None:
    NewsFactory.create(on=localdate() - timedelta(days=90))
    NewsFactory.create(on=localdate() + timedelta(days=1))
    NewsFactory.create(on=localdate(), draft=True)

    assert tell_of_today() == 0


def test_a_day_that_the_clock_missed_is_made_up_for() -> None:
    cache.set("pages.last_told", (localdate() - timedelta(days=3)).isoformat())
    NewsFactory.create(on=localdate() - timedelta(days=2))

    assert tell_of_today() == 1


def test_only_what_is_out_becomes_a_document() -> None:
    out = NewsFactory.create()
    NewsFactory.create(draft=True)
    NewsFactory.create(on=localdate() + timedelta(days=1))

    assert [document.key for document in news_documents(None)] == [out.key]
