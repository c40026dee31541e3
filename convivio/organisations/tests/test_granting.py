"""Mandates are given by those who hold them, for as long as they do; what was is never rewritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.activity.outbox import deliver
from convivio.kernel.errors import NotAllowed
from convivio.notices.handing_out import work_off
from convivio.organisations.errors import NothingToHandOver, NothingToRestore
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.handing_over import hand_over
from convivio.organisations.mandates.permissions import may_give
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting
from convivio.people.tokens import acting_by_token, make_token

pytestmark = pytest.mark.django_db
Right = Mandate.Right


def day(number: int) -> date:
    return localdate() + timedelta(days=number)


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create()


def holder(organisation: Organisation, *rights: str, until: date | None = None) -> Person:
    """Make somebody who holds these rights since 2020."""
    person = PersonFactory.create()
    for right in rights:
        MandateFactory.create(person=person, organisation=organisation, right=right, until_on=until)
    return person


def signatory(organisation: Organisation, *more: str, until: date | None = None) -> Person:
    return holder(organisation, "sign", "read", *more, until=until)


def held(person: Person, on: date | None = None) -> set[str]:
    return set(Mandate.objects.of(person, on or localdate()).values_list("right", flat=True))


def rows(person: Person) -> list[tuple[str, date, date | None]]:
    found = Mandate.objects.filter(person=person).order_by("right", "from_on")
    return list(found.values_list("right", "from_on", "until_on"))


def test_who_signs_gives_what_they_hold_and_both_are_on_record(organisation: Organisation) -> None:
    giver, newcomer = signatory(organisation, "edit"), PersonFactory.create()

    granting.give_mandates(organisation, newcomer, ["edit", "read"], by=acting(giver))
    work_off()

    assert held(newcomer) == {"edit", "read"}
    assert {row.given_by for row in newcomer.mandates.all()} == {giver}
    trace = Trace.objects.newest_first()[0]
    assert (trace.verb, trace.person, trace.acting_for) == ("mandate.given", giver.key, organisation.key)
    assert trace.facts["person"] == newcomer.key
    assert mail.outbox[-1].to == [newcomer.email]


def test_nobody_gives_without_signing(organisation: Organisation) -> None:
    newcomer = PersonFactory.create()
    elsewhere = signatory(OrganisationFactory.create(), "edit")
    late = signatory(organisation, "edit", until=day(-1))

    for giver in (holder(organisation, "read", "edit"), elsewhere, late, None):
        with pytest.raises(NotAllowed):
            granting.give_mandates(organisation, newcomer, ["edit"], by=acting(giver))
    assert not held(newcomer)


def test_nobody_gives_a_right_that_they_do_not_hold(organisation: Organisation) -> None:
    giver, newcomer = signatory(organisation), PersonFactory.create()

    with pytest.raises(NotAllowed):
        granting.give_mandates(organisation, newcomer, ["read", "pay"], by=acting(giver))
    assert not held(newcomer)


def test_nobody_gives_to_themself_what_they_do_not_hold(organisation: Organisation) -> None:
    giver = signatory(organisation)

    with pytest.raises(NotAllowed):
        granting.change_mandates(organisation, giver, ["sign", "read", "vote"], by=acting(giver))


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (0, 31), (0, None), (40, 41), (5, 4)])
def test_nothing_is_given_backwards_or_beyond(
    organisation: Organisation, first: int, last: int | None
) -> None:
    giver, newcomer = signatory(organisation, until=day(30)), PersonFactory.create()
    until_on = None if last is None else day(last)

    with pytest.raises(NotAllowed):
        granting.give_mandates(
            organisation, newcomer, ["read"], from_on=day(first), until_on=until_on, by=acting(giver)
        )


def test_a_right_that_pauses_is_not_given_across_the_pause(organisation: Organisation) -> None:
    giver = signatory(organisation)
    MandateFactory.create(person=giver, organisation=organisation, right="vote", until_on=day(5))
    MandateFactory.create(person=giver, organisation=organisation, right="vote", from_on=day(7))
    newcomer = PersonFactory.create()

    with pytest.raises(NotAllowed):
        granting.give_mandates(organisation, newcomer, ["vote"], until_on=day(8), by=acting(giver))


def test_prolonging_adds_a_row_and_rewrites_none(organisation: Organisation) -> None:
    giver, editor = signatory(organisation, "edit"), holder(organisation, "edit", until=day(10))

    granting.change_mandates(organisation, editor, ["edit"], by=acting(giver))

    assert rows(editor) == [("edit", date(2020, 1, 1), day(10)), ("edit", day(11), None)]


def test_changing_ends_what_is_left_out_with_the_next_request(organisation: Organisation) -> None:
    giver, colleague = signatory(organisation, "edit"), holder(organisation, "read", "vote")

    granting.change_mandates(organisation, colleague, ["read", "edit"], by=acting(giver))

    assert held(colleague) == {"read", "edit"}
    assert ("vote", date(2020, 1, 1), day(-1)) in rows(colleague)


def test_an_end_can_be_set_for_all_or_left_as_it_is(organisation: Organisation) -> None:
    giver, colleague = signatory(organisation, "edit"), holder(organisation, "read")

    granting.change_mandates(
        organisation, colleague, ["read", "edit"], until_on=day(3), keep_ends=True, by=acting(giver)
    )
    assert held(colleague, day(4)) == {"read"}
    granting.change_mandates(organisation, colleague, ["read", "edit"], until_on=day(3), by=acting(giver))

    assert held(colleague, day(3)) == {"read", "edit"}
    assert held(colleague, day(4)) == set()


def test_anyone_gives_back_their_own_and_only_who_signs_ends_others(organisation: Organisation) -> None:
    signatory(organisation)
    reader, other = holder(organisation, "read"), holder(organisation, "read", "edit")

    with pytest.raises(NotAllowed):
        granting.end_mandates(organisation, other, by=acting(reader))
    granting.end_mandates(organisation, reader, by=acting(reader))

    assert not held(reader)
    assert held(other) == {"read", "edit"}


def test_the_last_who_signs_cannot_leave_it_without_one(organisation: Organisation) -> None:
    last = signatory(organisation)
    away = signatory(organisation)
    Person.objects.filter(pk=away.pk).update(is_active=False)

    for act in (
        lambda: granting.end_mandates(organisation, last, by=acting(last)),
        lambda: granting.change_mandates(organisation, last, ["read"], by=acting(last)),
        lambda: granting.change_mandates(organisation, last, ["sign"], until_on=day(9), by=acting(last)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert held(last, day(10)) == {"sign", "read"}


def test_one_of_two_who_sign_may_leave_unless_the_other_goes_first(organisation: Organisation) -> None:
    first, second = signatory(organisation), signatory(organisation)

    granting.end_mandates(organisation, first, by=acting(first))

    assert not held(first)
    with pytest.raises(NotAllowed):
        granting.end_mandates(organisation, second, by=acting(second))


def test_who_signs_until_today_ends_nobody_who_would_be_the_last(organisation: Organisation) -> None:
    first, second = signatory(organisation), signatory(organisation, until=day(-1))

    with pytest.raises(NotAllowed):
        granting.end_mandates(organisation, first, by=acting(second))


def test_an_ending_can_be_undone_as_it_was_and_once(organisation: Organisation) -> None:
    giver, colleague = signatory(organisation), holder(organisation, "read", "pay", until=day(20))
    ended = granting.end_mandates(organisation, colleague, by=acting(giver))

    granting.restore_mandates(organisation, ended, by=acting(giver))

    assert held(colleague) == held(colleague, day(20)) == {"read", "pay"}
    assert held(colleague, day(21)) == set()
    with pytest.raises(NothingToRestore):
        granting.restore_mandates(organisation, ended, by=acting(giver))


def test_an_ending_is_undone_by_nobody_who_could_not_end_it(organisation: Organisation) -> None:
    giver, colleague = signatory(organisation), holder(organisation, "read")
    ended = granting.end_mandates(organisation, colleague, by=acting(giver))

    with pytest.raises(NotAllowed):
        granting.restore_mandates(organisation, ended, by=acting(holder(organisation, "read")))


def test_handing_over_moves_every_right_on_its_day_with_a_letter_to_each(organisation: Organisation) -> None:
    leaver, taker = signatory(organisation, "pay"), holder(organisation, "read")

    hand_over(organisation, leaver, taker, on=day(5), by=acting(leaver))
    deliver()

    assert held(leaver, day(4)) == held(taker, day(5)) == {"sign", "read", "pay"}
    assert held(taker, day(4)) == {"read"}
    assert held(leaver, day(5)) == set()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([leaver.email, taker.email])


def test_the_last_who_signs_may_hand_over_today(organisation: Organisation) -> None:
    leaver, taker = signatory(organisation), PersonFactory.create()

    hand_over(organisation, leaver, taker, on=day(0), by=acting(leaver))

    assert (held(leaver), held(taker)) == (set(), {"sign", "read"})


def test_nobody_hands_themself_more_than_they_hold(organisation: Organisation) -> None:
    taker, leaver = signatory(organisation), holder(organisation, "vote", "pay")

    with pytest.raises(NotAllowed):
        hand_over(organisation, leaver, taker, on=day(0), by=acting(taker))
    assert held(leaver) == {"vote", "pay"}


def test_who_does_not_sign_does_not_even_hear_whether_there_is_anything_to_hand_over(
    organisation: Organisation,
) -> None:
    without, other = PersonFactory.create_batch(2)

    with pytest.raises(NotAllowed):
        hand_over(organisation, without, other, on=day(0), by=acting(without))


def test_who_does_not_sign_hears_who_decides_that(organisation: Organisation) -> None:
    verdict = may_give(acting(holder(organisation, "edit")), organisation, ["edit"], day(0), None)

    assert organisation.name in str(verdict.reason)


def test_handing_over_twice_finds_nothing(organisation: Organisation) -> None:
    leaver, taker = holder(organisation, "read"), PersonFactory.create()
    by = acting(signatory(organisation))
    hand_over(organisation, leaver, taker, on=day(0), by=by)

    with pytest.raises(NothingToHandOver):
        hand_over(organisation, leaver, taker, on=day(0), by=by)


def test_two_at_once_leave_one_who_signs(organisation: Organisation) -> None:
    """Each began while the other still signed: whoever comes second is asked again."""
    first, second = signatory(organisation), signatory(organisation)
    stale = acting(second)
    granting.end_mandates(organisation, first, by=acting(first))

    with pytest.raises(NotAllowed):
        granting.end_mandates(organisation, second, by=stale)


def test_a_giver_whose_mandate_ended_meanwhile_gives_nothing(organisation: Organisation) -> None:
    giver, other = signatory(organisation), signatory(organisation)
    stale: Acting = acting(giver)
    granting.end_mandates(organisation, giver, by=acting(other))

    with pytest.raises(NotAllowed):
        granting.give_mandates(organisation, PersonFactory.create(), ["read"], by=stale)


def test_what_a_mandate_allowed_ends_with_the_next_request(
    client: Client, organisation: Organisation
) -> None:
    """On the pages, by a token, and as a choice kept in the session."""
    giver, editor = signatory(organisation), holder(organisation, "read", "edit")
    MandateFactory.create(person=editor)
    secret = make_token(editor, "test", by=acting(editor, organisation.key))
    client.force_login(editor)
    client.post(reverse("people:acting_for"), {"key": organisation.key})
    edit = reverse("organisations:edit", args=[organisation.slug])
    assert client.get(edit).status_code == 200
    assert client.get("/").context["acting"].key == organisation.key

    granting.end_mandates(organisation, editor, by=acting(giver))

    assert client.get(edit).status_code == 403
    assert client.get(reverse("organisations:people", args=[organisation.slug])).status_code == 404
    assert client.get("/").context["acting"].key != organisation.key
    assert acting_by_token(secret) is None
    asked: Any = client.get("/api/v1/search/?q=filtri", headers={"authorization": f"Bearer {secret}"})
    assert asked.status_code == 401
