import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, coordinator, office_of
from convivio.organisations.permissions import may_edit, may_settle_doubles
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory, editor_of, member_of
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


def test_a_mandate_to_edit_lets_one_edit_that_organisation_only() -> None:
    mine, other = OrganisationFactory.create_batch(2)
    editor = acting(editor_of(mine))

    assert may_edit(editor, mine)
    assert not may_edit(editor, other)


def test_a_mandate_to_read_does_not_let_one_edit() -> None:
    organisation = OrganisationFactory.create()

    verdict = may_edit(acting(member_of(organisation)), organisation)

    assert not verdict
    assert organisation.name in str(verdict.reason)


def test_an_ended_mandate_lets_nobody_edit() -> None:
    mandate = MandateFactory.create(right="edit", ended=True)

    assert not may_edit(acting(mandate.person), mandate.organisation)


def test_offices_settle_doubles_and_others_do_not() -> None:
    assert may_settle_doubles(acting(coordinator()))
    assert may_settle_doubles(acting(office_of(ClusterFactory.create())))
    assert not may_settle_doubles(acting(editor_of(OrganisationFactory.create())))
    assert not may_settle_doubles(acting(OfficeFactory.create(of_network=True, kind="auditor").person))
    assert not may_settle_doubles(acting())


def test_who_may_not_edit_is_told_why(client: Client) -> None:
    organisation = OrganisationFactory.create()
    client.force_login(member_of(organisation))

    response = client.get(
        reverse("organisations:edit", args=[organisation.slug]), headers={"accept-language": "en"}
    )

    assert response.status_code == 403
    assert "mandate to edit" in response.content.decode()


def test_nobody_signed_in_is_asked_to_sign_in_before_editing(client: Client) -> None:
    response = client.get(reverse("organisations:edit", args=[OrganisationFactory.create().slug]))

    assert response.status_code == 302


def test_editing_what_is_hidden_looks_like_editing_what_is_missing(client: Client) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)
    client.force_login(PersonFactory.create())

    assert client.get(reverse("organisations:edit", args=[hidden.slug])).status_code == 404
    assert client.get(reverse("organisations:edit", args=["mancante"])).status_code == 404


def test_doubles_are_not_for_members(client: Client) -> None:
    client.force_login(member_of(OrganisationFactory.create()))

    assert client.get(reverse("organisations:doubles")).status_code == 403
