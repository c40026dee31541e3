"""Reading the text of a document: what is read, what is refused in one sentence, and what cannot harm."""

import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import SimpleNamespace

import pytest
from django.utils import translation

from convivio.files import reading
from convivio.files.errors import FileTooLarge, UnreadableDocument, WrongKindOfFile
from convivio.files.reading import ReadText, text_of
from convivio.files.tests.documents import LOCKED, docx, locked_pdf, odt, packed, pdf
from convivio.files.tests.made import DOCX, PDF, picture, sent
from convivio.kernel.errors import BadInput

WORDS = "Porous bioceramics for bone: perché è così."


def read(content: bytes, letters: int = 1000, name: str = "documento") -> ReadText:
    return text_of(sent(name, content), letters=letters)


def refusal(content: bytes) -> BadInput:
    with translation.override("en"), pytest.raises(BadInput) as caught:
        read(content)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        pdf(WORDS),
        locked_pdf(WORDS, reading=""),
        docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>"),
        odt(f"<text:p>{WORDS}</text:p>"),
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        WORDS.encode("cp1252"),
    ],
    ids=["pdf", "pdf-locked-for-changes", "docx", "odt", "utf-8", "utf-8-mark", "utf-16", "windows"],
)
def test_its_words_are_read(content: bytes) -> None:
    found = read(content)

    assert found.text.strip() == WORDS
    assert not found.is_cut


def test_its_bytes_say_what_it_is_and_not_its_name() -> None:
    assert read(pdf(WORDS), name="foto.png").text.strip() == WORDS


def test_paragraphs_gaps_and_nested_marks_stay_apart() -> None:
    word = "<w:p><w:r><w:t>uno</w:t><w:tab/><w:t>due</w:t></w:r></w:p><w:p><w:r><w:t>tre</w:t></w:r></w:p>"
    open_ = "<text:h>uno<text:s/>due</text:h><text:p>t<text:span>r</text:span>e</text:p>"

    assert read(docx(word)).text.split("\n")[:2] == ["uno due", "tre"]
    assert read(odt(open_)).text.split("\n")[:2] == ["uno due", "tre"]


def test_what_was_deleted_or_noted_beside_is_not_read() -> None:
    word = "<w:p><w:r><w:t>resta</w:t><w:delText>tolto</w:delText></w:r></w:p>"
    twice = "<mc:AlternateContent><mc:Choice><w:t> una</w:t></mc:Choice><mc:Fallback><w:t>due</w:t></mc:Fallback></mc:AlternateContent>"
    open_ = "<text:tracked-changes><text:p>tolto</text:p></text:tracked-changes><text:p>resta<office:annotation><text:p>nota</text:p></office:annotation></text:p>"

    assert read(docx(word + twice)).text.replace("\n", "") == "resta una"
    assert read(odt(open_)).text.strip() == "resta"


def test_a_word_that_the_end_of_a_line_broke_is_whole() -> None:
    assert (
        read("bio-\nceramics, bioce\xad \nramics, 3-\n4, bio\xadreactor".encode()).text
        == "bioceramics, bioceramics, 3-\n4, bioreactor"
    )


def test_signs_that_no_text_has_do_not_come_out_of_a_pdf() -> None:
    assert read(pdf("uno\x00due\x0btre")).text.strip() == "unoduetre"


def test_it_stops_at_the_letters_that_were_asked_for() -> None:
    for content in (
        pdf(*["parole " * 10] * 5),
        docx("<w:p><w:t>parole</w:t></w:p>" * 50),
        b"parole " * 20,
    ):
        found = read(content, letters=60)
        assert (len(found.text), found.is_cut) == (60, True)


