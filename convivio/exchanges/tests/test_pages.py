"""The pages: what the two sides see, that nobody else knows of it, and that what was typed stays."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.tests.factories import MembershipFactory, OfficeFactory
from convivio.exchanges.models import Exchange
from convivio.exchanges.tests.factories import ConfirmedFactory, ExchangeFactory
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def signed_in(organisation: Organisation, *rights: str) -> Client:
    client, person = Client(), PersonFactory.create()
    for right in rights or ("read", "speak"):
        MandateFactory.create(person=person, organisation=organisation, right=right)
    client.force_login(person)
    return client


def typed(other: Organisation, **more: str) -> dict[str, str]:
    return {"way": "gave", "other": other.name, "words": "Un parere", "what": "advice:hour", "amount": "1,5",
            "on": localdate().isoformat(), "worth": "", "worth_basis": "", **more}  # fmt: skip


def test_what_was_given_is_written_down_with_a_comma() -> None:
    ours, other = OrganisationFactory.create(), OrganisationFactory.create()

    answer = signed_in(ours).post(reverse("exchanges:new"), typed(other))

    exchange = Exchange.objects.get()
    assert (answer.status_code, exchange.amount, exchange.giver) == (302, Decimal("1.5"), ours)


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "0"), ("amount", "tre"), ("amount", "NaN"), ("on", "2999-01-01"), ("on", ""), ("other", "Nessuno Srl"),
     ("what", "advice:seat"), ("worth_basis", "due ore")],
)  # fmt: skip
def test_a_wrong_line_is_said_and_nothing_typed_is_lost(field: str, value: str) -> None:
    other = OrganisationFactory.create()

    answer = signed_in(OrganisationFactory.create()).post(
        reverse("exchanges:new"), {**typed(other), field: value}
    )

    assert (answer.status_code, Exchange.objects.count()) == (422, 0)
    assert "Un parere" in answer.content.decode()


def test_only_the_two_sides_know_of_an_exchange() -> None:
    exchange = ExchangeFactory.create()
    page = exchange.get_absolute_url()

    seen = [signed_in(one).get(page).status_code for one in (exchange.giver, exchange.taker)]

    assert seen == [200, 200]
    assert signed_in(OrganisationFactory.create()).get(page).status_code == 404
    assert (
        signed_in(OrganisationFactory.create()).post(f"{page}step/", {"move": "confirm"}).status_code == 404
    )


def test_it_is_confirmed_on_its_page() -> None:
    exchange = ExchangeFactory.create()

    answer = signed_in(exchange.taker).post(f"{exchange.get_absolute_url()}step/", {"move": "confirm"})

    exchange.refresh_from_db()
    assert (answer.status_code, exchange.state) == (302, "confirmed")


def test_seeing_it_differently_wants_a_word() -> None:
    exchange = ExchangeFactory.create()

    answer = signed_in(exchange.taker).post(f"{exchange.get_absolute_url()}step/", {"move": "dispute"})

    assert answer.status_code == 422


def test_a_second_click_keeps_what_was_typed() -> None:
    exchange = ConfirmedFactory.create()
    said = {"move": "dispute", "words": "Erano due ore sole"}

    answer = signed_in(exchange.taker).post(f"{exchange.get_absolute_url()}step/", said)

    assert answer.status_code == 409


def test_the_ledger_is_one_organisations_and_can_be_taken_away() -> None:
    exchange, other = ConfirmedFactory.create(), ConfirmedFactory.create()
    client = signed_in(exchange.giver)

    table = client.get(reverse("exchanges:ours"), {"format": "csv"}).content.decode()

    assert (exchange.words in table, other.words in table) == (True, False)
    assert client.get(reverse("exchanges:ours"), {"of": other.giver.slug}).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["year=abc", "year=99999999999999999999", "side=both", "kind=none", "state=x", "page=-1", "year=0"],
)
def test_an_address_that_means_nothing_breaks_nothing(query: str) -> None:
    exchange = ConfirmedFactory.create()

    assert signed_in(exchange.giver).get(f"{reverse('exchanges:ours')}?{query}").status_code == 200


def test_the_list_asks_the_same_at_ten_and_at_two_hundred(django_assert_max_num_queries: object) -> None:
    ours = OrganisationFactory.create()
    client = signed_in(ours)
    ConfirmedFactory.create_batch(30, giver=ours)
    client.get(reverse("exchanges:ours"))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("exchanges:ours"))


def test_an_office_reads_sums_and_not_words() -> None:
    membership = MembershipFactory.create()
    exchange = ConfirmedFactory.create(giver=membership.organisation)
    client, person = Client(), PersonFactory.create()
    OfficeFactory.create(person=person, cluster=membership.cluster, kind="cluster_office")
    client.force_login(person)

    said = client.get(reverse("exchanges:of_cluster", args=[membership.cluster.slug])).content.decode()

    assert (exchange.giver.name in said, exchange.words in said) == (True, False)
    assert client.get(exchange.get_absolute_url()).status_code == 404
    assert signed_in(exchange.giver).get(
        reverse("exchanges:of_cluster", args=[membership.cluster.slug])
    ).status_code in {403, 404}


def test_anybody_reads_the_totals(client: Client) -> None:
    assert client.get(reverse("exchanges:totals")).status_code == 200
    assert client.get(reverse("exchanges:totals"), {"format": "xlsx"}).status_code == 200


def test_who_only_reads_is_told_what_it_takes() -> None:
    exchange = ExchangeFactory.create()

    page = signed_in(exchange.taker, "read").get(exchange.get_absolute_url()).content.decode()

    assert f"parlare per {exchange.taker.name}" in page
    assert exchange.giver.name not in page.partition("parlare per")[2].partition("</p>")[0]
