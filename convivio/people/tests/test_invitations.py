"""A letter opens what it offers: once, in time, for whom it was sent to, while its giver may still give it."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.activity.outbox import deliver
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting
from convivio.people.errors import InvitationIsClosed, TooManyInvitations, WrongAddress
from convivio.people.invitations import inviting as invitations
from convivio.people.invitations.inviting import (
    Answer,
    Offer,
    accept_invitation,
    decline_invitation,
    declined_invitations,
    invitation_by,
    invite,
    open_invitations,
    revoke_invitation,
)
from convivio.people.models import Invitation, Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"/people/invitations/([^/\s]+)/")


@pytest.fixture(autouse=True)
def a_room(monkeypatch: pytest.MonkeyPatch) -> list[Invitation]:
    """A room that invites people to its tea, while the giver is called anything but “Nessuno”."""
    taken_up: list[Invitation] = []

    def may_give(by: Acting, _invitation: Invitation) -> Verdict:
        allowed = by.person is not None and by.person.name != "Nessuno"
        return ALLOWED if allowed else Verdict("There is no tea.")

    def take_up(invitation: Invitation, _by: Acting) -> str:
        taken_up.append(invitation)
        return "/"

    answer = Answer(lambda _one: Offer("come to tea", "Tea is served.", "You sit."), may_give, take_up)
    monkeypatch.setitem(invitations._answers, "tea", answer)
    return taken_up


def invited(email: str = "ospite@soci.example", **more: Any) -> tuple[Invitation, str]:
    """Write an invitation, and take its secret from the letter."""
    giver = more.pop("by", None) or acting(PersonFactory.create())
    invitation = invite(email, kind="tea", subject="organisation:1", by=giver, **more)
    deliver()
    found = SECRET.search(str(mail.outbox[-1].body))
    assert found is not None
    return invitation, found.group(1)


def guest(email: str = "ospite@soci.example") -> Person:
    return PersonFactory.create(email=email)


def page(client: Client, secret: str) -> Any:
    return client.get(reverse("people:invitation", args=[secret]), headers={"accept-language": "en"})


def test_the_secret_stands_in_the_letter_and_nowhere_else() -> None:
    invitation, secret = invited()

    assert secret not in str(Invitation.objects.values())
    assert secret not in str(Trace.objects.values())
    assert invitation_by(secret) == invitation
    assert mail.outbox[-1].to == ["ospite@soci.example"]


def test_accepting_takes_up_the_offer_and_tells_who_invited(a_room: list[Invitation]) -> None:
    invitation, secret = invited()

    accept_invitation(invitation, by=acting(guest()))
    deliver()

    assert a_room == [invitation]
    assert invitation_by(secret) is None
    assert mail.outbox[-1].to == [invitation.invited_by.email]  # type: ignore[union-attr]
    assert Trace.objects.newest_first()[0].verb == "invitation.accepted"


def test_a_letter_opens_once(a_room: list[Invitation]) -> None:
    invitation, _secret = invited()
    stale, person = Invitation.objects.get(pk=invitation.pk), guest()
    accept_invitation(invitation, by=acting(person))

    for act in (accept_invitation, decline_invitation, revoke_invitation):
        with pytest.raises(InvitationIsClosed):
            act(stale, by=acting(person))
    assert len(a_room) == 1


@pytest.mark.parametrize("act", [accept_invitation, decline_invitation])
def test_somebody_with_another_address_takes_up_nothing(act: Any, a_room: list[Invitation]) -> None:
    invitation, secret = invited()

    for person in (guest("altro@soci.example"), None):
        with pytest.raises(WrongAddress):
            act(invitation, by=acting(person))
    assert not a_room
    assert invitation_by(secret) == invitation


@pytest.mark.parametrize("days", [14, 400])
def test_no_letter_outlives_fourteen_days_on_any_path(days: int, a_room: list[Invitation]) -> None:
    invitation, secret = invited(days=days)
    Invitation.objects.update(expires_at=now() + timedelta(days=days))
    invitation.refresh_from_db()

    with time_machine.travel(now() + timedelta(days=14, seconds=1), tick=False):
        assert invitation_by(secret) is None
        for act in (accept_invitation, decline_invitation):
            with pytest.raises(InvitationIsClosed):
                act(invitation, by=acting(guest(f"{act.__name__}@soci.example")))
    assert not a_room


def test_a_short_letter_ends_when_it_says() -> None:
    _invitation, secret = invited(days=2)

    with time_machine.travel(now() + timedelta(days=2, seconds=1)):
        assert invitation_by(secret) is None


def test_a_newer_letter_about_the_same_thing_replaces_the_older() -> None:
    _first, old = invited("Ospite@soci.example")
    second, new = invited("ospite@SOCI.example")
    invited("altra@soci.example")

    assert invitation_by(old) is None
    assert invitation_by(new) == second


def test_what_the_giver_may_not_give_any_more_is_not_given(a_room: list[Invitation]) -> None:
    giver = PersonFactory.create()
    invitation, _secret = invited(by=acting(giver))
    Person.objects.filter(pk=giver.pk).update(name="Nessuno")

    with pytest.raises(NotAllowed):
        accept_invitation(Invitation.objects.get(pk=invitation.pk), by=acting(guest()))
    assert not a_room
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"name": "Nessuno"}])
def test_a_giver_who_left_gives_nothing(change: dict[str, object]) -> None:
    giver = PersonFactory.create()
    invitation, _secret = invited(by=acting(giver))
    Person.objects.filter(pk=giver.pk).update(**change)

    with pytest.raises(NotAllowed):
        accept_invitation(Invitation.objects.get(pk=invitation.pk), by=acting(guest()))


def test_who_may_not_give_it_writes_no_letter() -> None:
    with pytest.raises(NotAllowed):
        invite("a@soci.example", kind="tea", subject="x:1", by=acting(PersonFactory.create(name="Nessuno")))

    assert not Invitation.objects.exists()


def test_only_who_wrote_it_or_could_have_takes_it_back() -> None:
    invitation, secret = invited()

    with pytest.raises(NotAllowed):
        revoke_invitation(invitation, by=acting(PersonFactory.create(name="Nessuno")))
    revoke_invitation(invitation, by=acting(invitation.invited_by))

    assert invitation_by(secret) is None


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@", "a b@c.example", "ƙ@soci.example", "a@b.example\nBcc: c"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        invited(address)


def test_a_letter_goes_where_its_address_is_compared() -> None:
    """A sign that becomes a plain letter when it is made small must not send the letter elsewhere."""
    invitation, _secret = invited("\u212aate@soci.example")

    assert mail.outbox[-1].to == [invitation.email] == ["kate@soci.example"]


def test_too_many_letters_about_one_thing_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_OPEN", 2)
    invited("a@soci.example")
    invited("b@soci.example")
    invited("b@soci.example")

    with pytest.raises(TooManyInvitations):
        invited("c@soci.example")


def test_every_bad_secret_answers_the_same_page(client: Client) -> None:
    (used, used_secret), (_late, late_secret), (taken, taken_secret) = (
        invited(f"{name}@soci.example") for name in ("usato", "tardi", "ripreso")
    )
    accept_invitation(used, by=acting(guest("usato@soci.example")))
    revoke_invitation(taken, by=acting(taken.invited_by))
    Invitation.objects.filter(email__startswith="tardi").update(expires_at=now())

    answers = [page(client, secret) for secret in ("unknown", used_secret, late_secret, taken_secret)]

    assert {answer.status_code for answer in answers} == {404}
    assert (
        len(
            {
                re.sub(rb'value="[^"]*"|"[^"]*invitations/[^"]*"|[0-9A-Za-z]{64}', b"", one.content)
                for one in answers
            }
        )
        == 1
    )


def test_the_page_says_who_invites_to_what_and_sends_to_sign_in(client: Client) -> None:
    invitation, secret = invited()

    answer = page(client, secret)

    html = answer.content.decode()
    assert f"{invitation.invited_by} invites you" in html
    assert "Come to tea" in html
    assert f"?next=/people/invitations/{secret}/" in html
    assert "ospite@" not in html


def test_somebody_else_is_told_nothing_of_the_offer(client: Client) -> None:
    invitation, secret = invited()
    client.force_login(guest("altro@soci.example"))

    answers = [
        page(client, secret),
        *(
            client.post(reverse(name, args=[secret]), headers={"accept-language": "en"})
            for name in ("people:acceptance", "people:declining")
        ),
    ]

    for answer in answers:
        assert answer.status_code == 403
        for hidden in ("tea", str(invitation.invited_by), "ospite@"):
            assert hidden not in answer.content.decode()


def test_the_guest_accepts_on_the_page(client: Client, a_room: list[Invitation]) -> None:
    invitation, secret = invited()
    client.force_login(guest())

    answer = client.post(reverse("people:acceptance", args=[secret]))

    assert answer.status_code == 302
    assert a_room == [invitation]
    assert page(client, secret).status_code == 404


def test_the_guest_declines_on_the_page(client: Client, a_room: list[Invitation]) -> None:
    _invitation, secret = invited()
    client.force_login(guest())

    client.post(reverse("people:declining", args=[secret]))

    assert not a_room
    assert page(client, secret).status_code == 404


def test_links_lead_to_our_own_address_whatever_host_asked(client: Client, settings: Any) -> None:
    settings.ADDRESS = "https://rete.example"
    invited()

    assert "https://rete.example/people/invitations/" in str(mail.outbox[-1].body)


def test_a_declined_letter_is_listed_with_its_day_and_was_taken_back_by_nobody() -> None:
    invitation, _secret = invited()
    decline_invitation(invitation, by=acting(guest()))

    [found] = declined_invitations("organisation:1")
    assert (found.pk, found.revoked_at, found.accepted_at) == (invitation.pk, None, None)
    assert found.declined_at is not None
    assert (declined_invitations("organisation:2"), open_invitations("organisation:1")) == ([], [])


def test_who_declined_and_was_invited_again_is_listed_as_waiting_only() -> None:
    invitation, _secret = invited()
    decline_invitation(invitation, by=acting(guest()))
    again, _secret = invited()

    assert (declined_invitations("organisation:1"), open_invitations("organisation:1")) == ([], [again])


def test_the_migration_tells_who_declined_from_what_was_taken_back() -> None:
    declined, _taken_back = invited()[0], invited("altra@soci.example")
    Invitation.objects.update(revoked_at=now())
    Invitation.objects.filter(pk=declined.pk).update(accepted_by=guest())
    step = import_module("convivio.people.migrations.0006_who_declined_has_declined").Migration.operations[0]
    for _ in range(2):
        step.code(apps, None)

    assert [one.pk for one in declined_invitations("organisation:1")] == [declined.pk]
    step.reverse_code(apps, None)
    assert not Invitation.objects.filter(revoked_at=None).exists()