def test_pages_that_are_left_are_told() -> None:
    found = read(pdf(*["a"] * 201), letters=10_000)

    assert (found.text.count("a"), found.is_cut) == (200, True)
    assert not read(pdf(*["a"] * 200), letters=10_000).is_cut


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (pdf(""), UnreadableDocument, "no text"),
        (docx("<w:p/>"), UnreadableDocument, "no text"),
        (b"12 34\n", UnreadableDocument, "no text"),
        (locked_pdf(WORDS, reading="segreto"), UnreadableDocument, "password"),
        (odt("<text:p/>", manifest=LOCKED), UnreadableDocument, "password"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), UnreadableDocument, "password"),
        (b"\xd0\xcf\x11\xe0 an old one", WrongKindOfFile, "DOCX"),
        (PDF, UnreadableDocument, "damaged"),
        (pdf(WORDS)[:80], UnreadableDocument, "damaged"),
        (DOCX, UnreadableDocument, "no text"),
        (docx("<w:p>"), UnreadableDocument, "damaged"),
        (docx("<w:p/>")[:200], UnreadableDocument, "damaged"),
        (odt("<text:p>uno</text:p>", kind=b"application/epub+zip"), WrongKindOfFile, "DOCX"),
        (packed({"a.txt": b"uno"}), WrongKindOfFile, "DOCX"),
        (packed({"word/document.xml": b"<w/>"}, zipfile.ZIP_LZMA), WrongKindOfFile, "DOCX"),
        (picture(), WrongKindOfFile, "DOCX"),
        (b"<html><body>uno</body></html>", WrongKindOfFile, "DOCX"),
        (b"{\\rtf1 uno}", WrongKindOfFile, "DOCX"),
    ],
)
def test_what_gives_no_text_is_refused_in_a_sentence(
    content: bytes, kind: type[BadInput], words: str
) -> None:
    said = refusal(content)

    assert isinstance(said, kind)
    assert words in said.message


def test_a_document_that_is_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_READ_MB", 0)

    assert isinstance(refusal(b"uno"), FileTooLarge)


def test_entities_are_never_unfolded() -> None:
    lol = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = docx("<w:p><w:t>&e9;</w:t></w:p>", before=f'<!DOCTYPE d [<!ENTITY e0 "uno">{lol}]>')
    outside = docx(
        "<w:p><w:t>&e;</w:t></w:p>", before='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    )

    assert isinstance(refusal(bomb), WrongKindOfFile)
    assert isinstance(refusal(outside), WrongKindOfFile)


def test_a_small_archive_that_unpacks_to_much_is_left_at_its_limit() -> None:
    bomb = docx("<w:p/>" + " " * (65 * 1024 * 1024))

    assert len(bomb) < 1 << 20
    assert "too long" in refusal(bomb).message


def test_whoever_needs_too_much_time_or_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as less:
        less.setattr(reading, "SECONDS", 0.001)
        assert "too long" in refusal(WORDS.encode()).message
    much = b"parole " * (1 << 20)
    assert read(much).is_cut
    monkeypatch.setattr(reading, "MEMORY_MB", 8)
    assert "too long" in refusal(much).message


def test_its_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os; print(json.dumps({'text': ' '.join(os.environ), 'is_cut': False}))")
    monkeypatch.setenv("CONVIVIO_SECRET_KEY", "known to the server alone")
    monkeypatch.setattr(reading, "READER", spy)

    assert "CONVIVIO" not in read(b"uno").text


@pytest.mark.parametrize("room", [2, 6])
def test_no_more_readers_run_at_once_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    guard, running, seen = Lock(), [0], [0]

    def run(*_asked: object, **_more: object) -> SimpleNamespace:
        with guard:
            running[0] += 1
            seen[0] = max(seen[0], running[0])
        time.sleep(0.2)
        with guard:
            running[0] -= 1
        return SimpleNamespace(stdout=b'{"text": "uno", "is_cut": false}')

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(reading, "AT_ONCE", BoundedSemaphore(room))
    with ThreadPoolExecutor(6) as pool:
        assert [one.text for one in pool.map(read, [b"uno"] * 6)] == ["uno"] * 6

    assert (seen[0] <= 2) is (room == 2), "with room for six, more than two run"
