"""Read CORDIS files, as published, for measurements: a folder or the zip of project.csv and others.

Standard library only. The product has its own importer with its own care for bad input; this one
reads well-formed files.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

csv.field_size_limit(10_000_000)

Row = Mapping[str, str]


def rows(source: Path, name: str) -> Iterator[Row]:
    """Give the rows of one file of a CORDIS folder or zip."""
    if source.is_dir():
        with (source / name).open(encoding="utf-8-sig", newline="") as text:
            yield from _parsed(text)
        return
    with zipfile.ZipFile(source) as archive, archive.open(name) as raw:
        yield from _parsed(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _parsed(text: io.TextIOBase) -> Iterator[Row]:
    sample = text.readline()
    delimiter = ";" if sample.count(";") > sample.count(",") else ","
    header = next(csv.reader([sample], delimiter=delimiter))
    yield from csv.DictReader(text, fieldnames=header, delimiter=delimiter)
