"""What an office does with a workbook to move in with: send it, look at it, take it in, take it back."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.clusters.models import Cluster
from convivio.kernel.errors import BadInput
from convivio.opendata.models import Workbook
from convivio.opendata.moving_in import taking_back, taking_in
from convivio.opendata.moving_in.inviting import invite_people
from convivio.opendata.moving_in.plan import Whole, plan
from convivio.opendata.moving_in.reading import Book, read_book
from convivio.opendata.sent_files import (
    digest_of_sent,
    hold,
    hold_to_take_back,
    kept_file,
    note_taken_back,
    note_taken_in,
    send_file,
)
from convivio.people.acting import Acting
from convivio.people.models import Person


def send_workbook(file: "UploadedFile[Any]", cluster: Cluster, *, acting: Acting) -> Workbook:
    """Keep a workbook until it is taken in or a day has passed.

    Raises:
        NotAllowed, BadFile.
    """
    return send_file(Workbook, file, cluster, read=book_of, acting=acting)


@transaction.atomic
def take_in_workbook(
    sent: Workbook, *, leave_out_refused: bool = False, invites: bool = False, acting: Acting
) -> None:
    """Write a workbook, all of it or nothing; with refused rows only when these are to be left out.

    Raises:
        NotAllowed, FileIsTakenIn, FileIsGone.
        BadInput: rows are refused, or there is nothing to write.
    """
    hold(sent, acting)
    by = as_office(acting, sent.cluster)
    whole = preview(sent, acting=acting)
    check(whole, leave_out_refused=leave_out_refused)
    digest = digest_of_sent(sent)
    reading, made = taking_in.take_in(whole, sent.cluster, file_name=sent.file_name, digest=digest, by=by)
    if invites:
        made.letters = invite_people(_people_of(made), sent.cluster, by=by)
    sent.counts = whole.counts()
    note_taken_in(sent, reading, made.as_row())


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
        NotAllowed, CannotBeTakenBack.
    """
    reading, by = hold_to_take_back(sent, acting), as_office(acting, sent.cluster)
    undone = taking_back.take_back(reading, taking_in.Made(**sent.made), sent.cluster, by=by)
    sent.undone = undone.as_facts()
    note_taken_back(sent)


def preview(sent: Workbook, *, acting: Acting) -> Whole:
    """Say what taking in a workbook would do, row by row.

    Raises:
        FileIsGone: its file is no longer kept.
    """
    return plan(book_of(sent), cluster=sent.cluster, reader=acting.reader, same=sent.same)


def book_of(sent: Workbook) -> Book:
    """Read the file of a workbook that waits.

    Raises:
        FileIsGone: it is no longer kept.
    """
    return read_book(kept_file(sent), sent.file_name)


def as_office(acting: Acting, cluster: Cluster) -> Acting:
    """Let a person act for a cluster's office, whatever else the person has chosen to act for."""
    current = next((choice for choice in acting.choices if choice.key == cluster.key), acting.current)
    return Acting(acting.person, current, acting.choices, acting.reader)


def _people_of(made: taking_in.Made) -> list[Person]:
    """Give whom the workbook brought, or gave something, once each."""
    rows = Person.objects.filter(is_active=True)
    found = rows.filter(pk__in=made.people) | rows.filter(mandates__in=made.mandates)
    return list(found.distinct().order_by("pk"))
