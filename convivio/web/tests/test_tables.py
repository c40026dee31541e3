"""What is taken away is what was shown, and runs nothing."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from convivio.web.tables import Sheet, as_csv, as_workbook, as_xlsx, csv_response, xlsx_response

DANGEROUS = ["=1+1", "+39 051", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "=HYPERLINK(“x”)"]


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_sheet(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_would_be_a_formula_gets_an_apostrophe_in_csv(text: str) -> None:
    _, row = read_csv(as_csv(["Name"], [[text]]))

    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    rows = read_sheet(as_xlsx("Names", [text], [[text]]))

    assert {cell.data_type for row in rows for cell in row} == {"s"}


def test_numbers_and_days_stay_what_they_are() -> None:
    row = [-3, Decimal("1200000.50"), date(2026, 3, 1), None, True]

    _, written = read_csv(as_csv(list("abcde"), [row]))
    cells = [cell.value for cell in read_sheet(as_xlsx("x", list("abcde"), [row]))[1]]

    assert written == ["-3", "1200000.50", "2026-03-01", "", "1"]
    assert (cells[0], cells[1], cells[2].date(), cells[3]) == (-3, 1200000.5, date(2026, 3, 1), None)


def test_a_csv_file_begins_with_a_mark_that_tells_its_letters() -> None:
    response = csv_response("Membri più attivi", ["Città"], [["Forlì"]])

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="membri-piu-attivi.csv"'


def test_signs_that_a_workbook_may_not_hold_fall_away() -> None:
    response = xlsx_response("a/b:c", ["x"], [["be\x00ll\x07"]])

    assert read_sheet(response.content)[1][0].value == "bell"


def test_a_wide_table_has_a_width_for_each_column() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx("x", ["a"] * 30, []))).active

    assert sheet is not None
    assert sheet.column_dimensions["AD"].width == 8


def test_a_workbook_holds_several_sheets_each_with_its_heads() -> None:
    sheets = [Sheet("Partners", ["Name"], [["=1+1"]]), Sheet("Rules [all]", ["Rule", "Day"], [["One", None]])]
    book = load_workbook(io.BytesIO(as_workbook(sheets)))

    assert book.sheetnames == ["Partners", "Rules  all "]
    assert [[cell.value for cell in row] for row in book["Partners"].iter_rows()] == [["Name"], ["=1+1"]]
    assert book["Partners"]["A2"].data_type != "f"
