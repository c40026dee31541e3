"""What an office does with its member list: send it, say what its columns are, take it in, take it back."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.errors import WrongState
from convivio.kernel.rows import lock
from convivio.opendata.members import taking_in
from convivio.opendata.members.columns import guess
from convivio.opendata.members.plan import Plan, plan
from convivio.opendata.members.reading import Sheet, check_columns, read_rows, read_sheet
from convivio.opendata.models import MemberList
from convivio.opendata.permissions import may_take_in_members
from convivio.people.acting import Acting
from convivio.sources.readings import digest_of

KEPT = timedelta(days=1)
CAN_BE_TAKEN_BACK = timedelta(hours=1)
MOST_WAITING = 10


@dataclass(frozen=True, slots=True)
class Office:
    """A person who acts for a cluster's office, whatever else the person has chosen to act for."""

    person_key: str
    acting_for_key: str


def send_list(file: "UploadedFile[Any]", cluster: Cluster, *, acting: Acting) -> MemberList:
    """Keep a member list, under a name that nobody can guess, until it is taken in or a day has passed.

    Raises:
        NotAllowed: the person does not keep the office of this cluster.
        BadFile: the file cannot be read; then it is not kept.
    """
    may_take_in_members(acting, cluster).enforce()
    assert acting.person is not None  # noqa: S101 - nobody without an account keeps an office
    forget_lists(now())
    name = Path(file.name or "").name[:200] or "members"
    sent = MemberList(token=secrets.token_urlsafe(32), person=acting.person, cluster=cluster, file_name=name)
    path = file_of(sent)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as kept:
        path.chmod(0o600)
        for chunk in file.chunks():
            kept.write(chunk)
    try:
        sheet = read_sheet(path, name)
        sent.columns = {str(place): field for place, field in guess(sheet.header).items()}
        sent.save()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _keep_only_the_newest(sent)
    return sent


@transaction.atomic
def choose_columns(sent: MemberList, columns: Mapping[int, str], *, acting: Acting) -> None:
    """Say which column of a list is which field.

    Raises:
        NotAllowed, ListIsTakenIn.
        BadInput: no column is the name, or one field has two.
    """
    _hold(sent, acting)
    check_columns(list(columns.values()))
    sent.columns = {str(place): field for place, field in columns.items()}
    sent.save(update_fields=["columns"])


@transaction.atomic
def answer_doubles(sent: MemberList, *, same: Iterable[int], asked: Iterable[int], acting: Acting) -> None:
    """Keep, of the rows that a person was asked about, which are the body that they look like."""
    _hold(sent, acting)
    sent.same = sorted((set(sent.same) - set(asked)) | set(same))
    sent.save(update_fields=["same"])


@transaction.atomic
def take_in_list(sent: MemberList, *, acting: Acting) -> dict[str, int]:
    """Write a member list: all of it but the rows that are refused, or nothing.

    Raises:
        NotAllowed, ListIsTakenIn, ListIsGone.
    """
    _hold(sent, acting)
    sheet, planned = preview(sent, acting=acting)
    digest = digest_of([file_of(sent)])
    made = taking_in.take_in(
        planned, file_name=sent.file_name, digest=digest, by=_office(sent, acting), on=localdate()
    )
    sent.reading, sent.taken_in_at = made.reading, now()
    sent.made = {"organisations": made.organisations, "memberships": made.memberships}
    sent.save(update_fields=["reading", "taken_in_at", "made"])
    transaction.on_commit(lambda: file_of(sent).unlink(missing_ok=True))
    return planned.counts() | {"rows": len(sheet.rows)}


@transaction.atomic
def take_back_list(sent: MemberList, *, acting: Acting) -> tuple[int, int]:
    """Undo, within an hour, what taking in a list made and nobody has used since.

    Units: how many memberships and organisations went.

    Raises:
        NotAllowed: the person does not keep the office of the cluster.
        CannotBeTakenBack: it was not taken in, was taken back already, or too much time has passed.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not can_be_taken_back(sent, now()) or sent.reading is None:
        raise CannotBeTakenBack
    made = taking_in.Made(sent.reading, sent.made["organisations"], sent.made["memberships"])
    gone = taking_in.take_back(made, sent.cluster, by=_office(sent, acting))
    sent.taken_back_at = now()
    sent.save(update_fields=["taken_back_at"])
    return gone


def preview(sent: MemberList, *, acting: Acting) -> tuple[Sheet, Plan]:
    """Say what taking in a list would do, row by row.

    Raises:
        ListIsGone: its file is no longer kept.
        BadInput: the columns do not say enough.
    """
    sheet = sheet_of(sent)
    rows = read_rows(sheet, sent.column_choice())
    planned = plan(rows, cluster=sent.cluster, reader=acting.reader, on=localdate(), same=sent.same)
    return sheet, planned


def sheet_of(sent: MemberList) -> Sheet:
    """Read the file of a list that waits.

    Raises:
        ListIsGone: it is no longer kept.
    """
    path = file_of(sent)
    if not path.exists():
        raise ListIsGone
    return read_sheet(path, sent.file_name)


def file_of(sent: MemberList) -> Path:
    """Return where the file of a list is kept."""
    return Path(settings.FILES_FOLDER) / "imports" / sent.token


def can_be_taken_back(sent: MemberList, moment: datetime) -> bool:
    taken_in = sent.taken_in_at
    return taken_in is not None and sent.taken_back_at is None and moment - taken_in <= CAN_BE_TAKEN_BACK


def forget_lists(moment: datetime) -> int:
    """Forget the lists that nobody took in within a day, with their files."""
    late = list(MemberList.objects.filter(taken_in_at=None, sent_at__lt=moment - KEPT))
    for sent in late:
        _forget(sent)
    return len(late)


def _keep_only_the_newest(sent: MemberList) -> None:
    waiting = MemberList.objects.filter(person=sent.person, taken_in_at=None).order_by("-sent_at", "-pk")
    for old in waiting[MOST_WAITING:]:
        _forget(old)


def _forget(sent: MemberList) -> None:
    file_of(sent).unlink(missing_ok=True)
    sent.delete()


def _hold(sent: MemberList, acting: Acting) -> None:
    """Take hold of a list that waits, for someone who may.

    Raises:
        NotAllowed, ListIsTakenIn.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not sent.waits:
        raise ListIsTakenIn


def _office(sent: MemberList, acting: Acting) -> Office:
    return Office(acting.person_key, sent.cluster.key)


class ListIsTakenIn(WrongState):
    """Somebody took the list in already."""

    code = "list_is_taken_in"

    def __init__(self) -> None:
        super().__init__(_("This list was taken in already."))


class ListIsGone(WrongState):
    """The file of a list that nobody took in is kept for a day only."""

    code = "list_is_gone"

    def __init__(self) -> None:
        super().__init__(_("The file of this list is no longer kept. Send it again."))


class CannotBeTakenBack(WrongState):
    """A list is taken back once, within an hour."""

    code = "cannot_be_taken_back"

    def __init__(self) -> None:
        super().__init__(_("This list can no longer be taken back: that is possible once, within an hour."))
