"""Files that are damaged, wrong or made to harm: one clear sentence, and an untouched database."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from convivio.opendata.tests.cordis_making import Made, body, many, project
from convivio.opendata.tests.fingerprints import fingerprint

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def zip_of(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return path


def with_a_part(folder: Path, name: str, content: bytes) -> Path:
    made = Made().folder(folder / "set")
    (made / name).write_bytes(content)
    return made


def another_zip(folder: Path) -> Path:
    return zip_of(folder / "photos.zip", readme_txt=b"Nothing here.", people_csv=b"a;b\n1;2\n")


def cut_zip(folder: Path) -> Path:
    path = many(30).zip(folder)
    path.write_bytes(path.read_bytes()[:-400])
    return path


def damaged_zip(folder: Path) -> Path:
    path = many(30).zip(folder)
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)
    return path


def cut_in_a_quotation(folder: Path) -> Path:
    return with_a_part(folder, "organization.csv", Made().files()["organization.csv"][:-30])


def cut_in_a_row(folder: Path) -> Path:
    content = Made().files()["project.csv"]
    return with_a_part(folder, "project.csv", content[: content.rindex(b'";"')] + b'"')


def office_file(folder: Path) -> Path:
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return path


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def locked_zip(folder: Path) -> Path:
    path = Made().zip(folder)
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + place] |= 1
    path.write_bytes(content)
    return path


def outside_the_zip(folder: Path) -> Path:
    path = Made().zip(folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../project.csv", "id;title\n1;x\n")
    return path


def link_in_a_zip(folder: Path) -> Path:
    path = folder / "links.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("project.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return path


def link_in_a_folder(folder: Path) -> Path:
    made = Made().folder(folder / "set")
    (made / "project.csv").unlink()
    (made / "project.csv").symlink_to("/etc/passwd")
    return made


def bomb(folder: Path) -> Path:
    path = Made().zip(folder)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("legalBasis.csv", "w") as part,
    ):
        for _ in range(64):
            part.write(bytes(MEGABYTE))
    return path


def bomb_that_lies(folder: Path) -> Path:
    """Say in the directory that 64 MB are one hundred bytes."""
    path = folder / "lie.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in Made().files().items():
            archive.writestr(name, content if name != "project.csv" else b"id;title\n" + b"x" * 64 * MEGABYTE)
    altered = bytearray(path.read_bytes())
    entry = altered.find(b"PK\x01\x02")
    altered[entry + 24 : entry + 28] = struct.pack("<I", 100)
    path.write_bytes(altered)
    return path


def ten_million_columns(folder: Path) -> Path:
    return with_a_part(folder, "project.csv", b"id;title" + b";" * 10_000_000 + b"\n1;x\n")


def a_thousand_columns(folder: Path) -> Path:
    return with_a_part(folder, "project.csv", b"id;title" + b";c" * 1000 + b"\n")


def endless_cell(folder: Path) -> Path:
    return with_a_part(folder, "project.csv", b'id;title\n1;"' + b"word " * 80 + b"\n" * 5 * MEGABYTE)


def endless_line(folder: Path) -> Path:
    return with_a_part(folder, "project.csv", b"id;title;framework\n1;two;FP7\n2;" + b"x" * 20 * MEGABYTE)


def pipe(folder: Path) -> Path:
    made = Made().folder(folder / "set")
    (made / "project.csv").unlink()
    os.mkfifo(made / "project.csv")
    return made


def empty_folder(folder: Path) -> Path:
    (folder / "none").mkdir()
    return folder / "none"


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "another zip": (another_zip, r"photos\.zip: There is no project\.csv in it; found: people\.csv"),
    "a zip cut short": (cut_zip, r"csv\.zip: The zip is damaged, or cut short"),
    "a zip with damaged bytes": (damaged_zip, r"project\.csv: It is damaged, or cut short, inside cordis"),
    "a file cut in a quotation": (cut_in_a_quotation, r"organization\.csv, line 3: A quotation opens here"),
    "a file cut in a row": (cut_in_a_row, r"project\.csv, line 2: This row has 19 cells and the header has 20"),
    "an Office file": (office_file, r"book\.xlsx: This is an Office file"),
    "a PDF": (written("report.pdf", b"%PDF-1.7\n"), r"report\.pdf: This is a PDF\. A zip"),
    "JSON": (written("projects.json", b'\xef\xbb\xbf [{"id": 1}]'), r"projects\.json: This is a JSON file"),
    "XML": (written("projects.xml", b"<?xml?>"), r"projects\.xml: This is an XML or HTML file"),
    "one CSV alone": (written("project.csv", b"id;title\n1;x\n"), r"project\.csv: This is not a zip"),
    "an empty file": (written("empty.zip", b""), r"empty\.zip: The file is empty"),
    "a locked zip": (locked_zip, r"csv\.zip: “project\.csv” is locked with a password"),
    "a name outside the zip": (outside_the_zip, r"“\.\./\.\./project\.csv” would lie outside the zip"),
    "a link in a zip": (link_in_a_zip, r"links\.zip: “project\.csv” is a link"),
    "a link in a folder": (link_in_a_folder, r"project\.csv: It is a link to another place"),
    "a zip bomb": (bomb, r"legalBasis\.csv: It would grow from .* to 64 MB when unpacked: a zip bomb"),
    "a zip bomb that lies": (bomb_that_lies, r"project\.csv: It is damaged, or cut short, inside lie\.zip"),
    "ten million columns": (ten_million_columns, r"project\.csv, line 1: This line is longer than 1,000,000"),
    "a thousand columns": (a_thousand_columns, r"project\.csv, line 1: It has 1,002 columns; at most 500"),
    "a cell without end": (endless_cell, r"project\.csv, line 2: From here a cell is longer than 200,000"),
    "a line without end": (endless_line, r"project\.csv, line 3: This line is longer than 1,000,000"),
    "a pipe": (pipe, r"set: There is no project\.csv in it"),
    "an empty folder": (empty_folder, r"none: There is no project\.csv in it; found: —"),
    "nothing at all": (lambda folder: folder / "nowhere.zip", r"nowhere\.zip: There is nothing here"),
    "UTF-16": (lambda f: with_a_part(f, "project.csv", "id;title\n".encode("utf-16")), r"line 1: This is not UTF-8 text"),
    "bytes of no text": (lambda f: with_a_part(f, "project.csv", b"id;title\n1;\0\n"), r"line 2: This is not text"),
    "only a header": (lambda f: Made(projects=[]).zip(f), r"project\.csv: It holds no project"),
    "no column of numbers": (lambda f: with_a_part(f, "project.csv", b"a;title\n1;x\n"), r"line 1: There is no column “id”"),
    "quotation marks that do not match": (lambda f: with_a_part(f, "project.csv", b'id;title\n1;"x"y\n'), r"line 2: The quotation"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_changes_nothing(name, tmp_path):
    make, sentence = HOSTILE[name]
    path = make(tmp_path)
    before = fingerprint()

    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("import", "cordis", str(path), "--no-index")

    assert fingerprint() == before
    assert "\n" not in str(refusal.value)


def test_a_sound_file_changes_the_fingerprint(tmp_path):
    before = fingerprint()

    call_command("import", "cordis", str(Made().zip(tmp_path)), "--no-index", stdout=io.StringIO())

    assert fingerprint() != before


def test_rows_before_the_fault_are_not_written_either(tmp_path):
    bad = Made(bodies=[body(), *(body(n, name='"') for n in range(2, 900))]).folder(tmp_path / "set")
    with (bad / "organization.csv").open("ab") as file:
        file.write(b'"900000001";"no more"\r\n')
    before = fingerprint()

    with pytest.raises(CommandError, match=r"organization\.csv, line 901: This row has 2 cells"):
        call_command("import", "cordis", str(bad), "--no-index")

    assert fingerprint() == before


def test_a_path_that_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(CommandError, match="It cannot be opened"):
        call_command("import", "cordis", str(tmp_path / ("x" * 300)), "--no-index")


@pytest.mark.parametrize("file", ["call-topics.csv", "call-topics.xlsx"])
def test_topics_are_as_careful(file, tmp_path):
    path = tmp_path / file
    path.write_bytes(b"codes;names\n" if file.endswith("csv") else office_file(tmp_path).read_bytes())
    before = fingerprint()

    with pytest.raises(CommandError, match=file.replace(".", r"\.")):
        call_command("import", "topics", str(path), "--no-index")

    assert fingerprint() == before


def test_words_that_mean_something_to_a_database_are_only_words(tmp_path):
    row = project(title="'); DROP TABLE trackrecord_project; --", objective="%s %(x)s {0}")

    call_command(
        "import", "cordis", str(Made(projects=[row]).zip(tmp_path)), "--no-index", stdout=io.StringIO()
    )

    assert fingerprint()


def test_the_command_line_ends_with_one_line_and_a_code(tmp_path):
    ended = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "convivio", "import", "cordis", str(tmp_path / "nowhere.zip")],
        env={**os.environ, "CONVIVIO_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.strip().endswith("nowhere.zip: There is nothing here. [bad_file]")
    assert len(ended.stderr.strip().splitlines()) == 1
