"""What holds of every file that an office sends: kept for a day, looked at, taken in once, taken back in time."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.opendata.errors import CannotBeTakenBack, FileIsGone, FileIsTakenIn
from convivio.opendata.models import MemberList, SentFile, Workbook
from convivio.opendata.permissions import may_take_in_members
from convivio.people.acting import Acting
from convivio.sources.models import Reading
from convivio.sources.readings import digest_of

KEPT = timedelta(days=1)
MOST_WAITING = 10
KINDS: tuple[type[SentFile], ...] = (MemberList, Workbook)

Sent = TypeVar("Sent", bound=SentFile)


def send_file(
    kind: type[Sent],
    file: "UploadedFile[Any]",
    cluster: Cluster,
    *,
    read: Callable[[Sent], object],
    acting: Acting,
) -> Sent:
    """Keep a file, under a name that nobody can guess, until it is taken in or a day has passed.

    Raises:
        NotAllowed: the person does not keep the office of this cluster.
        BadFile: `read` cannot read it; then it is not kept.
    """
    may_take_in_members(acting, cluster).enforce()
    assert acting.person is not None  # noqa: S101 - nobody without an account keeps an office
    forget_late_files(now())
    name = Path(file.name or "").name[:200] or "file"
    sent = kind(token=secrets.token_urlsafe(32), person=acting.person, cluster=cluster, file_name=name)
    try:
        _write(file, sent.path)
        read(sent)
        sent.save()
    except BaseException:
        sent.path.unlink(missing_ok=True)
        raise
    _keep_only_the_newest(sent)
    return sent


@transaction.atomic
def answer_doubles(sent: SentFile, *, same: Iterable[int], asked: Iterable[int], acting: Acting) -> None:
    """Keep, of the rows that a person was asked about, which are the body that they look like.

    Raises:
        NotAllowed, FileIsTakenIn.
    """
    hold(sent, acting)
    sent.same = sorted((set(sent.same) - set(asked)) | set(same))
    sent.save(update_fields=["same"])


def hold(sent: SentFile, acting: Acting) -> None:
    """Take hold of a file that waits, for someone who may.

    Raises:
        NotAllowed, FileIsTakenIn.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not sent.waits:
        raise FileIsTakenIn


def hold_to_take_back(sent: SentFile, acting: Acting) -> Reading:
    """Take hold of a file that was only just taken in, for someone who may; return its reading.

    Raises:
        NotAllowed: the person does not keep the office of the cluster.
        CannotBeTakenBack: it was not taken in, was taken back already, or too much time has passed.
    """
    lock(sent)
    may_take_in_members(acting, sent.cluster).enforce()
    if not sent.can_be_taken_back(now()) or sent.reading is None:
        raise CannotBeTakenBack
    return sent.reading


def kept_file(sent: SentFile) -> Path:
    """Return the file of what waits.

    Raises:
        FileIsGone: it is no longer kept.
    """
    if not sent.path.exists():
        raise FileIsGone
    return sent.path


def digest_of_sent(sent: SentFile) -> str:
    return digest_of([kept_file(sent)])


def note_taken_in(sent: SentFile, reading: Reading, made: Mapping[str, Any]) -> None:
    """Write down what taking a file in made, and let the file go."""
    sent.reading, sent.taken_in_at, sent.made = reading, now(), dict(made)
    sent.save()
    transaction.on_commit(lambda: sent.path.unlink(missing_ok=True))


def note_taken_back(sent: SentFile) -> None:
    sent.taken_back_at = now()
    sent.save()


def forget_late_files(moment: datetime) -> int:
    """Forget what nobody took in within a day, with its files."""
    late = [sent for kind in KINDS for sent in _waiting(kind).filter(sent_at__lt=moment - KEPT)]
    for sent in late:
        _forget(sent)
    return len(late)


def _keep_only_the_newest(sent: SentFile) -> None:
    for old in _waiting(type(sent)).filter(person=sent.person).order_by("-sent_at", "-pk")[MOST_WAITING:]:
        _forget(old)


def _waiting(kind: type[Sent]) -> QuerySet[Sent]:
    """Give what nobody has taken in."""
    return kind._default_manager.filter(taken_in_at=None)


def _forget(sent: SentFile) -> None:
    sent.path.unlink(missing_ok=True)
    sent.delete()


def _write(file: "UploadedFile[Any]", path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as kept:
        path.chmod(0o600)
        for chunk in file.chunks():
            kept.write(chunk)
