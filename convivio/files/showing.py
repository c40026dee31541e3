"""Links to files: each for one reader, or for anyone, and each ends.

Whoever opens one is asked again whether they may read the thing: a link is no right. A link is the same for half
an hour, so that a browser need not fetch a picture again for each page.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.files.errors import LinkHasEnded
from convivio.files.keeping import SIDES
from convivio.files.models import File
from convivio.files.owners import may_read
from convivio.people.acting import Acting

HALF_AN_HOUR = 1800
ANYONE = "anyone"


def link_to(file: File, reader: Acting, *, size: str = "large") -> str:
    """Make the address of a file for one reader; whoever has not signed in gets one that works for anyone.

    It works for half an hour at least, and for an hour at most. Give NOBODY as the reader of what is public.
    """
    ends = (int(now().timestamp()) // HALF_AN_HOUR + 2) * HALF_AN_HOUR
    said = f"{file.stored}.{size}.{ends:x}"
    return reverse("files:file", args=[_signer(reader.person_key).sign(said)])


def file_at(token: str, acting: Acting) -> tuple[File, str]:
    """Find the file of a link, and its size, for whoever opens it.

    Errors: Http404, for a link of somebody else, for what was removed, and for what they may not read now.
    Raises: LinkHasEnded.
    """
    stored, size, ends = _read(token, acting)
    file = File.objects.filter(stored=stored, removed_at=None).first()
    if file is None or size not in SIDES or not may_read(acting, file.about):
        raise Http404
    if now() >= ends:
        raise LinkHasEnded(
            _("This link has ended. Go back to the page where you found it, and open it anew.")
        )
    return file, size


def _read(token: str, acting: Acting) -> tuple[str, str, datetime]:
    for key in dict.fromkeys((acting.person_key, "")):
        try:
            stored, size, ends = _signer(key).unsign(token).split(".")
        except (BadSignature, ValueError):
            continue
        return stored, size, datetime.fromtimestamp(int(ends, 16), tz=now().tzinfo)
    raise Http404


def _signer(person_key: str) -> Signer:
    return Signer(sep=".", salt=f"convivio.files.{person_key or ANYONE}")
