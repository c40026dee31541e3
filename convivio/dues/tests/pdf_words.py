"""Reads the words of a PDF back: what each font shows, by the font's own table of letters."""

import re
import zlib

SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_in(pdf: bytes) -> str:
    """Give the text of a PDF, its spaces left out."""
    bodies = {int(one): body for one, body in re.findall(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL)}
    streams = {number: _stream(body) for number, body in bodies.items()}
    fonts: dict[bytes, dict[bytes, str]] = {}
    for body in bodies.values():
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", body.split(b"stream")[0]):
            if table := re.search(rb"/ToUnicode (\d+) 0 R", bodies[int(number)]):
                fonts[name] = _letters(streams[int(table[1])])
    shown = (_shown(stream, fonts) for stream in streams.values() if b" Tf " in stream)
    return "".join("".join(shown).split())


def metadata_of(pdf: bytes) -> str:
    bodies = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return "".join(one.decode() for one in map(_plain, bodies) if one.startswith(b"<?xpacket"))


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    return _plain(found[1]) if found else b""


def _plain(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(table: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>", table)
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(to.decode()).decode("utf-16-be") for glyph, to in pairs
    }


def _shown(stream: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    found = []
    for text in re.findall(rb"/(f\d+) [\d.]+ Tf|(\((?:\\.|[^\\()])*\))", stream, re.DOTALL):
        font, literal = text
        if font:
            letters = fonts.get(font, {})
            continue
        glyphs = _unescaped(literal[1:-1])
        found += [letters.get(glyphs[place : place + 2], "?") for place in range(0, len(glyphs), 2)]
    return "".join(found)


def _unescaped(literal: bytes) -> bytes:
    return re.sub(rb"\\([0-7]{1,3}|.)", lambda one: _sign(one[1]), literal, flags=re.DOTALL)


def _sign(escape: bytes) -> bytes:
    if escape.isdigit():
        return bytes([int(escape, 8)])
    return SIGNS.get(escape, escape)
