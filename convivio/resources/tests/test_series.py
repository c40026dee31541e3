"""Series: the clocks of Rome, all or none or the free ones, one or the following or all given back."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.notices.models import Notice
from convivio.resources.errors import AgainstItsRules, BookingIsOver, DatesClash
from convivio.resources.models import Booking, Resource, Series
from convivio.resources.opening import ROME, Span
from convivio.resources.repeating import Repeat, spans_of
from convivio.resources.series import answer_series, book_series, cancel_of_series
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_booking import somebody
from convivio.resources.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db
NINE, TEN = time(9), time(10)


def repeat(first: date, **more: object) -> Repeat:
    said = {"from_time": NINE, "until_time": TEN, "days_later": 0, "every": "week", **more}
    return Repeat(first, **said)  # type: ignore[arg-type]


def days(count: int) -> list[Span]:
    return [at(9, days=3 + number) for number in range(count)]


def shown(spans: list[Span]) -> list[str]:
    return [f"{one.begin.astimezone(ROME):%d %H:%M}–{one.end.astimezone(ROME):%H:%M}" for one in spans]


@pytest.mark.parametrize("first", [date(2027, 3, 22), date(2027, 10, 25)])
def test_nine_stays_nine_when_the_clocks_change(first: date) -> None:
    before, after = spans_of(repeat(first, times=2))

    assert {one.split()[1] for one in shown([before, after])} == {"09:00–10:00"}
    assert after.begin - before.begin != timedelta(days=7)


def test_a_time_over_which_the_clocks_jump_is_refused_by_its_day() -> None:
    with pytest.raises(AgainstItsRules) as refused:
        spans_of(repeat(date(2027, 3, 27), every="day", from_time=time(2, 30), until_time=TEN, times=2))

    assert "02:30" in refused.value.message
    assert "28 marzo 2027" in refused.value.message


def test_a_series_ends_with_its_last_day() -> None:
    found = spans_of(repeat(date(2027, 1, 4), every="day", until=date(2027, 1, 7)))

    assert shown(found) == [f"0{day} 09:00–10:00" for day in (4, 5, 6, 7)]


@pytest.mark.parametrize("more", [{"until": date(2030, 1, 1)}, {"until": date(2026, 1, 1)}, {"times": 61}])
def test_too_many_dates_or_none_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(AgainstItsRules):
        spans_of(repeat(date(2027, 1, 4), every="day", **more))


def test_all_dates_are_held_in_one_act_and_told_once() -> None:
    resource = ResourceFactory.create()

    held = book_series(resource, days(3), "lezioni", by=somebody())

    assert [one.state for one in held] == ["booked"] * 3
    assert list(Trace.objects.values_list("verb", flat=True)) == ["booking.series_made"]
    assert Notice.objects.count() == 1


def test_one_date_that_is_taken_leaves_none() -> None:
    resource = ResourceFactory.create()
    BookingFactory.create(resource=resource, from_at=at(9, days=4).begin)

    with pytest.raises(DatesClash) as refused:
        book_series(resource, days(3), "", by=somebody())

    assert [one.span for one in refused.value.clashes] == [at(9, days=4)]
    assert (refused.value.free, Booking.objects.count(), Series.objects.count()) == (2, 1, 0)


def test_the_free_ones_are_taken_where_that_is_asked_for() -> None:
    resource = ResourceFactory.create()
    BookingFactory.create(resource=resource, from_at=at(9, days=4).begin)

    held = book_series(resource, days(3), "", takes_free=True, by=somebody())

    assert [one.from_at for one in held] == [at(9, days=3).begin, at(9, days=5).begin]


def test_where_none_is_free_nothing_is_taken() -> None:
    resource = ResourceFactory.create(ahead_days=1)

    with pytest.raises(DatesClash):
        book_series(resource, days(2), "", takes_free=True, by=somebody())
    assert not Series.objects.exists()


def test_who_may_not_book_books_no_series() -> None:
    with pytest.raises(NotAllowed):
        book_series(ResourceFactory.create(), days(2), "", by=somebody(None, "read"))


@pytest.mark.parametrize(("which", "left"), [("one", 3), ("following", 1), ("all", 0)])
def test_this_date_or_the_following_or_all_are_given_back(which: str, left: int) -> None:
    who = somebody()
    second = book_series(ResourceFactory.create(), days(4), "", by=who)[1]

    count = cancel_of_series(second, which, by=who)

    assert (count, Booking.objects.holding().count()) == (4 - left, left)
    with pytest.raises(BookingIsOver):
        cancel_of_series(second, "one", by=who)


def test_what_was_used_is_not_given_back() -> None:
    who = somebody()
    held = book_series(ResourceFactory.create(), days(3), "", by=who)
    with time_machine.travel(held[1].from_at - timedelta(minutes=5)):
        assert cancel_of_series(held[2], "all", by=who) == 2

    assert Booking.objects.get(pk=held[0].pk).holds


def test_a_stranger_gives_nothing_back() -> None:
    held = book_series(ResourceFactory.create(), days(2), "", by=somebody())

    with pytest.raises(NotAllowed):
        cancel_of_series(held[0], "all", by=somebody())


@pytest.mark.parametrize(("says_yes", "state"), [(True, "booked"), (False, "declined")])
def test_the_owner_answers_all_dates_at_once(says_yes: bool, state: str) -> None:  # noqa: FBT001
    resource = ResourceFactory.create(is_instant=False)
    held = book_series(resource, days(3), "", by=somebody())
    owner = somebody(resource.owner, "read", "edit")

    assert answer_series(held[0], says_yes=says_yes, by=owner) == 3
    assert set(Booking.objects.values_list("state", flat=True)) == {state}
    with pytest.raises(BookingIsOver):
        answer_series(held[0], says_yes=says_yes, by=owner)


def said(resource: Resource, **more: str) -> dict[str, str]:
    first = datetime.now(ROME).date() + timedelta(days=3)
    return {
        "day": first.isoformat(),
        "from_time": "09:00",
        "until_time": "10:00",
        "every": "day",
        "times": "3",
        **more,
    }


def test_the_page_books_all_and_leads_to_the_first() -> None:
    resource = ResourceFactory.create()
    client = signed_in()

    answer = client.post(reverse("resources:series", args=[resource.slug]), said(resource), follow=True)

    page = answer.content.decode()
    assert "Le altre date della serie" in page
    assert Booking.objects.count() == 3


def test_the_page_names_the_dates_that_clash_and_offers_the_others() -> None:
    resource = ResourceFactory.create()
    begin = datetime.combine(datetime.now(ROME).date() + timedelta(days=4), NINE, tzinfo=ROME)
    BookingFactory.create(resource=resource, from_at=begin)
    client, address = signed_in(), reverse("resources:series", args=[resource.slug])

    answer = client.post(address, said(resource))
    assert (answer.status_code, Booking.objects.count()) == (409, 1)
    assert "Prendi le 2 libere" in answer.content.decode()

    assert client.post(address, said(resource, takes_free="yes")).status_code == 302
    assert Booking.objects.count() == 3


@pytest.mark.parametrize(
    "more", [{"times": ""}, {"last_day": "2030-01-01"}, {"times": "", "last_day": "2020-01-01"}]
)
def test_a_series_without_an_end_or_with_two_is_refused(more: dict[str, str]) -> None:
    resource = ResourceFactory.create()

    answer = signed_in().post(reverse("resources:series", args=[resource.slug]), said(resource, **more))
    assert answer.status_code == 422


def test_the_page_of_a_booking_gives_several_back() -> None:
    resource = ResourceFactory.create()
    client = signed_in()
    client.post(reverse("resources:series", args=[resource.slug]), said(resource))
    first = Booking.objects.earliest("from_at")

    client.post(reverse("resources:cancelling", args=[first.pk]), {"which": "following"})
    assert not Booking.objects.holding().exists()
