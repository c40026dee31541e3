"""Files made for tests: what somebody might send, honest or not."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, GPS_NORTH = 0x8825, 2
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PLACE = (40.0, 51.0, 7.0)


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a picture that says, beside its pixels, where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "a maker of cameras"
    exif.get_ifd(GPS)[GPS_NORTH] = PLACE
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, format=form, exif=exif)
    return made.getvalue()


def place_in(content: bytes) -> object:
    """Read where a picture says that it was taken; None when it does not."""
    with Image.open(io.BytesIO(content)) as opened:
        return opened.getexif().get_ifd(GPS).get(GPS_NORTH)


def archive(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
DOCM = archive(
    {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}
)
ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"})


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
