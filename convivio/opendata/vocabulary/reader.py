"""Lists of concepts and of territories, as CSV in the forms in which they are published. Plain Python.

EuroSciVoc comes as code, label and path; as a column of CORDIS; or as a table of preferred labels by
language. A concept's code in EuroSciVoc is its place in the tree, so its ancestors are known with it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from convivio.opendata.cells import words
from convivio.opendata.csv_tables import CsvTable, read_table
from convivio.opendata.unreadable import Unreadable, gettext_noop

EUROSCIVOC = "euroscivoc"
SCHEMES = ("technology", "sector", "s3", "nace", EUROSCIVOC, "tag")
CONCEPT_COLUMNS = ("scheme", "code", "label_en", "label_it", "broader", "synonyms_en", "synonyms_it")
PLACE_COLUMNS = ("code", "level", "name", "latitude", "longitude")
NAMES = {
    "scheme": ("list", "vocabulary"),
    "code": ("euroSciVocCode", "notation", "identifier", "id", "uri", "conceptURI", "concept"),
    "label_en": (
        "euroSciVocTitle",
        "prefLabel_en",
        "prefLabel",
        "preferred label",
        "label",
        "title",
        "name",
        "en",
    ),
    "label_it": ("prefLabel_it", "label italian", "etichetta", "nome", "it"),
    "path": ("euroSciVocPath", "hierarchy"),
    "broader": ("parent", "broaderConcept", "broaderURI", "skos:broader", "broader code"),
    "synonyms_en": ("altLabel_en", "altLabel", "alternative labels", "synonyms", "sinonimi_en"),
    "synonyms_it": ("altLabel_it", "sinonimi", "sinonimi_it"),
    "nuts_code": ("NUTS_ID", "NUTS code", "nuts"),
    "level": ("LEVL_CODE", "nuts level"),
    "place_name": ("name", "NAME_LATN", "NUTS_NAME", "NUTS label", "label_en"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng"),
}
LONGEST_CODE, LONGEST_LABEL, LONGEST_NUTS = 80, 240, 5
MOST_ROWS = 2_000_000
NORTH, EAST = 90.0, 180.0


def read(path: str, scheme: str) -> Iterator[tuple[str, list[Any]]]:
    """Give every concept or place of a file once; `scheme` says of which list, where the file does not.

    Raises:
        Unreadable: the file is no such list, or a row of it cannot be read.
    """
    file = Path(path)
    with file.open("rb") as stream:
        table = read_table(file.name, stream, NAMES)
        if table.has("nuts_code"):
            yield from _places(table)
        else:
            yield from _concepts(table, scheme)


def _places(table: CsvTable) -> Iterator[tuple[str, list[Any]]]:
    table.require("nuts_code", "place_name")
    columns = ("nuts_code", "level", "place_name", "latitude", "longitude")
    for line, (given, level, name, latitude, longitude) in table.rows(*columns):
        code = given.strip().upper()
        if not code.isalnum() or len(code) > LONGEST_NUTS:
            problem = gettext_noop("“%(code)s” is no NUTS code.")
            raise Unreadable(problem, file=table.name, line=line, code=code[:40])
        depth = int(level) if level.strip().isdecimal() else len(code) - 2
        north, east = (_degrees(table, line, *degrees) for degrees in ((latitude, NORTH), (longitude, EAST)))
        yield "place", [code, min(depth, 3), words(name)[:LONGEST_LABEL], north, east]


def _degrees(table: CsvTable, line: int, text: str, most: float) -> float | None:
    bare = text.strip().replace(",", ".")
    try:
        found = float(bare) if bare else None
    except ValueError:
        found = most + 1
    if found is not None and not abs(found) <= most:
        problem = gettext_noop("“%(text)s” is no position.")
        raise Unreadable(problem, file=table.name, line=line, text=text[:40])
    return found


def _concepts(table: CsvTable, scheme: str) -> Iterator[tuple[str, list[Any]]]:
    table.require("code")
    if not table.has("label_it"):
        table.require("label_en")
    seen: set[tuple[str, str]] = set()
    columns = ("scheme", "code", "label_en", "label_it", "broader", "synonyms_en", "synonyms_it", "path")
    for count, (line, row) in enumerate(table.rows(*columns)):
        if count >= MOST_ROWS:
            raise Unreadable(gettext_noop("It has too many rows."), file=table.name, line=line)
        for concept in _read(table, line, scheme, row):
            if (concept[0], concept[1]) not in seen:
                seen.add((concept[0], concept[1]))
                yield "concept", concept


def _read(table: CsvTable, line: int, usual: str, row: tuple[str, ...]) -> Iterator[list[Any]]:
    said, code, english, italian, broader, synonyms_en, synonyms_it, path = (words(cell) for cell in row)
    in_tree = code.startswith("/")
    scheme = (said.casefold() or usual or (EUROSCIVOC if in_tree or table.has("path") else "")).strip()
    if scheme not in SCHEMES:
        problem = gettext_noop("“%(scheme)s” is no list of ours; there are: %(found)s.")
        raise Unreadable(problem, file=table.name, line=line, scheme=scheme[:40], found=", ".join(SCHEMES))
    if not code or len(code) > LONGEST_CODE:
        raise Unreadable(gettext_noop("This row has no code, or too long a one."), file=table.name, line=line)
    if not english and not italian:
        raise Unreadable(gettext_noop("This concept has no name."), file=table.name, line=line)
    if in_tree:
        yield from _ancestors(scheme, code, path)
        broader = code.rstrip("/").rpartition("/")[0]
    yield [
        scheme,
        code.rstrip("/"),
        english[:LONGEST_LABEL],
        italian[:LONGEST_LABEL],
        broader,
        _several(synonyms_en),
        _several(synonyms_it),
    ]


def _ancestors(scheme: str, code: str, path: str) -> Iterator[list[Any]]:
    """Give the fields above this one, where the path names as many steps as the code has."""
    codes, labels = code.strip("/").split("/"), path.strip("/").split("/")
    if len(codes) != len(labels) or not all(labels):
        return
    for depth in range(1, len(codes)):
        above = "/" + "/".join(codes[: depth - 1]) if depth > 1 else ""
        yield [scheme, "/" + "/".join(codes[:depth]), labels[depth - 1][:LONGEST_LABEL], "", above, [], []]


def _several(text: str) -> list[str]:
    separator = "|" if "|" in text else ";"
    return [term[:LONGEST_LABEL] for part in text.split(separator) if (term := part.strip())]
