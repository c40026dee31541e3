from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from convivio.dues import bank_csv
from convivio.dues.actions import booking, paying
from convivio.dues.balances import balances_of, credit_of
from convivio.dues.errors import (
    FileCannotBeUndone,
    FileIsBooked,
    PaymentIsMatched,
    PaymentIsReversed,
    PaymentWasPaidBack,
    UnreadableBankFile,
)
from convivio.dues.ledger import flaws
from convivio.dues.models import BankFile, BankLine, Notice, Payment
from convivio.dues.proposing import Proposer, Why
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member, paid
from convivio.kernel.errors import NotAllowed
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db
ITALIAN = "Banca di Prova;;;\nConto 123;;;\nData contabile;Descrizione;Dare;Avere\n"


@pytest.fixture
def notices() -> list[Notice]:
    cluster = cluster_with_rules()
    for name in ("Officina Panaro S.r.l.", "Laboratorio Secchia"):
        member(cluster, name)
    return issued(cluster, keeper(cluster))


@pytest.fixture
def by(notices: list[Notice]) -> Acting:
    return keeper(notices[0].cluster)


def sent(notices: Sequence[Notice], by: Acting, *rows: str, head: str = ITALIAN) -> BankFile:
    return booking.send_bank_file(notices[0].cluster, "m.csv", (head + "\n".join(rows)).encode(), by=by)


@pytest.mark.parametrize(
    "text", ["02/03/2026", "2/3/26", "2026-03-02", "02.03.2026", "2 mar 2026", "2 marzo 2026", "2 March 2026"]
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert bank_csv.read_day(text) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "03/2026", "yesterday", "2 xyz 2026", "1/1/9999", "٠١/٠٢/٢٠٢٦x"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert bank_csv.read_day(text) is None


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1.234,56", ",", "1234.56"),
        ("€ 1.234,5", ",", "1234.50"),
        ("1,234.56", ".", "1234.56"),
        ("-500,00", ",", "-500"),
        ("500,00-", ",", "-500"),
        ("(12.00)", ".", "-12"),
        ("+ 1.000", ",", "1000"),
        ("1’000.50 EUR", ".", "1000.50"),
    ],
)
def test_amounts_are_read_in_both_manners(text: str, decimal: str, amount: str) -> None:
    assert bank_csv.read_amount(text, decimal) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "12.34.56,1", "1,234", "NaN", "1e9", "99999999999", "1" + 30 * "0", "--", "١٢"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert bank_csv.read_amount(text, ",") is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    assert bank_csv.read_day(text) is None or text
    for decimal in ",.":
        amount = bank_csv.read_amount(text, decimal)
        assert amount is None or amount == round(amount, 2)


def test_titles_are_found_below_what_the_bank_put_above_them() -> None:
    sheet = bank_csv.read_sheet(("\ufeff" + ITALIAN + "02/03/2026;x;;1.500,00\n").encode())

    assert bank_csv.guess(sheet.header) == {0: "day", 1: "words", 2: "went_out", 3: "came_in"}
    assert sheet.rows == [(4, ["02/03/2026", "x", "", "1.500,00"])]


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        (["1.234", "2,50"], [1234, 2.5]),
        (["1,234", "2.50"], [1234, 2.5]),
        (["1.500"], [1500]),
        (["1,500"], [1500]),
    ],
)
def test_the_column_says_which_sign_begins_the_cents(rows: list[str], amounts: list[float]) -> None:
    text = "Date\tAmount\n" + "".join(f"2026-03-02\t{row}\n" for row in rows)
    sheet = bank_csv.read_sheet(text.encode())
    read = bank_csv.read_rows(sheet, bank_csv.guess(sheet.header))

    assert [float(row.amount or 0) for row in read] == amounts


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<html>",
        b"Data;Importo\n",
        b"a\0b;c\nd;e",
        b'Data;Importo\n"2026',
        b"x" * (bank_csv.LARGEST_FILE + 1),
        b"Data;Importo\n" + b"2026-01-01;1\n" * (bank_csv.MOST_ROWS + 5),
        b"Data;Importo\n" + b";" * 3000,
        b"Data;Importo\n2026-01-01;" + b"9" * 9000,
        b"Data;Importo\n2026-01-01;1;more;cells",
    ],
)
def test_a_hostile_file_is_refused_whole_with_a_sentence(
    content: bytes, notices: list[Notice], by: Acting
) -> None:
    with pytest.raises(UnreadableBankFile) as refusal:
        booking.send_bank_file(notices[0].cluster, "m.csv", content, by=by)

    assert refusal.value.message
    assert not BankFile.objects.exists()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        sheet = bank_csv.read_sheet(content)
    except UnreadableBankFile:
        return
    assert bank_csv.read_rows(sheet, {0: "day", 1: "amount"}) is not None


