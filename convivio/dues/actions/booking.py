"""A bank's file: sent, its columns said, looked at line by line, booked once, taken back by reversal."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.actions.paying import Arrival, record_payment, reverse_payment
from convivio.dues.bank_csv import BankRow, BankSheet, guess, read_rows, read_sheet
from convivio.dues.errors import FileCannotBeUndone, FileIsBooked, UnreadableBankFile
from convivio.dues.ledger import hold_books
from convivio.dues.models import Account, BankFile, BankLine, Notice, Payment
from convivio.dues.permissions import may_keep_dues
from convivio.dues.proposing import Proposal, Proposer, Why
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

KEPT = timedelta(days=2)
LEAVE, SKIP = "leave", "skip"


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of a file as a person sees it before it is booked: what it is, and what becomes of it.

    `choice` is `account:N`, `leave` (booked, matched later) or `skip`; nothing for what is never booked.
    """

    row: BankRow
    proposal: Proposal
    choice: str = ""
    is_known: bool = False

    @property
    def is_booked(self) -> bool:
        return self.choice not in {"", SKIP}


def send_bank_file(cluster: Cluster, name: str, content: bytes, *, by: Acting) -> BankFile:
    """Keep the rows of a bank's file until it is booked, or two days have passed.

    Raises:
        NotAllowed.
        UnreadableBankFile: then nothing of it is kept.
    """
    may_keep_dues(by, cluster).enforce()
    sheet = read_sheet(content)
    with transaction.atomic():
        forget_files(now())
        sent = BankFile.objects.create(
            token=secrets.token_urlsafe(24),
            cluster=cluster,
            person=by.person,
            file_name=PurePath(name).name[-200:] or "csv",
            header=sheet.header,
            rows=[[line, *cells] for line, cells in sheet.rows],
            columns={str(place): what for place, what in guess(sheet.header).items()},
        )
        record("dues.bank_file_sent", sent.key, by=by, because=cluster, facts={"rows": len(sheet.rows)})
    return sent


@transaction.atomic
def choose_columns(sent: BankFile, columns: Mapping[int, str], *, by: Acting) -> None:
    """Say which column is what.

    Raises:
        NotAllowed, FileIsBooked.
        UnreadableBankFile: no column is the day or the amount, or one is said twice.
    """
    _hold(sent, by)
    check_columns(list(columns.values()))
    sent.columns = {str(place): what for place, what in columns.items()}
    sent.save(update_fields=["columns"])


def check_columns(chosen: list[str]) -> None:
    """Refuse a choice of columns that says too little, or one thing twice."""
    if "day" not in chosen or not {"amount", "came_in"} & set(chosen):
        raise UnreadableBankFile(_("Say which column is the day, and which the amount."))
    if len(set(chosen)) != len(chosen):
        raise UnreadableBankFile(_("Two columns are said to be the same. Choose one."))


@transaction.atomic
def answer_lines(sent: BankFile, choices: Mapping[str, str], *, by: Acting) -> None:
    """Keep what a person says of some lines.

    Raises:
        NotAllowed, FileIsBooked.
    """
    _hold(sent, by)
    sent.choices = {**sent.choices, **choices}
    sent.save(update_fields=["choices"])


def preview(sent: BankFile) -> list[Seen]:
    """Say what becomes of each line: nothing is written.

    Raises:
        UnreadableBankFile: the columns do not say enough.
    """
    columns = {int(place): what for place, what in sent.columns.items()}
    check_columns(list(columns.values()))
    sheet = BankSheet(sent.header, [(int(row[0]), row[1:]) for row in sent.rows])
    rows = read_rows(sheet, columns)
    digests = [row.digest for row in rows]
    kept = BankLine.objects.filter(cluster=sent.cluster, is_undone=False, digest__in=digests)
    known = set(kept.values_list("digest", flat=True))
    proposer = Proposer(sent.cluster)
    return [_seen(row, proposer, known, sent.choices.get(str(row.line), "")) for row in rows]


