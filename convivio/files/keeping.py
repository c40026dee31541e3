"""Keeping a file: streamed to disk, judged by its bytes, drawn anew if it is a picture, counted.

All of it happens in the action of the caller, who has asked whether this person may, holds the thing, and tells
the trace. What a rolled-back transaction leaves on disk is swept after a day.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.files.errors import (
    BadPicture,
    FileIsGone,
    FileTooLarge,
    NotWhatItsNameSays,
    TooManyFiles,
    WrongKindOfFile,
)
from convivio.files.models import File, Kind, Sort
from convivio.files.names import cleaned, has_an_ending, named_as, promised_by
from convivio.files.owners import owner_of
from convivio.files.sniffing import kind_of
from convivio.kernel.rows import lock
from convivio.people.models import Person
from convivio.web.pictures import Wanted, drawn_anew

__all__ = ["Sort", "keep_file", "put_back", "remove_file"]

MOST_MB = {Sort.PICTURE: 10, Sort.DOCUMENT: 20}
PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
SIDES = {"large": 1600, "small": 480}
"""Pixels of the longer side of what is kept of a picture."""
WIDEST = 8000
LARGE, SMALL = (
    Wanted(largest_mb=10, widest=WIDEST, side=side, form="WEBP", refuses=BadPicture)
    for side in SIDES.values()
)
UNDONE_FOR = timedelta(days=30)
"""How long a removed file can be brought back."""


def keep_file(upload: "UploadedFile[Any]", *, about: str, sort: Sort, by: Person | None) -> File:
    """Keep what somebody sent about a thing, inside the caller's transaction.

    Raises: TooManyFiles; FileTooLarge; WrongKindOfFile; NotWhatItsNameSays; BadPicture.
    """
    _has_room(about, sort)
    name = cleaned(upload.name or "")
    arriving = _arriving()
    try:
        size, digest = _stream(upload, arriving, sort)
        kind = _judged(arriving, name, sort)
        file = File(
            about=about, sort=sort, name=named_as(name, kind), kind=kind, size=size, digest=digest,
            stored=secrets.token_hex(16), kept_by=by,
        )  # fmt: skip
        (_draw if sort == Sort.PICTURE else _put)(arriving, file)
    finally:
        arriving.unlink(missing_ok=True)
    file.save(force_insert=True)
    return file


def remove_file(file: File) -> None:
    """Take a file away; for thirty days it can be brought back."""
    if file.removed_at is None:
        file.removed_at = now()
        file.save(update_fields=["removed_at"])


def put_back(file: File) -> None:
    """Bring a removed file back.

    Raises: FileIsGone; TooManyFiles, when others took its place.
    """
    lock(file)
    if file.removed_at is None:
        return
    if file.removed_at + UNDONE_FOR <= now():
        raise FileIsGone(_("It was removed more than thirty days ago: send it again."))
    _has_room(file.about, Sort(file.sort))
    file.removed_at = None
    file.save(update_fields=["removed_at"])


def folder() -> Path:
    return Path(settings.FILES_FOLDER) / "kept"


def path_of(file: File, size: str = "large") -> Path:
    """Say where a file lies: a picture in two sizes, a document as it came."""
    end = f"-{size}.webp" if file.is_picture else f".{file.kind}"
    return folder() / file.stored[:2] / f"{file.stored}{end}"


def forget(file: File) -> None:
    """Delete a file for good, and its bytes once that is certain."""
    paths = [path_of(file, size) for size in SIDES]
    file.delete()

    def remove() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(remove)


def _has_room(about: str, sort: Sort) -> None:
    most = owner_of(about).most(sort)
    if File.objects.of(about, sort).count() >= most:
        said = _("There is room for %(most)s pictures: remove one first.")
        other = _("There is room for %(most)s documents: remove one first.")
        raise TooManyFiles((said if sort == Sort.PICTURE else other) % {"most": most})


def _arriving() -> Path:
    place = folder() / "arriving"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / f"{secrets.token_hex(16)}.part"


def _stream(upload: "UploadedFile[Any]", into: Path, sort: Sort) -> tuple[int, str]:
    """Write a file to disk piece by piece, and stop at the first byte too many."""
    most, size, digest = MOST_MB[sort] << 20, 0, hashlib.sha256()
    with into.open("xb") as file:
        into.chmod(0o600)
        for chunk in upload.chunks():
            size += len(chunk)
            if size > most:
                raise FileTooLarge(
                    _("The file is larger than %(most)s MB: send a smaller one.") % {"most": MOST_MB[sort]}
                )
            digest.update(chunk)
            file.write(chunk)
        _to_disk(file)
    return size, digest.hexdigest()


def _judged(path: Path, name: str, sort: Sort) -> Kind:
    """Say what was sent, if it is taken here and its name does not promise another thing."""
    kind, promised = kind_of(path), promised_by(name)
    if kind == Kind.TXT and promised == Kind.CSV:
        kind = Kind.CSV
    if promised is not None and kind != promised:
        said = _("Its name says %(kind)s, and what is in it is not: save it anew, and send it again.")
        raise NotWhatItsNameSays(said % {"kind": promised.label})
    is_taken = kind is not None and (kind in PICTURES) == (sort == Sort.PICTURE)
    if not is_taken or kind is None or (promised is None and has_an_ending(name)):
        raise WrongKindOfFile(_taken(sort))
    return kind


def _taken(sort: Sort) -> str:
    if sort == Sort.PICTURE:
        return _("This is not a picture that is taken here: send a PNG, a JPEG or a WebP.")
    return _(
        "This kind of file is not taken here: send a PDF, a document or table of an office program without macros, a CSV or a text."
    )


def _draw(arriving: Path, file: File) -> None:
    """Keep a picture in two sizes: its pixels, and nothing that a camera wrote beside them."""
    with arriving.open("rb") as sent:
        large = drawn_anew(sent, LARGE)
        sent.seek(0)
        small = drawn_anew(sent, SMALL)
    file.width, file.height = large.width, large.height
    file.size, file.digest = len(large.content), hashlib.sha256(large.content).hexdigest()
    for size, content in (("large", large.content), ("small", small.content)):
        _write(path_of(file, size), lambda kept, content=content: kept.write(content))  # type: ignore[misc]


def _put(arriving: Path, file: File) -> None:
    place = path_of(file)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving.rename(place)


def _write(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        path.chmod(0o600)
        fill(file)
        _to_disk(file)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
