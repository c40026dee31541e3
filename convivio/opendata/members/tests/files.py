"""Member lists for tests, all invented, and some made to harm."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

TITLES = ("Ragione sociale", "P.IVA", "Tipologia", "Città", "Prov.", "Dipendenti")
GOOD_VAT, OTHER_VAT = "01234567897", "00743110157"
ROWS = (
    ("Officina Panaro srl", GOOD_VAT, "PMI", "Modena", "MO", "45"),
    ("Università di Valmorra", "", "Università", "Bologna", "BO", ""),
)


def as_csv(
    rows: Sequence[Sequence[str]] = ROWS, titles: Sequence[str] = TITLES, separator: str = ";"
) -> bytes:
    return "\n".join(separator.join(row) for row in (titles, *rows)).encode()


def as_xlsx(rows: Sequence[Sequence[Any]] = ROWS, titles: Sequence[Any] = TITLES) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (titles, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """Put this text in the place of the first sheet of a workbook."""
    source, made = zipfile.ZipFile(io.BytesIO(as_xlsx())), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            name = entry.filename
            archive.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return made.getvalue()


NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_bomb() -> bytes:
    """A small workbook with a sheet of three million cells."""
    row = b"<row>" + b"<c><v>1</v></c>" * 3000 + b"</row>"
    return with_sheet(b"<worksheet " + NAMESPACE + b"><sheetData>" + row * 1000 + b"</sheetData></worksheet>")


def wide_bomb() -> bytes:
    """One row of half a million cells."""
    cells = b"<c><v>1</v></c>" * 500_000
    return with_sheet(
        b"<worksheet " + NAMESPACE + b"><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    )


def laughing_bomb() -> bytes:
    """A sheet whose entities grow a thousand million times."""
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (depth, b"&l%d;" % (depth - 1) * 10 if depth else b"lol")
        for depth in range(10)
    )
    cell = b'<row r="1"><c t="inlineStr"><is><t>&l9;</t></is></c></row>'
    head = b"<!DOCTYPE worksheet [" + entities + b"]>"
    return with_sheet(
        head + b"<worksheet " + NAMESPACE + b"><sheetData>" + cell + b"</sheetData></worksheet>"
    )


def outward_entity() -> bytes:
    """A sheet that asks for a file of the machine."""
    head = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    rows = b'<row><c t="inlineStr"><is><t>Name</t></is></c></row><row><c t="inlineStr"><is><t>&x;</t></is></c></row>'
    return with_sheet(
        head + b"<worksheet " + NAMESPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    )


def other_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("members.csv", "name\nA\n")
    return made.getvalue()
