"""What an office does with a workbook to move in with: send it, look at it, take it in, take it back."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.clusters.models import Cluster
from convivio.kernel.errors import BadInput
from convivio.kernel.rows import lock
from convivio.opendata.actions import (
    CAN_BE_TAKEN_BACK,
    KEPT,
    MOST_WAITING,
    CannotBeTakenBack,
    ListIsGone,
    ListIsTakenIn,
)
from convivio.opendata.models import Workbook
from convivio.opendata.moving_in import taking_back, taking_in
from convivio.opendata.moving_in.inviting import invite_people
from convivio.opendata.moving_in.plan import Whole, plan
from convivio.opendata.moving_in.reading import Book, read_book
from convivio.opendata.permissions import may_take_in_members
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.sources.readings import digest_of


def send_workbook(file: "UploadedFile[Any]", cluster: Cluster, *, acting: Acting) -> Workbook:
    """Keep a workbook, under a name that nobody can guess, until it is taken in or a day has passed.

    Raises:
        NotAllowed: the person does not keep the office of this cluster.
        BadFile: the file cannot be read; then it is not kept.
    """
    may_take_in_members(acting, cluster).enforce()
    assert acting.person is not None  # noqa: S101 - nobody without an account keeps an office
    forget_workbooks(now())
    name = Path(file.name or "").name[:200] or "workbook"
    sent = Workbook(token=secrets.token_urlsafe(32), person=acting.person, cluster=cluster, file_name=name)
    try:
        _write_file(file, file_of(sent))
        read_book(file_of(sent), name)
        sent.save()
    except BaseException:
        file_of(sent).unlink(missing_ok=True)
        raise
    waiting = Workbook.objects.filter(person=sent.person, taken_in_at=None).order_by("-sent_at", "-pk")
    for old in waiting[MOST_WAITING:]:
        _forget(old)
    return sent


@transaction.atomic
def answer_doubles(sent: Workbook, *, same: Iterable[int], asked: Iterable[int], acting: Acting) -> None:
    """Keep, of the organisations that a person was asked about, which are the body that they look like.

    Raises:
        NotAllowed, ListIsTakenIn.
    """
    _hold(sent, acting)
    sent.same = sorted((set(sent.same) - set(asked)) | set(same))
    sent.save(update_fields=["same"])


@transaction.atomic
def take_in_workbook(
    sent: Workbook, *, leave_out_refused: bool = False, invites: bool = False, acting: Acting
) -> None:
    """Write a workbook, all of it or nothing; with refused rows only when these are to be left out.

    Raises:
        NotAllowed, ListIsTakenIn, ListIsGone.
        BadInput: rows are refused, or there is nothing to write.
    """
    _hold(sent, acting)
    by = as_office(acting, sent.cluster)
    whole = preview(sent, acting=acting)
    check(whole, leave_out_refused=leave_out_refused)
    digest = digest_of([file_of(sent)])
    reading, made = taking_in.take_in(whole, sent.cluster, file_name=sent.file_name, digest=digest, by=by)
    if invites:
        made.letters = invite_people(_people_of(made), sent.cluster, by=by)
    sent.reading, sent.taken_in_at, sent.counts, sent.made = reading, now(), whole.counts(), made.as_row()
    sent.save(update_fields=["reading", "taken_in_at", "counts", "made"])
    transaction.on_commit(lambda: file_of(sent).unlink(missing_ok=True))


def check(whole: Whole, *, leave_out_refused: bool) -> None:
    """Refuse a workbook that is wrong, unless what is wrong is to be left out.

    Raises:
        BadInput.
    """
    if not leave_out_refused:
        for sheet, columns in whole.lacking():
            said = _("The sheet “%(sheet)s” lacks a column: %(columns)s. Nothing was written.")
            raise BadInput(said % {"sheet": sheet, "columns": columns})
        if whole.refused:
            raise BadInput(_refused(whole.refused))
    if not whole.will_write:
        raise BadInput(_("There is nothing to write."))


def _refused(count: int) -> str:
    return ngettext(
        "%(count)s row is refused, so nothing was written. Mend it, or leave it out.",
        "%(count)s rows are refused, so nothing was written. Mend them, or leave them out.",
        count,
    ) % {"count": count}


@transaction.atomic
def take_back_workbook(sent: Workbook, *, acting: Acting) -> None:
    """Undo, within an hour, what a workbook brought.

    Raises:
        NotAllowed: the person does not keep the office of the cluster.
        CannotBeTakenBack: it was not taken in, was taken back already, or too much time has passed.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not can_be_taken_back(sent, now()) or sent.reading is None:
        raise CannotBeTakenBack
    by = as_office(acting, sent.cluster)
    undone = taking_back.take_back(sent.reading, taking_in.Made(**sent.made), sent.cluster, by=by)
    sent.taken_back_at, sent.undone = now(), undone.as_facts()
    sent.save(update_fields=["taken_back_at", "undone"])


def preview(sent: Workbook, *, acting: Acting) -> Whole:
    """Say what taking in a workbook would do, row by row.

    Raises:
        ListIsGone: its file is no longer kept.
    """
    return plan(book_of(sent), cluster=sent.cluster, reader=acting.reader, same=sent.same)


def book_of(sent: Workbook) -> Book:
    """Read the file of a workbook that waits.

    Raises:
        ListIsGone: it is no longer kept.
    """
    path = file_of(sent)
    if not path.exists():
        raise ListIsGone
    return read_book(path, sent.file_name)


def file_of(sent: Workbook) -> Path:
    """Return where the file of a workbook is kept."""
    return Path(settings.FILES_FOLDER) / "imports" / sent.token


def can_be_taken_back(sent: Workbook, moment: datetime) -> bool:
    taken_in = sent.taken_in_at
    return taken_in is not None and sent.taken_back_at is None and moment - taken_in <= CAN_BE_TAKEN_BACK


def forget_workbooks(moment: datetime) -> int:
    """Forget the workbooks that nobody took in within a day, with their files."""
    late = list(Workbook.objects.filter(taken_in_at=None, sent_at__lt=moment - KEPT))
    for sent in late:
        _forget(sent)
    return len(late)


def as_office(acting: Acting, cluster: Cluster) -> Acting:
    """Let a person act for a cluster's office, whatever else the person has chosen to act for."""
    current = next((choice for choice in acting.choices if choice.key == cluster.key), acting.current)
    return Acting(acting.person, current, acting.choices, acting.reader)


def _people_of(made: taking_in.Made) -> list[Person]:
    """Give whom the workbook brought, or gave something, once each."""
    rows = Person.objects.filter(is_active=True)
    found = rows.filter(pk__in=made.people) | rows.filter(mandates__in=made.mandates)
    return list(found.distinct().order_by("pk"))


def _write_file(file: "UploadedFile[Any]", path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as kept:
        path.chmod(0o600)
        for chunk in file.chunks():
            kept.write(chunk)


def _forget(sent: Workbook) -> None:
    file_of(sent).unlink(missing_ok=True)
    sent.delete()


def _hold(sent: Workbook, acting: Acting) -> None:
    """Take hold of a workbook that waits, for someone who may.

    Raises:
        NotAllowed, ListIsTakenIn.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not sent.waits:
        raise ListIsTakenIn
