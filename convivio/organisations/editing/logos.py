"""Logos: what somebody sends is drawn anew, small and without what a camera or a program wrote into it."""

import hashlib
import io
import os
import tempfile
import warnings
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.errors import LogoIsRefused
from convivio.organisations.models import Organisation
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST = 2 * 1024 * 1024
WIDEST = 4000
SIDE = 256
"""Pixels of the longer side of what is kept."""


def drawn_anew(file: BinaryIO) -> bytes:
    """Return a picture as a small PNG, its pixels and nothing else.

    Errors: LogoIsRefused, for what is no picture of ours, too large, or broken.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise LogoIsRefused(_("The file is larger than 2 MB: send a smaller picture."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _small_png(content)
    except LogoIsRefused:
        raise
    except UnidentifiedImageError:
        raise LogoIsRefused(_("This is not a picture: send a PNG, a JPEG or a WebP.")) from None
    except Exception:  # noqa: BLE001 - a broken picture breaks its reader in many ways
        raise LogoIsRefused(_("This picture cannot be read: save it anew, and send it again.")) from None


def _small_png(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) > WIDEST:
            raise LogoIsRefused(_("The picture is wider or higher than 4,000 pixels: send a smaller one."))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    written = io.BytesIO()
    plain.save(written, format="PNG", optimize=True)
    return written.getvalue()


def path_of(digest: str) -> Path:
    """Say where the logo of this digest is kept."""
    return Path(settings.FILES_FOLDER) / "logos" / digest[:2] / f"{digest}.png"


@transaction.atomic
def set_logo(organisation: Organisation, logo: BinaryIO, *, by: Acting) -> None:
    """Give an organisation a logo.

    Raises: NotAllowed; LogoIsRefused.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    png = drawn_anew(logo)
    digest = hashlib.sha256(png).hexdigest()
    _keep(path_of(digest), png)
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


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one of this name holds the same already, and is used anew."""
    if path.exists():
        path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".logo-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(path)
