"""The people of an organisation: seen by its own, looked after by those who sign."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity.outbox import deliver
from convivio.kernel.errors import NotAllowed
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.inviting import invite_colleague
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory, member_of
from convivio.people.invitations.inviting import accept_invitation, decline_invitation
from convivio.people.models import Invitation, Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create()


def signatory(organisation: Organisation, *more: str) -> Person:
    person = PersonFactory.create()
    for right in ("sign", "read", "edit", *more):
        MandateFactory.create(person=person, organisation=organisation, right=right)
    return person


def at(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"organisations:{name}", args=[organisation.slug, *more])


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == status
    return answer.content.decode()


def held(person: Person) -> set[str]:
    return set(Mandate.objects.of(person, localdate()).values_list("right", flat=True))


def test_its_own_people_see_who_acts_for_it_and_others_see_nothing(
    client: Client, organisation: Organisation
) -> None:
    giver, reader = signatory(organisation), member_of(organisation)
    address = at("people", organisation)
    Person.objects.filter(pk=giver.pk).update(shown_to={"email": "nobody"})

    client.force_login(reader)
    html = page(client, address)
    assert giver.name in html
    assert giver.email not in html
    assert at("people_invitations", organisation) not in html
    client.force_login(PersonFactory.create())
    page(client, address, 404)
    page(client, reverse("organisations:people", args=["mancante"]), 404)


@pytest.mark.parametrize("name", ["people_invitations", "handing_over"])
def test_who_does_not_sign_changes_nothing(client: Client, organisation: Organisation, name: str) -> None:
    client.force_login(member_of(organisation))

    assert (
        client.post(at(name, organisation), {"addresses": "a@soci.example", "rights": ["read"]}).status_code
        == 403
    )
    assert not Invitation.objects.exists()


def test_a_pasted_list_is_answered_row_by_row(client: Client, organisation: Organisation) -> None:
    giver, colleague = signatory(organisation), member_of(organisation)
    client.force_login(giver)
    pasted = f"Lia Uno <lia@soci.example>\nnobody; {colleague.email}, LIA@soci.example\nugo@soci.example"

    answer = client.post(
        at("people_invitations", organisation),
        {"addresses": pasted, "rights": ["read"]},
        headers={"accept-language": "en"},
    )

    rows = answer.context["rows"]
    assert [row.is_sent for row in rows] == [True, False, False, False, True]
    assert set(Invitation.objects.values_list("email", flat=True)) == {"lia@soci.example", "ugo@soci.example"}
    assert answer.context["form"]["addresses"].value().splitlines() == [
        "nobody",
        colleague.email,
        "LIA@soci.example",
    ]


def test_a_right_of_which_the_giver_has_none_is_not_offered(
    client: Client, organisation: Organisation
) -> None:
    client.force_login(signatory(organisation))

    answer = client.post(
        at("people_invitations", organisation), {"addresses": "a@soci.example", "rights": ["pay"]}
    )

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_accepting_makes_a_colleague_with_what_was_offered(
    client: Client, organisation: Organisation
) -> None:
    giver, guest = signatory(organisation), PersonFactory.create()
    letter = invite_colleague(organisation, guest.email, ["read", "edit"], by=acting(giver))

    address = accept_invitation(letter, by=acting(guest))

    assert held(guest) == {"read", "edit"}
    assert guest.mandates.first().given_by == giver  # type: ignore[union-attr]
    client.force_login(guest)
    assert guest.name in page(client, address)


def test_what_the_giver_lost_meanwhile_is_not_given(organisation: Organisation) -> None:
    giver, guest = signatory(organisation), PersonFactory.create()
    signatory(organisation)
    letter = invite_colleague(organisation, guest.email, ["read", "edit"], by=acting(giver))
    granting.change_mandates(organisation, giver, ["sign", "read"], by=acting(giver))

    with pytest.raises(NotAllowed):
        accept_invitation(letter, by=acting(guest))
    assert not held(guest)


def test_a_letter_is_taken_back_from_the_page_and_only_there(
    client: Client, organisation: Organisation
) -> None:
    letter = invite_colleague(organisation, "a@soci.example", ["read"], by=acting(signatory(organisation)))
    elsewhere = OrganisationFactory.create()
    client.force_login(signatory(elsewhere))
    assert client.post(at("people_invitation_end", elsewhere, letter.pk)).status_code == 404

    client.force_login(signatory(organisation))
    assert client.post(at("people_invitation_end", organisation, letter.pk)).status_code == 302

    assert not Invitation.objects.open_at(now()).exists()


@pytest.mark.parametrize(
    ("name", "asked"), [("person_rights", "Che cosa può fare<"), ("people", "Che cosa possono fare<")]
)
def test_one_person_is_spoken_of_as_one(
    client: Client, organisation: Organisation, name: str, asked: str
) -> None:
    giver = signatory(organisation)
    client.force_login(giver)
    client.cookies["django_language"] = "it"
    more = [giver.pk] if name == "person_rights" else []

    said = client.get(at(name, organisation, *more)).content.decode()

    assert f"<legend>{asked}" in said.replace(" <span", "<span")


def test_rights_are_changed_on_the_page(client: Client, organisation: Organisation) -> None:
    colleague = member_of(organisation)
    client.force_login(signatory(organisation))
    address = at("person_rights", organisation, colleague.pk)
    assert 'value="pay"' not in page(client, address)

    client.post(address, {"rights": ["read", "edit"], "until_on": ""})

    assert held(colleague) == {"read", "edit"}


def test_a_day_that_is_past_is_refused_and_kept_on_the_form(
    client: Client, organisation: Organisation
) -> None:
    colleague = member_of(organisation)
    client.force_login(signatory(organisation))

    answer = client.post(
        at("person_rights", organisation, colleague.pk), {"rights": ["read"], "until_on": "2021-01-01"}
    )

    assert answer.status_code == 422
    assert "2021-01-01" in answer.content.decode()


def test_ending_is_undone_within_an_hour_and_not_later(client: Client, organisation: Organisation) -> None:
    colleague = member_of(organisation)
    client.force_login(signatory(organisation))
    client.post(at("person_ending", organisation, colleague.pk))
    assert not held(colleague)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert client.post(at("people_undoing", organisation)).status_code == 404

    client.post(at("people_undoing", organisation))

    assert held(colleague) == {"read"}
    assert client.post(at("people_undoing", organisation)).status_code == 404


def test_nobody_undoes_what_somebody_else_ended(client: Client, organisation: Organisation) -> None:
    colleague = member_of(organisation)
    granting.end_mandates(organisation, colleague, by=acting(signatory(organisation)))
    client.force_login(colleague)

    assert client.post(at("people_undoing", organisation)).status_code == 404


def test_one_hands_over_on_the_page(client: Client, organisation: Organisation) -> None:
    leaver, taker = signatory(organisation, "pay"), member_of(organisation)
    client.force_login(leaver)
    address = at("handing_over", organisation)
    wrong = {"leaver": leaver.pk, "taker": leaver.pk, "on": localdate().isoformat()}
    assert client.post(address, wrong).status_code == 422

    client.post(address, {**wrong, "taker": taker.pk})
    deliver()

    assert (held(leaver), held(taker)) == (set(), {"sign", "read", "edit", "pay"})
    assert len(mail.outbox) == 2


def test_my_page_says_what_i_may_do_and_takes_it_back(client: Client, organisation: Organisation) -> None:
    reader = member_of(organisation)
    client.force_login(reader)
    assert organisation.name in page(client, reverse("people:mandates"))

    client.post(at("person_ending", organisation, reader.pk))

    assert not held(reader)
    assert (
        organisation.name
        not in page(client, reverse("people:mandates"))
        .partition("<main")[2]
        .partition("notices")[2]
        .partition("</div>")[2]
    )


def test_the_page_of_people_asks_the_same_number_of_questions_for_few_and_many(
    client: Client, organisation: Organisation, django_assert_max_num_queries: object
) -> None:
    giver = signatory(organisation)
    for number in range(12):
        member_of(organisation)
        invite_colleague(organisation, f"a{number}@soci.example", ["read"], by=acting(giver))
    client.force_login(giver)

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        page(client, at("people", organisation))


@pytest.mark.parametrize("language", ["it", "en"])
def test_who_declined_is_shown_to_those_who_invite_and_to_no_reader(
    client: Client, organisation: Organisation, language: str
) -> None:
    giver, guest = signatory(organisation), PersonFactory.create(email="ospite@soci.example")
    decline_invitation(
        invite_colleague(organisation, guest.email, ["read"], by=acting(giver, organisation.key)),
        by=acting(guest),
    )
    shown = []
    for person in (giver, member_of(organisation)):
        client.force_login(person)
        answer = client.get(at("people", organisation), headers={"accept-language": language})
        shown.append("ospite@soci.example" in answer.content.decode())

    assert shown == [True, False]
