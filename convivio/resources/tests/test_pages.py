"""The pages: who may see what, a booking from a free time, the next one for who comes too late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory
from convivio.resources.models import Booking, Resource, Tariff
from convivio.resources.opening import Span
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db


def person_of(organisation: Organisation, *rights: str) -> Person:
    person = PersonFactory.create()
    for right in rights:
        MandateFactory.create(person=person, organisation=organisation, right=right)
    return person


def signed_in(organisation: Organisation | None = None, *rights: str) -> Client:
    client = Client()
    client.force_login(person_of(organisation or OrganisationFactory.create(), *(rights or ("read", "book"))))
    return client


def times(span: Span) -> dict[str, str]:
    begin, end = localtime(span.begin), localtime(span.end)
    return {"day": f"{begin:%Y-%m-%d}", "from_time": f"{begin:%H:%M}", "until_time": f"{end:%H:%M}",
            "until_day": f"{end:%Y-%m-%d}", "purpose": "prova"}  # fmt: skip


def test_the_catalogue_shows_what_one_may_see(client: Client) -> None:
    seen = ResourceFactory.create()
    kept = ResourceFactory.create(audience="organisation:999", visibility="private")

    said = client.get(reverse("resources:list")).content.decode()

    assert (seen.get_absolute_url() in said, kept.get_absolute_url() in said) == (True, False)


def test_what_one_may_not_see_is_not_there(client: Client) -> None:
    kept = ResourceFactory.create(audience="organisation:999", visibility="private")

    assert client.get(kept.get_absolute_url()).status_code == 404


def test_what_is_withdrawn_is_there_for_its_owner_alone(client: Client) -> None:
    resource = ResourceFactory.create(withdrawn_at=at(9).begin)

    assert client.get(resource.get_absolute_url()).status_code == 404
    assert signed_in(resource.owner, "read", "edit").get(resource.get_absolute_url()).status_code == 200


def test_words_in_the_other_language_find_it(client: Client) -> None:
    ResourceFactory.create(name={"it": "Camera pulita", "en": "Clean room"}, slug="camera")
    rebuild_index()

    assert "/resources/camera/" in client.get(reverse("resources:list"), {"q": "clean room"}).content.decode()


def test_the_catalogue_is_narrowed_and_taken_away(client: Client) -> None:
    ResourceFactory.create(kind="room", slug="sala")
    ResourceFactory.create(kind="machine", slug="forno")

    table = client.get(reverse("resources:list"), {"kind": "room", "format": "csv"}).content.decode()

    assert ("/resources/sala/" in table, "/resources/forno/" in table) == (True, False)


def test_a_free_time_is_booked() -> None:
    resource = ResourceFactory.create()

    answer = signed_in().post(reverse("resources:book", args=[resource.slug]), times(at(9)))

    booking = Booking.objects.get()
    assert answer["Location"] == booking.get_absolute_url()
    assert (booking.from_at, booking.purpose) == (at(9).begin, "prova")


def test_who_comes_too_late_is_offered_the_next_time_and_keeps_what_was_typed() -> None:
    resource = ResourceFactory.create()
    BookingFactory.create(resource=resource)

    answer = signed_in().post(reverse("resources:book", args=[resource.slug]), times(at(9)))

    said = answer.content.decode()
    assert answer.status_code == 409
    assert f'name="from_time" value="{localtime(at(10).begin):%H:%M}"' in said
    assert 'value="prova"' in said
    assert reverse("resources:wait", args=[resource.slug]) in said


def test_who_comes_too_late_can_wait() -> None:
    resource = ResourceFactory.create()
    BookingFactory.create(resource=resource)

    signed_in().post(reverse("resources:wait", args=[resource.slug]), times(at(9)))

    assert resource.waiting.open().count() == 1


def test_a_form_that_cannot_be_read_loses_nothing() -> None:
    resource = ResourceFactory.create()
    typed = {**times(at(9)), "from_time": "mattina"}

    answer = signed_in().post(reverse("resources:book", args=[resource.slug]), typed)

    assert answer.status_code == 422
    assert 'value="mattina"' in answer.content.decode()


def test_a_booking_is_for_those_it_concerns() -> None:
    booking = BookingFactory.create()
    address = booking.get_absolute_url()

    assert signed_in(booking.organisation, "read", "book").get(address).status_code == 200
    assert signed_in(booking.resource.owner, "read", "edit").get(address).status_code == 200
    assert signed_in().get(address).status_code == 404


def test_the_owner_says_yes_on_the_page() -> None:
    booking = BookingFactory.create(state="asked")
    owner = signed_in(booking.resource.owner, "read", "edit")

    owner.post(reverse("resources:answer", args=[booking.pk]), {"answer": "yes"})

    booking.refresh_from_db()
    assert booking.state == "booked"


def test_it_is_moved_and_given_back_on_pages() -> None:
    booking = BookingFactory.create()
    client = signed_in(booking.organisation, "read", "book")

    client.post(reverse("resources:moving", args=[booking.pk]), times(at(14)))
    booking.refresh_from_db()
    assert booking.from_at == at(14).begin

    client.post(reverse("resources:cancelling", args=[booking.pk]), {"words": "rinviato"})
    booking.refresh_from_db()
    assert (booking.state, booking.words) == ("cancelled", "rinviato")


def test_it_goes_to_ones_own_calendar() -> None:
    booking = BookingFactory.create()

    answer = signed_in(booking.organisation, "read").get(reverse("resources:calendar", args=[booking.pk]))

    assert f"DTSTART:{booking.from_at:%Y%m%dT%H%M%SZ}".encode() in answer.content


def test_a_price_is_proposed_for_the_time_it_was_used() -> None:
    booking = BookingFactory.create(used_minutes=90, state="used")
    Tariff.objects.create(resource=booking.resource, who="other", amount=40, unit="hour")

    table = signed_in(booking.organisation, "read").get(reverse("resources:bookings_file", args=["csv"]))

    assert "60" in table.content.decode().splitlines()[1].split(";")[-1]


def test_the_week_shows_what_is_free_taken_and_ours() -> None:
    resource: Resource = ResourceFactory.create()
    ours = BookingFactory.create(resource=resource)
    BookingFactory.create(resource=resource, from_at=at(12).begin)
    client = signed_in(ours.organisation, "read", "book")

    said = client.get(
        resource.get_absolute_url(), {"week": localtime(at(9).begin).date().isoformat()}
    ).content.decode()

    assert said.count('class="slot mine"') == 1
    assert said.count('class="slot taken"') == 1


def test_a_new_resource_is_offered_from_the_page() -> None:
    owner = OrganisationFactory.create()
    client = signed_in(owner, "read", "edit")
    typed = {"name_it": "Forno", "kind": "machine", "audience": "public", "places": 1, "step_minutes": 30,
             "longest_hours": 8, "buffer_minutes": 0, "ahead_days": 90, "cancel_hours": 24, "release_minutes": 0,
             "unit": "hour", "hours_0": "8-12", "tariff_member": "20,50"}  # fmt: skip

    answer = client.post(reverse("resources:new"), typed)

    resource = Resource.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    assert (resource.owner, str(resource.tariffs.get().amount)) == (owner, "20.50")


def test_hours_that_cannot_be_read_are_said_in_their_field() -> None:
    client = signed_in(OrganisationFactory.create(), "read", "edit")

    answer = client.post(reverse("resources:new"), {"name_it": "Forno", "hours_2": "mai"})

    assert answer.status_code == 422
    assert 'value="mai"' in answer.content.decode()


def test_a_closure_shows_what_it_touches_first() -> None:
    booking = BookingFactory.create()
    client = signed_in(booking.resource.owner, "read", "edit")
    typed = {f"closing-{name}": value for name, value in times(at(8, 4)).items()}
    address = reverse("resources:close", args=[booking.resource.slug])

    assert client.post(address, typed).status_code == 409
    assert client.post(address, {**typed, "cancels": "yes"}).status_code == 302
    assert booking.resource.closures.get().from_at + timedelta(hours=4) == at(8, 4).end


def test_who_answers_second_sees_how_it_stands_and_keeps_their_words() -> None:
    booking = BookingFactory.create()
    owner = signed_in(booking.resource.owner, "read", "edit")

    answer = owner.post(
        f"{booking.get_absolute_url()}answer/", {"answer": "no", "words": "Quel giorno è fermo."}
    )

    assert answer.status_code == 409
    assert "Quel giorno è fermo." in answer.content.decode()
