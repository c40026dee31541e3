"""What an office does with its member list: send it, say what its columns are, take it in, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.opendata.members import taking_in
from convivio.opendata.members.columns import guess
from convivio.opendata.members.plan import Plan, plan
from convivio.opendata.members.reading import Sheet, check_columns, read_rows, read_sheet
from convivio.opendata.models import MemberList
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


@dataclass(frozen=True, slots=True)
class Office:
    """A person who acts for a cluster's office, whatever else the person has chosen to act for."""

    person_key: str
    acting_for_key: str


def send_list(file: "UploadedFile[Any]", cluster: Cluster, *, acting: Acting) -> MemberList:
    """Keep a member list, and guess from its titles what its columns are.

    Raises:
        NotAllowed, BadFile.
    """
    return send_file(MemberList, file, cluster, read=_guess_columns, acting=acting)


@transaction.atomic
def choose_columns(sent: MemberList, columns: Mapping[int, str], *, acting: Acting) -> None:
    """Say which column of a list is which field.

    Raises:
        NotAllowed, FileIsTakenIn.
        BadInput: no column is the name, or one field has two.
    """
    hold(sent, acting)
    check_columns(list(columns.values()))
    sent.columns = {str(place): field for place, field in columns.items()}
    sent.save(update_fields=["columns"])


@transaction.atomic
def take_in_list(sent: MemberList, *, acting: Acting) -> dict[str, int]:
    """Write a member list: all of it but the rows that are refused, or nothing.

    Raises:
        NotAllowed, FileIsTakenIn, FileIsGone.
    """
    hold(sent, acting)
    sheet, planned = preview(sent, acting=acting)
    by, digest = Office(acting.person_key, sent.cluster.key), digest_of_sent(sent)
    made = taking_in.take_in(planned, file_name=sent.file_name, digest=digest, by=by, on=localdate())
    note_taken_in(sent, made.reading, {"organisations": made.organisations, "memberships": made.memberships})
    return planned.counts() | {"rows": len(sheet.rows)}


@transaction.atomic
def take_back_list(sent: MemberList, *, acting: Acting) -> tuple[int, int]:
    """Undo, within an hour, what taking in a list made and nobody has used since.

    Units: how many memberships and organisations went.

    Raises:
        NotAllowed, CannotBeTakenBack.
    """
    reading = hold_to_take_back(sent, acting)
    made = taking_in.Made(reading, sent.made["organisations"], sent.made["memberships"])
    gone = taking_in.take_back(made, sent.cluster, by=Office(acting.person_key, sent.cluster.key))
    note_taken_back(sent)
    return gone


def preview(sent: MemberList, *, acting: Acting) -> tuple[Sheet, Plan]:
    """Say what taking in a list would do, row by row.

    Raises:
        FileIsGone: its file is no longer kept.
        BadInput: the columns do not say enough.
    """
    sheet = sheet_of(sent)
    rows = read_rows(sheet, sent.column_choice())
    planned = plan(rows, cluster=sent.cluster, reader=acting.reader, on=localdate(), same=sent.same)
    return sheet, planned


def sheet_of(sent: MemberList) -> Sheet:
    """Read the file of a list that waits.

    Raises:
        FileIsGone: it is no longer kept.
    """
    return read_sheet(kept_file(sent), sent.file_name)


def _guess_columns(sent: MemberList) -> None:
    sent.columns = {str(place): field for place, field in guess(sheet_of(sent).header).items()}
