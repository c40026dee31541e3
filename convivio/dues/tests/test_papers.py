from decimal import Decimal

import pytest
import segno
from django.utils.translation import override

from convivio.dues import papers
from convivio.dues.actions.asking import cancel_notice
from convivio.dues.errors import PdfFailed
from convivio.dues.models import Books, Notice
from convivio.dues.tests.factories import IBAN, cluster_with_rules, issued, keeper, member, paid
from convivio.dues.tests.pdf_words import metadata_of, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice() -> Notice:
    cluster = cluster_with_rules()
    member(cluster, 'Officina #set text[$1] \\ "Panaro" – società')
    return issued(cluster, keeper(cluster))[0]


def test_the_code_holds_what_the_standard_asks(notice: Notice) -> None:
    books = Books.objects.get()
    told = ["BCD", "002", "1", "SCT", "", books.payee, IBAN, "EUR500", "", notice.reference]
    code = papers.payment_code(books, Decimal(500), notice.reference)

    expected = segno.make(
        "\n".join(told), error="M", encoding="utf-8", boost_error=False, eci=False, micro=False
    )
    assert (code.matrix, code.error) == (expected.matrix, "M")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_notice_is_set_accessible_in_both_languages(notice: Notice, language: str) -> None:
    pdf = papers.notice_pdf(notice, language)

    assert pdf.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf
    assert f"/Lang({language})".encode() in pdf
    assert "pdfuaid:part" in metadata_of(pdf)


def test_what_people_wrote_is_set_as_they_wrote_it(notice: Notice) -> None:
    words = words_in(papers.notice_pdf(notice, "en"))

    assert '#settext[$1]\\"Panaro"–società' in words
    assert "".join(notice.reference.split()) in words
    assert "€500" in words


def test_a_notice_says_who_what_why_and_where_to_pay(notice: Notice) -> None:
    with override("en"):
        data = papers.notice_data(notice)

    assert data["lines"][0][1].startswith("Yearly fee ")
    assert "Statuto, art. 7" in data["lines"][0][1]
    assert ["IBAN", "IT60 X054 2811 1010 0000 0123 456"] in data["payment"]
    assert "<svg" in data["qr"]


def test_the_code_asks_for_what_is_still_open(notice: Notice) -> None:
    by = keeper(notice.cluster)
    paid(notice.cluster, "200", by, notice.account)
    with override("en"):
        data = papers.notice_data(notice)

    assert (data["stamp"], ["Amount", "€\u00a0300"] in data["payment"]) == ("Still open: €\u00a0300.", True)


def test_a_cancelled_notice_says_so_and_asks_for_nothing(notice: Notice) -> None:
    cancel_notice(notice, "Wrong", by=keeper(notice.cluster))
    with override("en"):
        data = papers.notice_data(notice)

    assert data["qr"] == ""
    assert data["stamp"].startswith("Cancelled on ")


def test_a_receipt_says_what_was_paid_and_what_is_left(notice: Notice) -> None:
    payment = paid(notice.cluster, "620.50", keeper(notice.cluster), notice.account)
    with override("en"):
        data = papers.receipt_data(payment)

    assert [line[2] for line in data["lines"]] == ["€\u00a0500", "€\u00a0120.50"]
    assert data["total"] == "€\u00a0620.50"
    assert papers.receipt_pdf(payment, "it").startswith(b"%PDF")


def test_a_paper_that_takes_too_long_is_refused(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_SECONDS", 0.001)

    with pytest.raises(PdfFailed):
        papers.notice_pdf(notice, "it")
