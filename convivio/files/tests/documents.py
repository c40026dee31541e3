"""Documents made for tests: what somebody might send to have it read."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from pypdf import PdfReader, PdfWriter

from convivio.files.tests.made import archive

ODT_KIND = b"application/vnd.oasis.opendocument.text"
OFFICE = b"urn:oasis:names:tc:opendocument:xmlns:"
LOCKED = b'<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'


def pdf(*pages: str) -> bytes:
    """Return a PDF with a line of text on each page."""
    count = len(pages)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (count, b" ".join(b"%d 0 R" % (4 + 2 * one) for one in range(count))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(pages):
        said = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode("cp1252")
        parts.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * number)
        )
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(said), said))
    return _written(parts)


def locked_pdf(text: str, *, reading: str, changing: str = "padrone") -> bytes:
    """Return a PDF with a password for reading, perhaps an empty one, and one for changing."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    writer.encrypt(reading, changing, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx(body: str, *, before: str = "") -> bytes:
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="urn:mc"'
    part = f'<?xml version="1.0"?>{before}<w:document {spaces}><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": part.encode()})


def odt(body: str, *, kind: bytes = ODT_KIND, manifest: bytes = b"<m/>") -> bytes:
    spaces = b'xmlns:office="%soffice:1.0" xmlns:text="%stext:1.0"' % (OFFICE, OFFICE)
    content = b"<office:document-content %s>%s</office:document-content>" % (spaces, body.encode())
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def packed(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()


def _written(parts: Iterable[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, begin = len(places) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, begin)
    return bytes(made)
