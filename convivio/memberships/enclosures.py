"""The documents of an application: what is taken, where its file lies, how it is removed."""

import secrets
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.memberships.errors import UnsoundEnclosure
from convivio.memberships.models import Application, Enclosure, State
from convivio.memberships.passages import expect_state
from convivio.memberships.permissions import may_write
from convivio.memberships.writers import Writer

LARGEST = 5 * 1024 * 1024
MOST = 8
LONGEST_NAME = 120
BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the files that are taken begin: what a file says of itself by its name is not believed."""


@transaction.atomic
def enclose(application: Application, *, kind: str, name: str, content: bytes, by: Writer) -> Enclosure:
    """Put a document with an application.

    Raises: NotAllowed, ApplicationMovedOn; UnsoundEnclosure, for what is not a PDF or a picture, or too much.
    """
    _hold(application, by)
    if application.enclosures.count() >= MOST:
        raise UnsoundEnclosure(_("An application has room for %(most)s documents.") % {"most": MOST})
    enclosure = Enclosure.objects.create(
        application=application,
        kind=Enclosure.Kind(kind),
        name=PurePath(name).name[-LONGEST_NAME:] or "document",
        token=secrets.token_hex(16),
        content_type=_content_type(content),
        size=len(content),
    )
    place = path_of(enclosure)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    record("application.enclosed", application, by=by.acting, facts={"kind": enclosure.kind})
    return enclosure


@transaction.atomic
def remove(enclosure: Enclosure, *, by: Writer) -> None:
    """Take a document away from an application that is still being written.

    Raises: NotAllowed, ApplicationMovedOn.
    """
    _hold(enclosure.application, by)
    place = path_of(enclosure)
    record("application.enclosure_removed", enclosure.application, by=by.acting)
    enclosure.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def path_of(enclosure: Enclosure) -> Path:
    return Path(settings.FILES_FOLDER) / "applications" / enclosure.token


def _hold(application: Application, by: Writer) -> None:
    lock(application)
    may_write(by.acting, application, by.links).enforce()
    expect_state(application, State.DRAFT, State.RETURNED)
    application.touch()


def _content_type(content: bytes) -> str:
    if len(content) > LARGEST:
        raise UnsoundEnclosure(_("This document has more than %(most)s MB.") % {"most": LARGEST >> 20})
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    raise UnsoundEnclosure(_("Send a PDF, or a picture as PNG or JPEG."))
