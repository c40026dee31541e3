"""The Commission's own file, where it is at hand: nothing of it is lost on the way."""

import csv
import io
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from convivio.opendata.cordis.data_set import read_data_set

DATA = Path(os.environ.get("CONVIVIO_REAL_DATA", "no-real-data")) / "cordis"
FILES = sorted(DATA.glob("*.zip")) if DATA.is_dir() else []

pytestmark = [
    pytest.mark.needs_real_data,
    pytest.mark.skipif(
        not FILES, reason="CONVIVIO_REAL_DATA names no folder with a zip of CORDIS in cordis/"
    ),
]


def rows_in(path: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive, archive.open(name) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        return list(csv.DictReader(text, delimiter=";"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_of_the_real_file_is_read_or_accounted_for(path):
    found = read_data_set(path, lambda _count: None)

    rows = rows_in(path, "organization.csv")
    noted = Counter({note.what: note.times for note in found.note if note.file == "organization.csv"})
    added_up = noted["participant named twice in one role, its amounts added up"]
    left_out = sum(times for what, times in noted.items() if "left out" in what)
    assert len(found.participation) + added_up + left_out == len(rows)
    assert {row.pic for row in found.body} == {row["organisationID"] for row in rows}
    assert {row.code for row in found.project} == {row["id"] for row in rows_in(path, "project.csv")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_money_of_the_real_file_adds_up(path):
    found = read_data_set(path, lambda _count: None)

    theirs = sum(
        round(float(row["netEcContribution"] or 0) * 100) for row in rows_in(path, "organization.csv")
    )
    ours = sum(round(float(row.contribution or 0) * 100) for row in found.participation)
    assert ours == theirs
