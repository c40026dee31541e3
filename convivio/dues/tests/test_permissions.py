from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.models import Office
from convivio.clusters.tests.factories import OfficeFactory, coordinator
from convivio.dues.actions import asking, keeping_rules
from convivio.dues.actions.taking_over import Earlier, take_over_notice
from convivio.dues.models import ArrearsRule, CreditNote, Notice
from convivio.dues.permissions import has_to_do_with_dues
from convivio.dues.standard_texts import levels_of
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member, payer_of
from convivio.kernel.errors import NotAllowed
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import NOBODY, Acting
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
TODAY = localdate()
Act = Callable[[Notice, Acting], Any]


@pytest.fixture
def notice() -> Notice:
    cluster = cluster_with_rules()
    member(cluster)
    return issued(cluster, keeper(cluster))[0]


def enter(client: Client, who: Acting) -> None:
    assert who.person is not None
    client.force_login(who.person)


def take_over(notice: Notice, by: Acting) -> Notice:
    membership = notice.cluster.memberships.get()
    earlier = Earlier(membership, "yearly", 2019, Decimal(300), date(2019, 3, 1), date(2019, 4, 1))
    return take_over_notice(earlier, by=by)


def begin_rule(notice: Notice, by: Acting) -> ArrearsRule:
    said = {"from_on": TODAY, "decided_on": TODAY, "source": "Art. 9", "days": 60, "rights": ["vote"]}
    return keeping_rules.begin_arrears_rule(ArrearsRule(cluster=notice.cluster, **said), by=by)


@pytest.mark.parametrize(
    "act",
    [
        lambda notice, by: asking.send_notice(notice, by=by),
        lambda notice, by: asking.cancel_notice(notice, "Wrong", by=by),
        lambda notice, by: asking.write_off(notice, "Closed down", by=by),
        lambda notice, by: keeping_rules.say_where_to_pay(notice.cluster, {"payee": "Another"}, by=by),
        lambda notice, by: keeping_rules.keep_reminder_level(levels_of(notice.cluster)[0], by=by),
        lambda notice, by: keeping_rules.write_to(notice.account, "conti@example.org", by=by),
        take_over,
        begin_rule,
    ],
)
def test_what_the_office_does_another_office_may_not(act: Act, notice: Notice) -> None:
    with pytest.raises(NotAllowed):
        act(notice, keeper(cluster_with_rules()))

    assert (Notice.objects.count(), CreditNote.objects.count()) == (1, 0)
    assert act(notice, keeper(notice.cluster)) is not False


def test_another_office_does_not_ask_again_for_what_was_written_off(notice: Notice) -> None:
    asking.write_off(notice, "Closed down", by=keeper(notice.cluster))

    with pytest.raises(NotAllowed):
        asking.take_write_off_back(notice, by=keeper(cluster_with_rules()))


def test_each_office_opens_its_own_desk_and_no_other(client: Client) -> None:
    first, second = cluster_with_rules(), cluster_with_rules()
    desks = [reverse("dues:desk", args=[slug]) for slug in (first.slug, second.slug, "nowhere")]
    answers = []
    for cluster in (first, second):
        enter(client, keeper(cluster))
        answers.append([client.get(one).status_code for one in desks])

    assert answers == [[200, 404, 404], [404, 200, 404]]


def test_each_payer_sees_what_their_own_organisation_owes(client: Client) -> None:
    first, second = (OrganisationFactory.create(name=name) for name in ("Alfa Prova", "Beta Prova"))
    pages = [reverse("dues:of_organisation", args=[slug]) for slug in (first.slug, second.slug, "nobody")]
    answers = []
    for organisation in (first, second):
        enter(client, payer_of(organisation))
        answers.append([client.get(one).status_code for one in pages])

    assert answers == [[200, 404, 404], [404, 200, 404]]


@pytest.mark.parametrize(("right", "status"), [("pay", 200), ("sign", 200), ("edit", 404)])
def test_what_an_organisation_owes_is_for_those_who_pay_or_sign(
    right: str, status: int, client: Client
) -> None:
    organisation = OrganisationFactory.create()
    enter(client, acting(MandateFactory.create(organisation=organisation, right=right).person))

    assert client.get(reverse("dues:of_organisation", args=[organisation.slug])).status_code == status


def test_totals_of_the_network_are_for_the_coordinator_alone(client: Client, notice: Notice) -> None:
    people = [acting(coordinator()), keeper(notice.cluster), payer_of(notice.account.organisation)]
    shown = []
    for who in [*people, acting(PersonFactory.create())]:
        enter(client, who)
        shown.append(client.get(reverse("dues:overview")).context["totals"] is not None)

    assert shown == [True, False, False, False]


def test_the_place_of_dues_is_shown_to_whoever_has_to_do_with_them() -> None:
    payer, signer, editor = (
        MandateFactory.create(right=right).person
        for right in (Mandate.Right.PAY, Mandate.Right.SIGN, Mandate.Right.EDIT)
    )
    board = OfficeFactory.create(kind=Office.Kind.BOARD).person
    somebody = [OfficeFactory.create().person, coordinator(), payer, signer]

    assert [_has_to_do(acting(one)) for one in somebody] == [True] * 4
    assert [_has_to_do(one) for one in (acting(editor), acting(board), NOBODY)] == [False] * 3


def _has_to_do(who: Acting) -> bool:
    request = HttpRequest()
    request.acting = who  # type: ignore[attr-defined]
    return has_to_do_with_dues(request)