def test_payments_are_known_by_reference_number_amount_and_name(notices: list[Notice]) -> None:
    first, second = notices
    spaced = " ".join(first.reference)
    proposer = Proposer(first.cluster)
    found = [
        proposer.propose(Decimal(200), "", f"quota {spaced.lower()}"),
        proposer.propose(Decimal(10), "", f"avviso {second.year}/{second.number:04d}"),
        proposer.propose(Decimal(300), "LABORATORIO SECCHIA", "quota"),
        proposer.propose(Decimal(7), "OFFICINA PANARO SRL", ""),
        proposer.propose(Decimal(500), "Ignoto", f"{first.reference} {second.reference}"),
    ]

    assert [one.why for one in found] == [
        Why.REFERENCE,
        Why.NUMBER,
        Why.AMOUNT_AND_NAME,
        Why.NAME,
        Why.NOTHING,
    ]
    assert [one.account for one in found[:3]] == [first.account, second.account, first.account]


def test_nothing_is_booked_before_it_is_confirmed(notices: list[Notice], by: Acting) -> None:
    file = sent(notices, by, f"02/03/2026;{notices[0].reference};;500,00", "03/03/2026;spese;12,00;")
    seen = booking.preview(file)

    assert [one.choice for one in seen] == [f"account:{notices[0].account_id}", ""]
    assert not Payment.objects.exists()


def test_a_confirmed_file_is_booked_and_pays(notices: list[Notice], by: Acting) -> None:
    file = sent(notices, by, f"02/03/2026;{notices[0].reference};;500,00", "03/03/2026;chi lo sa;;70,00")

    assert booking.book_file(file, by=by) == {"matched": 1, "left": 1, "skipped": 0}
    assert balances_of(notices)[notices[0].pk].open == 0
    with pytest.raises(FileIsBooked):
        booking.book_file(file, by=by)
    assert flaws(notices[0].cluster) == []


def test_the_same_file_twice_books_nothing_twice(notices: list[Notice], by: Acting) -> None:
    rows = [f"02/03/2026;{notices[0].reference};;250,00"] * 2
    for _ in range(2):
        booking.book_file(sent(notices, by, *rows), by=by)
    longer = sent(notices, by, *rows, "05/03/2026;altro;;10,00")

    assert Payment.objects.count() == 2
    assert [one.is_known for one in booking.preview(longer)] == [True, True, False]


def test_the_database_refuses_a_line_twice(notices: list[Notice], by: Acting) -> None:
    booking.book_file(sent(notices, by, "02/03/2026;x;;250,00"), by=by)
    line = BankLine.objects.get()
    line.pk, line.payment = None, paid(line.cluster, "1", by)

    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_file_that_is_taken_back_is_reversed_and_can_be_booked_again(
    notices: list[Notice], by: Acting
) -> None:
    row = f"02/03/2026;{notices[0].reference};;500,00"
    file = sent(notices, by, row)
    booking.book_file(file, by=by)

    assert booking.undo_file(file, by=by) == 1
    assert balances_of(notices)[notices[0].pk].open == 500
    with pytest.raises(FileCannotBeUndone):
        booking.undo_file(file, by=by)
    booking.book_file(sent(notices, by, row), by=by)
    assert (Payment.objects.count(), flaws(notices[0].cluster)) == (2, [])


