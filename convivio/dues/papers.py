"""Notices and receipts on paper: what stands in them, in one language, and the PDF."""

import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from segno import QRCode, helpers

from convivio.dues.balances import credit_of, open_cents, paid_by
from convivio.dues.errors import PdfFailed
from convivio.dues.fees import Basis, explain
from convivio.dues.funding_footer import emblem, emblem_words, statement
from convivio.dues.ledger import euros_of
from convivio.dues.models import Books, Charge, CreditNote, Notice, Payment
from convivio.dues.references import in_fours
from convivio.kernel.money import euros
from convivio.organisations.models import Identifier, Organisation
from convivio.web.amounts import in_words, money

SETTER = Path(__file__).with_name("typesetting.py")
MOST_SECONDS = 20


def notice_pdf(notice: Notice, language: str) -> bytes:
    """Set a notice, with the code that a bank's app reads.

    Raises:
        PdfFailed: it took too long.
    """
    with translation.override(language):
        return _set("notice", notice_data(notice), notice.on)


def receipt_pdf(payment: Payment, language: str) -> bytes:
    """Set the receipt of a payment that is matched.

    Raises:
        PdfFailed: it took too long.
    """
    with translation.override(language):
        return _set("receipt", receipt_data(payment), payment.on)


def payment_code(books: Books, amount: Decimal, reference: str) -> QRCode:
    """Make the code of a SEPA credit transfer.

    Source: European Payments Council, EPC069-12, version 002, error correction M.
    """
    return helpers.make_epc_qr(
        books.payee, books.iban, amount, reference=reference, bic=books.bic or None, encoding="utf-8"
    )


def notice_data(notice: Notice) -> dict[str, Any]:
    """Say what stands in a notice, in the language that is active."""
    books, _made = Books.objects.get_or_create(cluster=notice.cluster)
    charges = list(notice.charges.select_related("membership"))
    credit = CreditNote.objects.filter(notice=notice).first()
    left = euros_of(sum(open_cents(charges).values()))
    asks = credit is None and left > 0 and books.can_ask
    return {
        **_frame(books, notice.account.organisation),
        "title": _("Notice %(number)s") % {"number": notice},
        "facts": [
            [_("Day"), in_words(notice.on, "j F Y")],
            [_("Due on"), in_words(notice.due_on, "j F Y")],
            [_("Reference"), in_fours(notice.reference)],
        ],
        "stamp": _stamp(credit, left, notice),
        "lines": [_line(charge) for charge in charges],
        "total": money(notice.total),
        "qr": _drawn(payment_code(books, left, notice.reference)) if asks else "",
        "payment": _payment_facts(books, notice, left),
        "words": {
            **_columns(),
            "how": _("How to pay"),
            "qr": _("Code of the transfer, for your bank’s app"),
            "scan": _("Most bank apps read this code: it holds the account, the amount and the reference."),
        },
    }


def _stamp(credit: CreditNote | None, left: Decimal, notice: Notice) -> str:
    if credit is not None:
        day = in_words(credit.on, "j F Y")
        return _("Cancelled on %(day)s by credit %(number)s.") % {"day": day, "number": credit}
    if left == notice.total:
        return ""
    return _("Still open: %(amount)s.") % {"amount": money(left)} if left else _("Nothing is open.")


def _payment_facts(books: Books, notice: Notice, left: Decimal) -> list[list[str]]:
    rows = [
        [_("Holder"), books.payee],
        ["IBAN", in_fours(books.iban)],
        ["BIC", books.bic],
        [_("Amount"), money(left)],
        [_("Reference"), in_fours(notice.reference)],
    ]
    return [row for row in rows if row[1]]


def receipt_data(payment: Payment) -> dict[str, Any]:
    """Say what stands in a receipt, in the language that is active."""
    assert payment.account is not None  # noqa: S101 - a receipt is somebody's
    books, _made = Books.objects.get_or_create(cluster=payment.cluster)
    paid, rest = paid_by(payment), credit_of(payment)
    charges = Charge.objects.select_related("notice", "membership").in_bulk(paid)
    lines = [
        [
            f"{charges[number].get_what_display()} {charges[number].year}",
            _of_notice(charges[number]),
            _euros(cents),
        ]
        for number, cents in paid.items()
    ]
    if rest:
        lines.append([_("Credit"), _("Kept for what will be asked next."), _euros(rest)])
    return {
        **_frame(books, payment.account.organisation),
        "title": _("Receipt %(number)s") % {"number": payment},
        "facts": [
            [_("Received on"), in_words(payment.on, "j F Y")],
            [_("Paid by"), payment.payer or payment.account.organisation.name],
        ],
        "stamp": _("This payment was reversed.") if payment.reversed_on else "",
        "lines": lines,
        "total": _euros(sum(paid.values()) + rest),
        "words": {
            **_columns(),
            "asked": _("What it paid"),
            "note": _("This receipt says what %(payee)s received. It is no invoice.")
            % {"payee": books.payee or payment.cluster},
        },
    }


def _of_notice(charge: Charge) -> str:
    return _("Notice %(number)s") % {"number": charge.notice}


def _euros(cents: int) -> str:
    return money(euros_of(cents))


def _line(charge: Charge) -> list[str]:
    basis = Basis(**charge.basis)
    title = f"{charge.get_what_display()} {charge.year}"
    return [title[:1].upper() + title[1:], explain(basis, euros(charge.amount)), money(charge.amount)]


def _columns() -> dict[str, str]:
    return {
        "what": _("What for"),
        "amount": _("Amount"),
        "total": _("Total"),
        "asked": _("What is asked"),
    }


def _frame(books: Books, organisation: Organisation) -> dict[str, Any]:
    """Say what stands at the head and the foot of every paper."""
    language = translation.get_language() or "it"
    sender = [books.address, _numbered(_("VAT"), books.vat), _numbered(_("Fiscal code"), books.fiscal_code)]
    place = " ".join(part for part in (organisation.postcode, organisation.city) if part)
    vat = Identifier.objects.filter(organisation=organisation, scheme=Identifier.Scheme.VAT).first()
    address = [organisation.street, place, _numbered(_("VAT"), vat.value if vat else "")]
    return {
        "lang": language[:2],
        "cluster": str(books.cluster),
        "payee": books.payee or str(books.cluster),
        "sender": [one for one in (*sender, books.email) if one],
        "organisation": organisation.name,
        "address": [one for one in address if one],
        "emblem": emblem(books.cluster, language),
        "emblem_alt": emblem_words(language),
        "funding": statement(books.cluster, language),
    }


def _numbered(name: str, number: str) -> str:
    return f"{name} {number}" if number else ""


def _drawn(code: QRCode) -> str:
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue().decode()


def _set(template: str, data: dict[str, Any], day: date) -> bytes:
    wanted = json.dumps({"template": template, "data": data, "day": day.isoformat()})
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with no shell
            [sys.executable, "-I", "-X", "utf8", str(SETTER)],
            input=wanted.encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as case:
        raise PdfFailed from case
    return done.stdout
