"""Pictures that people send: drawn anew, small and without what a camera or a program wrote into them."""

import io
import os
import tempfile
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from convivio.kernel.errors import BadInput
from convivio.web.amounts import number

FORMATS = ("PNG", "JPEG", "WEBP")
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
GROUND = "white"
"""What stands behind a picture without a ground of its own, where the format has none."""
A_YEAR = 365 * 24 * 3600
A_DAY = timedelta(days=1)
"""How often unused files are looked for, and how old one is: one of today may be about to be kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken, and what becomes of it: at most so many bytes and pixels a side, kept in a format."""

    largest_mb: int
    widest: int
    side: int
    form: str
    refuses: type[BadInput]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept."""

    content: bytes
    width: int
    height: int


def drawn_anew(file: BinaryIO, wanted: Wanted) -> Drawn:
    """Return a picture drawn anew: its pixels and nothing else.

    Errors: `wanted.refuses`, for what is no picture of ours, too large, or broken.
    """
    content = file.read((wanted.largest_mb << 20) + 1)
    if len(content) > wanted.largest_mb << 20:
        said = _("The file is larger than %(most)s MB: send a smaller picture.")
        raise wanted.refuses(said % {"most": wanted.largest_mb})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content, wanted)
    except wanted.refuses:
        raise
    except UnidentifiedImageError:
        raise wanted.refuses(_("This is not a picture: send a PNG, a JPEG or a WebP.")) from None
    except Exception:  # noqa: BLE001 - a broken picture breaks its reader in many ways
        raise wanted.refuses(_("This picture cannot be read: save it anew, and send it again.")) from None


def _drawn(content: bytes, wanted: Wanted) -> Drawn:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if max(picture.size) > wanted.widest:
            said = _("The picture is wider or higher than %(most)s pixels: send a smaller one.")
            raise wanted.refuses(said % {"most": number(wanted.widest)})
        picture.draft("RGB", (wanted.side, wanted.side))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((wanted.side, wanted.side), Image.Resampling.LANCZOS)
    plain, written = _plain(upright, wanted.form), io.BytesIO()
    plain.save(
        written, format=wanted.form, optimize=True, **({} if wanted.form == "PNG" else {"quality": 82})
    )
    return Drawn(written.getvalue(), *plain.size)


def _plain(upright: Image.Image, form: str) -> Image.Image:
    if form == "PNG":
        plain = Image.new("RGBA", upright.size)
        plain.paste(upright)
        return plain
    plain = Image.new("RGB", upright.size, GROUND)
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain


def keep_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one of this name holds the same already, and is used anew."""
    if path.exists():
        path.touch()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".picture-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(beside).replace(path)


def picture_response(path: Path, form: str) -> HttpResponse:
    """Give a picture; its address changes with it, so it may be kept for long.

    Errors: Http404, when the file is gone.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=KINDS[form])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response


def remove_unused(folder: Path, digests_in_use: Callable[[], Collection[str]], moment: datetime) -> int:
    """Remove the pictures of a folder that nothing shows any more, once a day.

    A file is called by its digest, and perhaps a hyphen and its size.
    """
    looked = folder / ".looked-through"
    if not folder.is_dir() or (looked.exists() and not _is_old(looked, moment)):
        return 0
    looked.touch()
    os.utime(looked, (moment.timestamp(), moment.timestamp()))
    old = [file for file in folder.glob("*/*.*") if _is_old(file, moment)]
    in_use = digests_in_use() if old else ()
    unused = [file for file in old if file.stem.partition("-")[0] not in in_use and _is_old(file, moment)]
    for file in unused:
        file.unlink(missing_ok=True)
    return len(unused)


def _is_old(file: Path, moment: datetime) -> bool:
    return moment.timestamp() - file.stat().st_mtime >= A_DAY.total_seconds()
