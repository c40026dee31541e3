"""What authors put beside an idea: documents, read by whoever reads its whole text."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from convivio.activity.trace import record
from convivio.files.keeping import Sort, keep_file, put_back, remove_file
from convivio.files.models import File
from convivio.files.showing import link_to
from convivio.ideas.models import Idea
from convivio.ideas.permissions import may_write
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

MOST_DOCUMENTS = 10


@transaction.atomic
def attach(idea: Idea, upload: "UploadedFile[Any]", *, by: Acting) -> File:
    """Put a document beside an idea.

    Raises: NotAllowed; whatever keeping a file refuses.
    """
    _hold(idea, by)
    file = keep_file(upload, about=idea.key, sort=Sort.DOCUMENT, by=by.person)
    record("idea.document_added", idea, by=by)
    return file


@transaction.atomic
def take_away(idea: Idea, file: File, *, by: Acting) -> None:
    """Remove a document; for thirty days it can be brought back.

    Raises: NotAllowed.
    """
    _hold(idea, by)
    lock(file)
    if file.removed_at is None:
        remove_file(file)
        record("idea.document_removed", idea, by=by)


@transaction.atomic
def bring_back(idea: Idea, file: File, *, by: Acting) -> None:
    """Bring a removed document back.

    Raises: NotAllowed; FileIsGone; TooManyFiles.
    """
    _hold(idea, by)
    put_back(file)
    record("idea.document_brought_back", idea, by=by)


def documents_of(idea: Idea, acting: Acting) -> list[dict[str, Any]]:
    """Say the documents of an idea as `files/_documents.html` wants them; ask first whether its text is read."""
    return [{"row": one, "url": link_to(one, acting)} for one in File.objects.of(idea.key)]


def _hold(idea: Idea, by: Acting) -> None:
    lock(idea)
    may_write(by, idea).enforce()
