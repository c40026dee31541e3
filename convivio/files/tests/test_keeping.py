"""What is taken, what is refused and why, and what is left of a picture."""

import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from convivio.files import keeping
from convivio.files.errors import (
    BadPicture,
    FileTooLarge,
    NotWhatItsNameSays,
    TooManyFiles,
    WrongKindOfFile,
)
from convivio.files.keeping import Sort, folder, keep_file, path_of, put_back, remove_file
from convivio.files.models import File
from convivio.files.tests.made import DOCM, DOCX, ODT, PDF, PLACE, SVG, archive, picture, place_in, sent
from convivio.files.tests.things import things_with_files  # noqa: F401 - a fixture
from convivio.kernel.errors import BadInput
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ABOUT = "thing:1"


def kept(name: str, content: bytes, sort: Sort = Sort.DOCUMENT) -> File:
    return keep_file(sent(name, content), about=ABOUT, sort=sort, by=PersonFactory.create())


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("manuale.pdf", PDF, "pdf"),
        ("Condizioni.docx", DOCX, "docx"),
        ("condizioni.odt", ODT, "odt"),
        ("misure.csv", b"a;b\r\n1;2\r\n", "csv"),
        ("leggimi.txt", "perché no\n".encode(), "txt"),
    ],
)
def test_a_document_of_the_list_is_kept_byte_for_byte(name: str, content: bytes, kind: str) -> None:
    file = kept(name, content)

    assert (file.kind, file.name, file.size) == (kind, name, len(content))
    assert path_of(file).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("manuale.pdf", b"MZ\x90\x00 a program", NotWhatItsNameSays),
        ("manuale.pdf", SVG, NotWhatItsNameSays),
        ("disegno.svg", SVG, WrongKindOfFile),
        ("pagina.html", b"<!doctype html><p>x", WrongKindOfFile),
        ("pagina.txt", b"x\n<script>alert(1)</script>", NotWhatItsNameSays),
        ("macro.docm", DOCM, WrongKindOfFile),
        ("macro.docx", DOCM, NotWhatItsNameSays),
        ("programma.exe", PDF, WrongKindOfFile),
        ("foto.jpg", picture(), WrongKindOfFile),
        ("lista.docx", archive({f"{number:0100}": b"" for number in range(20_000)}), NotWhatItsNameSays),
        ("vuoto.txt", b"", NotWhatItsNameSays),
        ("mucchio.zip", archive({"a": b"1"}), WrongKindOfFile),
        ("foglio.xlsx", DOCX, NotWhatItsNameSays),
    ],
)
def test_anything_else_is_refused_and_nothing_of_it_stays(
    name: str, content: bytes, refusal: type[BadInput]
) -> None:
    with pytest.raises(refusal):
        kept(name, content)

    assert not File.objects.exists()
    assert not [path for path in folder().rglob("*") if path.is_file()]


def test_the_list_of_an_archive_is_not_read_where_it_is_very_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_parts: object) -> None:
        raise AssertionError

    long = archive({f"{number:0100}": b"" for number in range(20_000)})
    monkeypatch.setattr("convivio.files.sniffing.zipfile.ZipFile", read)
    with pytest.raises(NotWhatItsNameSays):
        kept("lista.docx", long)


def test_markup_is_found_where_two_pieces_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.files.sniffing.AT_ONCE", 8)

    with pytest.raises(NotWhatItsNameSays):
        kept("note.txt", b"parole <script>alert(1)</script>")


def test_the_control_holds_a_place_and_the_kept_picture_does_not() -> None:
    taken = picture()
    file = kept("foto.jpg", taken, Sort.PICTURE)

    assert place_in(taken) == PLACE
    for size in ("large", "small"):
        content = path_of(file, size).read_bytes()
        assert place_in(content) is None
        assert b"a maker of cameras" not in content


def test_a_picture_is_kept_in_two_sizes_of_one_form() -> None:
    file = kept("foto.png", picture("PNG", (3000, 1500)), Sort.PICTURE)

    sizes = []
    for size in ("large", "small"):
        with Image.open(path_of(file, size)) as opened:
            sizes.append((opened.format, opened.size))
    assert sizes == [("WEBP", (1600, 800)), ("WEBP", (480, 240))]
    assert (file.width, file.height) == (1600, 800)


def test_what_hides_behind_a_picture_is_gone() -> None:
    polyglot = picture() + archive({"run.js": b"alert(1)"}) + b"<script>alert(1)</script>"

    file = kept("foto.jpg", polyglot, Sort.PICTURE)

    content = path_of(file).read_bytes()
    assert b"<script" not in content
    assert b"run.js" not in content


@pytest.mark.parametrize("content", [picture()[:2000], b"\x89PNG\r\n\x1a\n" + os.urandom(400)])
def test_a_broken_picture_is_refused(content: bytes) -> None:
    with pytest.raises((BadPicture, NotWhatItsNameSays)):
        kept("foto.png" if content.startswith(b"\x89") else "foto.jpg", content, Sort.PICTURE)


def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_drawn() -> None:
    made = io.BytesIO()
    Image.new("1", (20000, 20000)).save(made, format="PNG")

    assert len(made.getvalue()) < 200_000
    with pytest.raises(BadPicture):
        kept("bomba.png", made.getvalue(), Sort.PICTURE)


def test_reading_stops_at_the_first_byte_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keeping.MOST_MB, Sort.DOCUMENT, 1)
    read = []

    class Endless(TemporaryUploadedFile):
        def chunks(self, chunk_size: Any = None) -> Iterator[bytes]:
            for number in range(1000):
                read.append(number)
                yield b"a" * 65536

    with pytest.raises(FileTooLarge):
        keep_file(Endless("a.txt", "text/plain", 0, None), about=ABOUT, sort=Sort.DOCUMENT, by=None)
    assert len(read) == 17


def test_there_is_room_for_so_many_and_no_more() -> None:
    kept("uno.pdf", PDF)
    kept("due.pdf", PDF)

    with pytest.raises(TooManyFiles):
        kept("tre.pdf", PDF)


def test_what_was_removed_comes_back_unless_its_place_is_taken() -> None:
    first, _second = kept("uno.pdf", PDF), kept("due.pdf", PDF)
    remove_file(first)
    put_back(first)
    assert File.objects.of(ABOUT).count() == 2

    remove_file(first)
    kept("tre.pdf", PDF)
    with pytest.raises(TooManyFiles):
        put_back(first)


@pytest.mark.parametrize(
    ("said", "kept_as"),
    [
        ("../../etc/manuale.pdf", "manuale.pdf"),
        ("C:\\carte\\manuale.pdf", "manuale.pdf"),
        ("man\u202euale\x00\n.pdf", "man uale.pdf"),
        ("manuale", "manuale.pdf"),
        ("", "file.pdf"),
        (f"{'a' * 300}.PDF", f"{'a' * 116}.pdf"),
    ],
)
def test_a_name_is_cleaned(said: str, kept_as: str) -> None:
    upload = sent("x.pdf", PDF)
    upload._name = said  # type: ignore[attr-defined]  # a browser may say anything

    file = keep_file(upload, about=ABOUT, sort=Sort.DOCUMENT, by=None)

    assert file.name == kept_as
