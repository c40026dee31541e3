"""Logos: what somebody sends is drawn anew, small and without what a camera or a program wrote into it."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.errors import LogoIsRefused
from convivio.organisations.models import Organisation
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.web import pictures

LARGEST = 2 * 1024 * 1024
SIDE = 256
"""Pixels of the longer side of what is kept."""
LOGO = pictures.Wanted(largest_mb=LARGEST >> 20, widest=4000, side=SIDE, form="PNG", refuses=LogoIsRefused)


def drawn_anew(file: BinaryIO) -> bytes:
    """Return a picture as a small PNG, its pixels and nothing else.

    Errors: LogoIsRefused, for what is no picture of ours, too large, or broken.
    """
    return pictures.drawn_anew(file, LOGO).content


def folder() -> Path:
    return Path(settings.FILES_FOLDER) / "logos"


def path_of(digest: str) -> Path:
    """Say where the logo of this digest is kept."""
    return folder() / digest[:2] / f"{digest}.png"


@transaction.atomic
def set_logo(organisation: Organisation, logo: BinaryIO, *, by: Acting) -> None:
    """Give an organisation a logo.

    Raises: NotAllowed; LogoIsRefused.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    png = drawn_anew(logo)
    digest = hashlib.sha256(png).hexdigest()
    pictures.keep_file(path_of(digest), png)
    _write(organisation, digest, "logo.set", by)


@transaction.atomic
def remove_logo(organisation: Organisation, *, by: Acting) -> None:
    """Go back to the two letters of its name.

    Raises: NotAllowed.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    if organisation.logo:
        _write(organisation, "", "logo.removed", by)


def _write(organisation: Organisation, digest: str, verb: str, by: Acting) -> None:
    before, organisation.logo = organisation.logo, digest
    organisation.save(update_fields=["logo"])
    record(verb, organisation, by=by, facts={"before": before, "after": digest})
