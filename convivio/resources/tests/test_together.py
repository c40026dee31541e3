"""Several at once: what is free then, one request, each owner answers, and all or none where that is wished."""

import pytest
from django.urls import reverse

from convivio.kernel.errors import NotAllowed
from convivio.resources.booking import approve, cancel, decline
from convivio.resources.errors import AgainstItsRules, NotAllFree
from convivio.resources.models import Booking, Closure, Resource, Together
from convivio.resources.offering import close_resource
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_booking import somebody
from convivio.resources.tests.test_pages import signed_in, times
from convivio.resources.together import Plan, ask_together, free_then

pytestmark = pytest.mark.django_db


def pair(**more: object) -> list[Resource]:
    return [ResourceFactory.create(**more) for _one in range(2)]


def test_what_is_free_then_is_found_by_hours_bookings_closures_and_rules() -> None:
    free, booked, closed, short, buffered = (ResourceFactory.create() for _one in range(5))
    BookingFactory.create(resource=booked)
    Closure.objects.create(resource=closed, from_at=at(9).begin, until_at=at(10).end)
    Resource.objects.filter(pk=short.pk).update(longest_hours=0)
    Resource.objects.filter(pk=buffered.pk).update(buffer_minutes=60)
    BookingFactory.create(resource=buffered, from_at=at(10).begin)

    assert free_then(list(Resource.objects.all()), at(9)) == [free]


def test_one_request_holds_each_of_them() -> None:
    instant, asked = ResourceFactory.create(), ResourceFactory.create(is_instant=False)

    together = ask_together([instant, asked], Plan(at(9), "prova"), by=somebody())

    rows = together.bookings.order_by("resource_id")
    assert [(one.resource, one.state) for one in rows] == [(instant, "booked"), (asked, "asked")]


def test_where_one_is_taken_none_is_held_and_it_is_named() -> None:
    first, second = pair()
    BookingFactory.create(resource=second)

    with pytest.raises(NotAllFree) as refused:
        ask_together([first, second], Plan(at(9)), by=somebody())

    assert [one for one, _why in refused.value.refused] == [second]
    assert (Booking.objects.count(), Together.objects.count()) == (1, 0)


def test_one_alone_is_no_request_for_several() -> None:
    with pytest.raises(AgainstItsRules):
        ask_together(pair()[:1], Plan(at(9)), by=somebody())


def test_who_may_not_book_asks_for_nothing() -> None:
    with pytest.raises(NotAllowed):
        ask_together(pair(), Plan(at(9)), by=somebody(None, "read"))


@pytest.mark.parametrize(("only_if_all", "left"), [(True, 0), (False, 1)])
def test_a_no_to_one_gives_the_others_back_where_only_all_are_of_use(only_if_all: bool, left: int) -> None:  # noqa: FBT001
    first, second = pair(is_instant=False)
    together = ask_together([first, second], Plan(at(9), "", only_if_all), by=somebody())
    mine = Booking.objects.get(resource=first)

    decline(mine, "", by=somebody(first.owner, "read", "edit"))

    assert together.bookings.filter(holds=True).count() == left


def test_what_another_approved_already_is_given_back_too() -> None:
    first, second = pair(is_instant=False)
    ask_together([first, second], Plan(at(9), "", only_if_all=True), by=somebody())
    approve(Booking.objects.get(resource=second), by=somebody(second.owner, "read", "edit"))

    decline(Booking.objects.get(resource=first), "", by=somebody(first.owner, "read", "edit"))

    assert not Booking.objects.holding().exists()


@pytest.mark.parametrize(("only_if_all", "left"), [(True, 0), (False, 1)])
def test_a_closure_of_one_gives_the_others_back_where_only_all_are_of_use(
    only_if_all: bool,  # noqa: FBT001
    left: int,
) -> None:
    first, second = pair()
    together = ask_together([first, second], Plan(at(9), "", only_if_all), by=somebody())

    owner = somebody(first.owner, "read", "edit")
    close_resource(first, at(9), "Guasto", cancels=True, by=owner)

    assert together.bookings.filter(holds=True).count() == left


def test_who_asked_may_give_one_back_and_keep_the_others() -> None:
    who = somebody()
    first, _second = pair()
    ask_together([first, _second], Plan(at(9), "", only_if_all=True), by=who)

    cancel(Booking.objects.get(resource=first), by=who)

    assert Booking.objects.holding().count() == 1


def test_the_page_shows_what_is_free_and_asks_for_what_is_ticked() -> None:
    first, second = pair()
    taken = ResourceFactory.create()
    BookingFactory.create(resource=taken)
    client, address = signed_in(), reverse("resources:together")

    page = client.get(address, times(at(9))).content.decode()
    assert (f'value="{first.slug}"' in page, f'value="{taken.slug}"' in page) == (True, False)

    answer = client.post(address, {**times(at(9)), "pick": [first.slug, second.slug]}, follow=True)
    assert "Chiesto insieme" in answer.content.decode()
    assert Booking.objects.filter(together__isnull=False).count() == 2


def test_the_page_refuses_one_tick_and_keeps_it() -> None:
    first, _second = pair()

    answer = signed_in().post(reverse("resources:together"), {**times(at(9)), "pick": [first.slug]})

    assert answer.status_code == 409
    assert f'value="{first.slug}" checked' in answer.content.decode()


def test_what_one_may_not_see_is_not_asked_for() -> None:
    first, _second = pair()
    kept = ResourceFactory.create(audience="organisation:999", visibility="private")
    client = signed_in()

    client.post(reverse("resources:together"), {**times(at(9)), "pick": [first.slug, kept.slug]})

    assert not Booking.objects.exists()


def test_a_request_is_read_by_those_who_asked_and_nobody_else() -> None:
    first, second = pair()
    client = signed_in()
    client.post(reverse("resources:together"), {**times(at(9)), "pick": [first.slug, second.slug]})
    address = Together.objects.get().get_absolute_url()

    assert client.get(address).status_code == 200
    assert signed_in(first.owner, "read", "edit").get(address).status_code == 404