def test_a_file_of_which_money_was_paid_back_is_not_taken_back(notices: list[Notice], by: Acting) -> None:
    file = sent(notices, by, "01/03/2026;altro;;5,00", f"02/03/2026;{notices[0].reference};;600,00")
    booking.book_file(file, by=by)
    assert paying.pay_back(Payment.objects.get(amount=600), by=by) == 10000

    with pytest.raises(PaymentWasPaidBack):
        booking.undo_file(file, by=by)
    assert not Payment.objects.filter(reversed_on__isnull=False).exists()


def test_what_a_person_says_of_a_line_counts(notices: list[Notice], by: Acting) -> None:
    file = sent(
        notices,
        by,
        "02/03/2026;x;;100,00",
        "02/03/2026;y;;100,00",
        f"02/03/2026;{notices[0].reference};;9,00",
    )
    booking.answer_lines(file, {"4": f"account:{notices[1].account_id}", "5": "skip", "6": "leave"}, by=by)

    assert booking.book_file(file, by=by) == {"matched": 1, "left": 1, "skipped": 1}
    assert balances_of(notices)[notices[1].pk].paid == 100


def test_a_file_is_for_the_office_alone(notices: list[Notice], by: Acting) -> None:
    other = keeper(cluster_with_rules())
    file = sent(notices, by, "02/03/2026;x;;100,00")

    for act in (booking.book_file, booking.undo_file):
        with pytest.raises(NotAllowed):
            act(file, by=other)
    with pytest.raises(NotAllowed):
        sent(notices, other, "02/03/2026;x;;100,00")


def test_another_office_says_nothing_of_the_lines_of_a_file(notices: list[Notice], by: Acting) -> None:
    other = keeper(cluster_with_rules())
    file = sent(notices, by, "02/03/2026;x;;100,00")

    with pytest.raises(NotAllowed):
        booking.answer_lines(file, {"4": "skip"}, by=other)
    with pytest.raises(NotAllowed):
        booking.choose_columns(file, {0: "day", 3: "amount"}, by=other)


def test_a_file_that_nobody_books_is_forgotten(notices: list[Notice], by: Acting) -> None:
    sent(notices, by, "02/03/2026;x;;100,00")

    assert booking.forget_files(now() + timedelta(days=3)) == 1


def test_one_payment_pays_several_notices_and_the_rest_is_credit(notices: list[Notice], by: Acting) -> None:
    older = issued(notices[0].cluster, by, notices[0].year - 1)
    payment = paid(notices[0].cluster, "1200", by, notices[0].account)

    mine = [one for one in (*notices, *older) if one.account_id == notices[0].account_id]
    assert [one.open for one in balances_of(mine).values()] == [0, 0]
    assert credit_of(payment) == 20000


def test_the_named_notice_is_paid_first(notices: list[Notice], by: Acting) -> None:
    cluster = notices[0].cluster
    issued(cluster, by, notices[0].year - 1)
    first, last = Notice.objects.filter(account=notices[0].account).order_by("pk")
    arrival = paying.Arrival(on=date(2026, 3, 2), amount=Decimal(100))
    paying.record_payment(cluster, arrival, account=first.account, first=[last], by=by)

    assert balances_of([first, last])[last.pk].paid == 100


def test_a_payment_is_matched_once_and_reversed_once(notices: list[Notice], by: Acting) -> None:
    payment = paid(notices[0].cluster, "100", by, notices[0].account)

    with pytest.raises(PaymentIsMatched):
        paying.match_payment(payment, notices[1].account, by=by)
    paying.reverse_payment(payment, by=by)
    for act in (paying.reverse_payment, paying.take_payment_off, paying.pay_back):
        with pytest.raises(PaymentIsReversed):
            act(payment, by=by)


def test_somebody_else_records_matches_and_reverses_nothing(notices: list[Notice], by: Acting) -> None:
    other = keeper(cluster_with_rules())
    payment = paid(notices[0].cluster, "100", by, notices[0].account)

    for act in (paying.reverse_payment, paying.take_payment_off, paying.pay_back):
        with pytest.raises(NotAllowed):
            act(payment, by=other)
    with pytest.raises(NotAllowed):
        paid(notices[0].cluster, "1", other)
