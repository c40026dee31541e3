"""A list is read from CSV or XLSX as people see it, and what is made to harm is refused in a sentence."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from convivio.opendata.errors import BadFile
from convivio.opendata.members.columns import FIELDS, guess
from convivio.opendata.members.reading import Sheet, read_sheet
from convivio.opendata.members.sample import titles
from convivio.opendata.members.tests import files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, content: bytes) -> Sheet:
    path = folder / "x"
    path.write_bytes(content)
    return read_sheet(path, "members")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_is_read_whatever_parts_its_cells(folder: Path, separator: str) -> None:
    sheet = read(folder, files.as_csv(separator=separator))

    assert sheet.header == list(files.TITLES)
    assert sheet.rows[0] == (2, list(files.ROWS[0]))


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "utf-16"])
def test_letters_are_read_in_their_alphabet(folder: Path, alphabet: str) -> None:
    sheet = read(folder, files.as_csv().decode().encode(alphabet))

    assert sheet.rows[1][1][0] == "Università di Valmorra"
    assert not sheet.notices


def test_an_alphabet_that_was_guessed_is_said(folder: Path) -> None:
    sheet = read(folder, files.as_csv().decode().encode("latin-1"))

    assert sheet.rows[1][1][0] == "Università di Valmorra"
    assert "Latin-1" in sheet.notices[0]


def test_a_workbook_is_read_as_people_see_it(folder: Path) -> None:
    row = ["Alfa", 1234567897, 45.0, 12.5, date(2019, 3, 12), True, None]

    sheet = read(folder, files.as_xlsx([row], list("abcdefg")))

    assert sheet.rows == [(2, ["Alfa", "1234567897", "45", "12.5", "2019-03-12", "1", ""])]


def test_a_formula_is_the_text_it_was_written_with(folder: Path) -> None:
    sheet = read(folder, files.as_xlsx([["=1+1"]], ["Name"]))

    assert sheet.rows[0][1] == ["=1+1"]


def test_the_apostrophe_of_our_own_exports_falls_away(folder: Path) -> None:
    assert read(folder, b"name;town\n'=A1;'s-Hertogenbosch\n").rows[0][1] == ["=A1", "'s-Hertogenbosch"]


def test_empty_rows_fall_away_and_the_others_keep_their_numbers(folder: Path) -> None:
    sheet = read(folder, b";;\nname;town;\n;;\nAlfa;Modena;\n")

    assert (sheet.header, sheet.rows) == (["name", "town"], [(4, ["Alfa", "Modena"])])


def test_a_hidden_sheet_is_not_the_list(folder: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.sheet_state = "hidden"
    book.create_sheet("Soci").append(["Name"])
    book["Soci"].append(["Alfa"])

    assert read(folder, files.saved(book)).rows == [(2, ["Alfa"])]


BAD = {
    "empty": (b"  \n", "The file is empty"),
    "only titles": (b"name;town\n", "It has no rows below the titles"),
    "pdf": (b"%PDF-1.7 ...", "This is a PDF"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office file"),
    "picture": (b"\x89PNG\r\n", "This is a picture"),
    "page": (b"<html><table>", "This is an XML or HTML file"),
    "another zip": (files.other_zip(), "This is a zip, but not an XLSX workbook"),
    "workbook cut short": (files.as_xlsx()[:-200], "The workbook is damaged, or cut short"),
    "no workbook within": (b"PK\x03\x04" + b"\0" * 100, "The workbook is damaged, or cut short"),
    "not text": (b"name\0town\nA\0B\n", "This is not text"),
    "open quotation": (b'name;town\n"Alfa;Modena\n', "line 2: The quotation marks of this row do not match"),
    "cells too many": (b"name;town\nAlfa;Modena;41121\n", "line 2: This row has more cells than"),
    "a cell too long": (b"name\n" + b"a" * 30_000 + b"\n", "line 2: A cell is longer than"),
    "columns too many": (b";".join([b"x"] * 300) + b"\n", "line 1: It has more than 200 columns"),
    "rows too many": (b"name\n" + b"Alfa\n" * 20_001, "line 20,002: It has more than 20,000 rows"),
    "too large": (b"name\n" + b"Alfa\n" * 1_200_000, "larger than 5 MB"),
    "no sheet": (files.with_sheet(b"<worksheet"), "damaged, or cut short"),
    "an entity that asks for a file": (files.outward_entity(), "not one that a spreadsheet writes"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence(folder: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(folder, content)


@pytest.mark.parametrize(
    "bomb", [files.sheet_bomb, files.wide_bomb, files.laughing_bomb], ids=lambda bomb: bomb.__name__
)
def test_a_bomb_is_refused_before_it_costs_anything(folder: Path, bomb: Callable[[], bytes]) -> None:
    content = bomb()
    begun = time.monotonic()

    with pytest.raises(BadFile):
        read(folder, content)

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "headers",
    [
        ["Ragione sociale", "P. IVA", "Città", "Prov.", "Sito web", "Socio dal", "Addetti"],
        ["Company", "VAT number", "Town", "province", "Website", "Joined", "Employees"],
    ],
)
def test_titles_in_italian_and_in_english_are_known(headers: list[str]) -> None:
    names = ["name", "vat", "city", "province", "website", "member_since", "staff_count"]

    assert list(guess(headers).values()) == names


def test_each_field_is_guessed_once_and_other_columns_are_left_out() -> None:
    assert guess(["Nome", "Denominazione", "E-mail", "Telefono"]) == {0: "name"}


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_titles_of_our_sample_are_known(language: str) -> None:
    with override(language):
        assert list(guess(titles()).values()) == list(FIELDS)
