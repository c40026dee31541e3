from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import coordinator
from convivio.dues.actions.batches import go_on_with_batches
from convivio.dues.actions.booking import send_bank_file
from convivio.dues.issuing_plan import plan_of
from convivio.dues.models import BankFile, Books, FeeSchedule, Notice, Payment, Reminder, ReminderLevel
from convivio.dues.tests.factories import IBAN, cluster_with_rules, issued, keeper, member, paid, payer_of
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db
YEAR = localdate().year


@pytest.fixture
def kept() -> Cluster:
    cluster = cluster_with_rules()
    member(cluster, "Officina Panaro")
    return cluster


@pytest.fixture
def by(kept: Cluster) -> Acting:
    return keeper(kept)


@pytest.fixture
def office(client: Client, by: Acting) -> Client:
    enter(client, by)
    return client


def enter(client: Client, who: Acting) -> None:
    assert who.person is not None
    client.force_login(who.person)


def url(name: str, cluster: Cluster, *rest: object) -> str:
    return reverse(f"dues:{name}", args=[cluster.slug, *rest])


@pytest.mark.parametrize(
    "name",
    "desk rules rules_change rules_preview settings issuing notices payments bank late".split(),
)
@pytest.mark.parametrize("language", ["it", "en"])
def test_each_page_of_the_office_opens(
    name: str, language: str, office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    Notice.objects.update(due_on=localdate() - timedelta(days=40))
    paid(kept, "100", by, notice.account)
    response = office.get(url(name, kept), headers={"accept-language": language})

    assert response.status_code == 200
    assert str(kept.name[language]) in response.content.decode()


@pytest.mark.parametrize(("name", "most"), [("desk", 12), ("notices", 10)])
def test_its_lists_ask_few_questions_whatever_the_members(
    name: str, most: int, office: Client, by: Acting, django_assert_max_num_queries: Any
) -> None:
    cluster = by.choices[0].body
    assert isinstance(cluster, Cluster)
    for _more in range(2):
        member(cluster)
        issued(cluster, by)
        office.get(url(name, cluster))
        with django_assert_max_num_queries(most):
            assert office.get(url(name, cluster)).status_code == 200


@pytest.mark.parametrize("name", ["desk", "notices", "issuing", "late"])
def test_another_office_finds_nothing_there(name: str, client: Client, kept: Cluster) -> None:
    enter(client, keeper(cluster_with_rules()))

    assert client.get(url(name, kept)).status_code == 404
    assert client.post(url(name, kept)).status_code == 404


def test_the_coordinator_sees_totals_and_no_names(client: Client, kept: Cluster, by: Acting) -> None:
    issued(kept, by)
    client.force_login(coordinator())
    shown = client.get(reverse("dues:overview")).content.decode()

    assert "500" in shown
    assert "Officina Panaro" not in shown
    assert client.get(url("desk", kept)).status_code == 404


def test_the_office_issues_what_it_saw(office: Client, kept: Cluster) -> None:
    shown = office.get(url("issuing", kept))
    plan = plan_of(kept, YEAR)
    membership = plan.proposals[0].membership
    data = {"year": YEAR, "seen": plan.digest, "member": [membership.pk], "send": "on"}
    response = office.post(url("issuing", kept), data)
    go_on_with_batches()

    assert plan.digest in shown.content.decode()
    assert (response.status_code, Notice.objects.get().total) == (302, Decimal(500))


def test_a_page_that_grew_old_issues_nothing(office: Client, kept: Cluster) -> None:
    response = office.post(url("issuing", kept), {"year": YEAR, "seen": "old", "member": []})

    assert (response.status_code, Notice.objects.count()) == (409, 0)


def test_the_papers_are_for_the_office_and_for_those_who_pay(
    office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    payment = paid(kept, "100", by, notice.account)
    slug = notice.account.organisation.slug
    own = Client()
    enter(own, payer_of(notice.account.organisation))
    addresses = [
        reverse("dues:our_notice", args=[slug, notice.pk]),
        reverse("dues:our_receipt", args=[slug, payment.pk]),
    ]

    assert all(own.get(one).content.startswith(b"%PDF") for one in addresses)
    assert [office.get(one).status_code for one in addresses] == [404, 404]
    assert office.get(url("notice_paper", kept, notice.pk)).content.startswith(b"%PDF")


def test_a_member_sees_what_it_owes_and_nobody_else_does(client: Client, kept: Cluster, by: Acting) -> None:
    (notice,) = issued(kept, by)
    address = reverse("dues:of_organisation", args=[notice.account.organisation.slug])

    assert client.get(address).status_code == 404
    enter(client, payer_of(notice.account.organisation))
    assert str(notice) in client.get(address).content.decode()


def test_the_notice_page_pays_cancels_and_writes_off(office: Client, kept: Cluster, by: Acting) -> None:
    (notice,) = issued(kept, by)
    page = url("notice", kept, notice.pk)
    said = {
        "on": localdate().isoformat(),
        "amount": "200,50",
        "account": notice.account_id,
        "notice": notice.pk,
    }
    office.post(url("payments", kept), said)
    office.post(url("writing_off", kept, notice.pk), {"reason": "Chiusa"})
    assert "299" in office.get(page).content.decode()
    office.post(url("writing_off", kept, notice.pk), {"back": "yes"})
    office.post(url("cancellation", kept, notice.pk), {"reason": "Sbagliato"})

    assert "Sbagliato" in office.get(page).content.decode()
    assert Payment.objects.get().amount == Decimal("200.50")


def test_a_payment_is_matched_taken_off_paid_back_and_reversed_from_its_page(
    office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    payment = paid(kept, "600", by, payer="Officina Panaro")
    assert "Officina Panaro" in office.get(payment.get_absolute_url()).content.decode()
    office.post(url("matching", kept, payment.pk), {"account": notice.account_id})
    office.post(url("taking_off", kept, payment.pk))
    office.post(url("reversal", kept, payment.pk))

    payment.refresh_from_db()
    assert (payment.account_id, payment.reversed_on) == (None, localdate())
    assert office.get(payment.get_absolute_url()).status_code == 200


def test_the_bank_file_is_walked_from_sending_to_taking_back(
    office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    sent = send_bank_file(
        kept, "m.csv", f"Data;Importo;Causale\n2026-03-02;500,00;{notice.reference}\n".encode(), by=by
    )
    columns = {"column_0": "day", "column_1": "amount", "column_2": "words"}
    assert office.get(url("bank_columns", kept, sent.token)).status_code == 200
    office.post(url("bank_columns", kept, sent.token), columns)
    assert "Officina Panaro" in office.get(url("bank_file", kept, sent.token)).content.decode()
    office.post(url("bank_file", kept, sent.token), {"line-2": "leave", "line-x": "account:1"})
    office.post(url("bank_booking", kept, sent.token))
    assert (Payment.objects.get().account_id, office.get(url("bank_file", kept, sent.token)).status_code) == (
        None,
        200,
    )
    office.post(url("bank_undoing", kept, sent.token))
    assert BankFile.objects.get().undone_at is not None


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    office: Client, kept: Cluster, tmp_path
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"%PDF-1.7")
    with file.open("rb") as sent:
        response = office.post(url("bank", kept), {"file": sent})

    assert (response.status_code, BankFile.objects.count()) == (422, 0)


def test_who_is_late_is_reminded_once_from_the_page(office: Client, kept: Cluster, by: Acting) -> None:
    (notice,) = issued(kept, by)
    payer_of(notice.account.organisation)
    Notice.objects.update(due_on=localdate() - timedelta(days=10))
    for _ in range(2):
        office.post(url("late", kept), {"remind": [f"{notice.pk}-1", "x-y", "9"]})

    assert Reminder.objects.get().level == 1


def test_the_office_keeps_its_settings_words_and_rule(office: Client, kept: Cluster) -> None:
    details = {
        "payee": "Cluster Salute",
        "iban": "IT60 X054 2811 1010 0000 0123 456",
        "bic": "",
        "days_to_pay": 45,
    }
    office.post(url("settings", kept), details)
    words = {"level-1-days": 5, "level-1-subject_it": "A", "level-1-text_it": "B {open}"}
    office.post(url("reminder_words", kept, 1), {**words, "level-1-subject_en": "C", "level-1-text_en": "D"})
    rule = {
        "arrears-from_on": "2026-01-01",
        "arrears-days": 90,
        "arrears-rights": ["vote"],
        "arrears-source": "Art. 9",
    }
    office.post(url("arrears_rule", kept), {**rule, "arrears-decided_on": "2025-11-11"})

    assert (Books.objects.get(cluster=kept).days_to_pay, Books.objects.get(cluster=kept).iban) == (45, IBAN)
    assert (ReminderLevel.objects.get().days, kept.arrears_rules.get().rights) == (5, ["vote"])


@pytest.mark.parametrize("iban", ["IT60X0542811101000000123457", "IT60", "hello"])
def test_an_iban_that_is_not_right_is_refused(iban: str, office: Client, kept: Cluster) -> None:
    response = office.post(url("settings", kept), {"payee": "X", "iban": iban, "days_to_pay": 30})

    assert (response.status_code, Books.objects.get(cluster=kept).iban) == (422, IBAN)


def test_rules_are_copied_and_changed_from_a_day(office: Client, kept: Cluster) -> None:
    form = office.get(url("rules_change", kept)).context
    data = {
        "from_on": f"{YEAR + 1}-01-01",
        "source": "Delibera",
        "decided_on": f"{YEAR}-11-02",
        "part_of_year": "months",
    }
    for forms in (form["line_forms"], form["reduction_forms"]):
        data |= {f"{forms.prefix}-{name}": value for name, value in forms.management_form.initial.items()}
        for row in forms:
            data |= {row.add_prefix(name): row[name].value() or "" for name in row.fields}
    data["lines-0-amount"] = "1.200"
    assert office.post(url("rules_change", kept), data).status_code == 302
    assert office.post(url("rules_change", kept), data).status_code == 422

    old, new = FeeSchedule.objects.filter(cluster=kept).order_by("from_on")
    assert (str(old.until_on), old.lines.get(what="entry").amount) == (f"{YEAR}-12-31", 1000)
    assert (new.lines.get(what="entry").amount, new.reductions.count()) == (1200, 2)


@pytest.mark.parametrize("name", ["ledger", "notices", "payments"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_accountant_takes_tables_away(
    name: str, ending: str, office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    paid(kept, "100", by, notice.account)
    response = office.get(url("export", kept, f"{name}.{ending}"), {"begins": "2020-01-01"})

    assert response.status_code == 200
    assert ending != "csv" or "Officina Panaro" in response.content.decode()
    assert office.get(url("export", kept, "secrets.csv")).status_code == 404


def test_the_statement_shows_every_act_and_keeps_the_address(
    office: Client, kept: Cluster, by: Acting
) -> None:
    (notice,) = issued(kept, by)
    paid(kept, "100", by, notice.account)
    page = url("statement", kept, notice.account.organisation.slug)
    office.post(page, {"email": "conti@example.org"})

    shown = office.get(page).content.decode()
    assert "conti@example.org" in shown
    assert "400" in shown