def _seen(row: BankRow, proposer: Proposer, known: set[str], said: str) -> Seen:
    if row.problem or row.amount is None or row.amount <= 0:
        return Seen(row, Proposal(Why.NOTHING))
    if row.digest in known:
        return Seen(row, Proposal(Why.NOTHING), is_known=True)
    proposal = proposer.propose(row.amount, row.payer, row.words)
    usual = f"account:{proposal.account.pk}" if proposal.is_sure and proposal.account else LEAVE
    return Seen(row, proposal, said or usual)


@transaction.atomic
def book_file(sent: BankFile, *, by: Acting) -> dict[str, int]:
    """Book the lines of a file as they were seen, all or none; give how many were matched, left and skipped.

    Raises:
        NotAllowed, FileIsBooked, UnreadableBankFile.
    """
    hold_books(sent.cluster)
    _hold(sent, by)
    counts = {"matched": 0, "left": 0, "skipped": 0}
    for seen in preview(sent):
        if not seen.is_booked:
            counts["skipped"] += 1
            continue
        account, first = _whose(seen, sent.cluster)
        payment = _book(sent, seen.row, account, first, by)
        BankLine.objects.create(
            file=sent, cluster=sent.cluster, line=seen.row.line, digest=seen.row.digest, payment=payment
        )
        counts["matched" if account else "left"] += 1
    sent.booked_at, sent.rows, sent.choices = now(), [], {}
    sent.save(update_fields=["booked_at", "rows", "choices"])
    record("dues.bank_file_booked", sent.key, by=by, because=sent.cluster, facts=counts)
    return counts


def _whose(seen: Seen, cluster: Cluster) -> tuple[Account | None, tuple[Notice, ...]]:
    kind, _sign, number = seen.choice.partition(":")
    if kind != "account":
        return None, ()
    account = Account.objects.filter(cluster=cluster, pk=number).first() if number.isdecimal() else None
    proposed = seen.proposal.account
    same = account is not None and proposed is not None and proposed.pk == account.pk
    return account, seen.proposal.notices if same else ()


def _book(
    sent: BankFile, row: BankRow, account: Account | None, first: tuple[Notice, ...], by: Acting
) -> Payment:
    assert row.on is not None  # noqa: S101 - a line with a problem is never booked
    assert row.amount is not None  # noqa: S101
    arrival = Arrival(
        on=row.on, amount=row.amount, payer=row.payer, words=row.words, manner=Payment.Manner.BANK
    )
    return record_payment(sent.cluster, arrival, account=account, first=first, by=by)


@transaction.atomic
def undo_file(sent: BankFile, *, by: Acting) -> int:
    """Take a booked file back: each of its payments is reversed; give how many.

    Raises:
        NotAllowed, FileCannotBeUndone.
        PaymentWasPaidBack: part of one was paid back; then nothing is reversed.
    """
    may_keep_dues(by, sent.cluster).enforce()
    hold_books(sent.cluster)
    lock(sent)
    if sent.booked_at is None or sent.undone_at is not None:
        raise FileCannotBeUndone
    lines = list(sent.lines.select_related("payment__account", "payment__cluster").order_by("-line"))
    reversed_now = [line for line in lines if line.payment.reversed_on is None]
    for line in reversed_now:
        reverse_payment(line.payment, by=by)
    sent.lines.update(is_undone=True)
    sent.undone_at = now()
    sent.save(update_fields=["undone_at"])
    record("dues.bank_file_undone", sent.key, by=by, because=sent.cluster, facts={"lines": len(reversed_now)})
    return len(reversed_now)


def forget_files(moment: datetime) -> int:
    """Forget the files that nobody booked within two days."""
    late: Iterable[BankFile] = BankFile.objects.filter(booked_at=None, sent_at__lt=moment - KEPT)
    count = len(list(late))
    BankFile.objects.filter(booked_at=None, sent_at__lt=moment - KEPT).delete()
    return count


def _hold(sent: BankFile, by: Acting) -> None:
    may_keep_dues(by, sent.cluster).enforce()
    lock(sent)
    if not sent.waits:
        raise FileIsBooked
