"""A hand-over is taken back for an hour: exactly, unless something has changed, and by who still may."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity.models import Trace
from convivio.activity.outbox import deliver
from convivio.kernel.errors import NotAllowed
from convivio.organisations.errors import HandOverChangedSince
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.handing_over import HandedOver, hand_over, take_hand_over_back
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.organisations.tests.test_granting import day, held, holder, rows, signatory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create()


def at(name: str, organisation: Organisation) -> str:
    return reverse(f"organisations:{name}", args=[organisation.slug])


def given(person: Person) -> set[tuple[str, object, object, int | None]]:
    return set(person.mandates.values_list("right", "from_on", "until_on", "given_by"))


@pytest.mark.parametrize("first", [0, 5])
def test_both_hold_again_to_the_day_and_the_giver_what_they_held(
    organisation: Organisation, first: int
) -> None:
    leaver, taker = signatory(organisation, "pay"), holder(organisation, "read")
    MandateFactory.create(
        person=leaver, organisation=organisation, right="vote", from_on=day(3), until_on=day(9)
    )
    MandateFactory.create(
        person=leaver, organisation=organisation, right="book", from_on=day(6), given_by=taker
    )
    MandateFactory.create(person=taker, organisation=organisation, right="pay", from_on=day(20))
    before = given(leaver), given(taker)
    granter = signatory(organisation, "pay", "vote", "book")

    handed = hand_over(organisation, leaver, taker, on=day(first), by=acting(granter))
    assert (given(leaver), given(taker)) != before
    take_hand_over_back(organisation, handed, by=acting(granter))

    assert (given(leaver), given(taker)) == before


def test_it_is_on_record_and_both_get_a_letter(organisation: Organisation) -> None:
    leaver, taker = signatory(organisation), PersonFactory.create()
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))

    take_hand_over_back(organisation, handed, by=acting(leaver))
    deliver()

    trace = Trace.objects.newest_first()[0]
    assert (trace.verb, trace.person) == ("mandate.handed_back", leaver.key)
    assert (trace.facts["person"], trace.facts["to"]) == (taker.key, leaver.key)
    assert sorted(letter.to[0] for letter in mail.outbox[2:]) == sorted([leaver.email, taker.email])


def test_who_does_not_sign_takes_back_nothing_but_their_own(organisation: Organisation) -> None:
    leaver, taker, signing = holder(organisation, "read"), PersonFactory.create(), signatory(organisation)
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(signing))

    for other in (taker, signatory(OrganisationFactory.create()), None):
        with pytest.raises(NotAllowed):
            take_hand_over_back(organisation, handed, by=acting(other))

    assert (held(leaver), held(taker)) == (set(), {"read"})


def test_who_no_longer_signs_no_longer_takes_it_back(organisation: Organisation) -> None:
    leaver, taker, signing = holder(organisation, "read"), PersonFactory.create(), signatory(organisation)
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(signing))
    granting.end_mandates(organisation, signing, by=acting(signatory(organisation)))

    with pytest.raises(NotAllowed):
        take_hand_over_back(organisation, handed, by=acting(signing))


def test_what_changed_since_stays(organisation: Organisation) -> None:
    leaver, taker = signatory(organisation, "pay"), holder(organisation, "read")
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))
    granting.change_mandates(organisation, taker, ["sign", "read"], by=acting(taker))

    with pytest.raises(HandOverChangedSince):
        take_hand_over_back(organisation, handed, by=acting(leaver))

    assert (held(leaver), held(taker)) == (set(), {"sign", "read"})


def test_what_the_giver_got_since_counts_as_a_change(organisation: Organisation) -> None:
    leaver, taker = signatory(organisation), holder(organisation, "read")
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))
    granting.give_mandates(organisation, leaver, ["read"], by=acting(taker))

    with pytest.raises(HandOverChangedSince):
        take_hand_over_back(organisation, handed, by=acting(leaver))


@pytest.mark.parametrize("gone", ["leaver", "taker"])
def test_nothing_goes_back_to_or_from_somebody_who_is_no_longer_there(
    organisation: Organisation, gone: str
) -> None:
    people = {"leaver": holder(organisation, "read"), "taker": PersonFactory.create()}
    by = acting(signatory(organisation))
    handed = hand_over(organisation, people["leaver"], people["taker"], on=day(0), by=by)
    people[gone].delete()

    with pytest.raises(HandOverChangedSince):
        take_hand_over_back(organisation, handed, by=by)


def test_it_is_taken_back_once(organisation: Organisation) -> None:
    """Whoever comes second read the same hand-over."""
    leaver, taker = signatory(organisation), holder(organisation, "read")
    handed = hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))
    again = HandedOver.from_row(handed.as_row())
    take_hand_over_back(organisation, handed, by=acting(leaver))

    with pytest.raises(HandOverChangedSince):
        take_hand_over_back(organisation, again, by=acting(leaver))

    assert (held(leaver), held(taker)) == ({"sign", "read"}, {"read"})


def test_after_midnight_the_day_that_is_past_stays_as_it_was(organisation: Organisation) -> None:
    with time_machine.travel(datetime(2027, 3, 2, 22, 40, tzinfo=UTC), tick=False):
        leaver, taker, monday = signatory(organisation), PersonFactory.create(), localdate()
        handed = hand_over(organisation, leaver, taker, on=monday, by=acting(leaver))

    with time_machine.travel(datetime(2027, 3, 2, 23, 20, tzinfo=UTC), tick=False):
        take_hand_over_back(organisation, handed, by=acting(leaver))

    assert (held(leaver, monday), held(taker, monday)) == (set(), {"sign", "read"})
    tuesday = monday + timedelta(days=1)
    assert (held(leaver, tuesday), held(taker, tuesday)) == ({"sign", "read"}, set())
    assert len(rows(leaver)) == 4


def test_who_handed_over_their_own_is_shown_what_was_done_and_undoes_it(
    client: Client, organisation: Organisation
) -> None:
    leaver, taker = signatory(organisation), holder(organisation, "read")
    client.force_login(leaver)
    form = {"leaver": leaver.pk, "taker": taker.pk, "on": localdate().isoformat()}

    answer = client.post(at("handing_over", organisation), form)
    assert answer.headers["Location"] == at("handed_over", organisation)
    assert f"{taker} may do for {organisation.name} what {leaver} could" in _text(
        client, "handed_over", organisation
    )
    client.post(at("handed_over", organisation))

    assert (held(leaver), held(taker)) == ({"sign", "read"}, {"read"})
    assert client.post(at("handed_over", organisation)).status_code == 404


def test_the_page_of_people_offers_it_for_an_hour(client: Client, organisation: Organisation) -> None:
    leaver, taker, signing = holder(organisation, "read"), PersonFactory.create(), signatory(organisation)
    MandateFactory.create(person=taker, organisation=organisation, right="book")
    client.force_login(signing)
    form = {"leaver": leaver.pk, "taker": taker.pk, "on": localdate().isoformat()}
    assert client.post(at("handing_over", organisation), form).headers["Location"] == at(
        "people", organisation
    )

    assert at("handed_over", organisation) in _text(client, "people", organisation)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert at("handed_over", organisation) not in _text(client, "people", organisation)
        assert client.post(at("handed_over", organisation)).status_code == 404
    assert held(taker) == {"read", "book"}


def test_what_changed_since_is_said_on_the_page(client: Client, organisation: Organisation) -> None:
    leaver, taker = signatory(organisation), holder(organisation, "read")
    client.force_login(leaver)
    form = {"leaver": leaver.pk, "taker": taker.pk, "on": localdate().isoformat()}
    client.post(at("handing_over", organisation), form)
    Mandate.objects.filter(person=taker, right="sign").update(until_on=day(30))

    answer = client.post(at("handed_over", organisation))

    assert answer.status_code == 409
    assert "changed since" in answer.content.decode()


def test_nobody_sees_what_somebody_else_handed_over(client: Client, organisation: Organisation) -> None:
    leaver, taker = signatory(organisation), holder(organisation, "read")
    hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))
    client.force_login(leaver)

    assert client.get(at("handed_over", organisation)).status_code == 404


def _text(client: Client, name: str, organisation: Organisation) -> str:
    answer = client.get(at(name, organisation))
    assert answer.status_code == 200
    return answer.content.decode()
