"""Everybody's calls and needs, the pairs worth introducing, and the network, in three files.

What goes in is what anyone may see, in the index and still in the tables; so is what comes out.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from convivio.calls.documents import document_of as call_document
from convivio.calls.models import Call
from convivio.engine.batch.material import Material
from convivio.engine.batch.of_evidence import material_of
from convivio.engine.documents import Document
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import BadInput
from convivio.kernel.keys import split_key
from convivio.matching.batch_process import Place, run
from convivio.matching.everyone_rows import FILES, Names, rows_of
from convivio.matching.radar import calls_to_come
from convivio.needs.documents import document_of as need_document
from convivio.needs.models import Entry
from convivio.organisations.models import Organisation
from convivio.search.freshness import the_index
from convivio.web.tables import write_csv

AT_ONCE = 5_000
Told = Callable[[int, int], None]


def answer_everyone(out: Path, place: Place, told: Told) -> dict[str, Any]:
    """Write fits.csv, introductions.csv and network.csv into a folder, and say how many rows and how long.

    Raises:
        BatchIsNotInstalled: the engine is not here.
        BatchFailed: it stopped before its end.
        BadInput: the folder cannot be written.
        IndexIsMissing: the index was never built.
    """
    place.check()
    material = material_of(the_index().evidence, _asks(), audiences=sorted(ANYONE.audiences))
    names = _names(material)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".batch-", dir=out) as folder:
            figures = _run(material, Path(folder), place, told)
            _write(names, Path(folder), out)
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror}.") from error
    return figures


def _run(material: Material, folder: Path, place: Place, told: Told) -> dict[str, Any]:
    material.save(folder / "material")
    figures: dict[str, Any] = {"organisations": len(material.organisations), "asks": len(material.asks)}
    for said in run(folder / "material", folder / "answers", folder / "work", place):
        if "of" in said:
            told(said["done"], said["of"])
        else:
            step = said.pop("step")
            figures.update({f"{step}_{name}": value for name, value in said.items()})
    return figures


def _write(names: Names, folder: Path, out: Path) -> None:
    """Write every file whole, and only then put them in place."""
    for name, columns in FILES.items():
        write_csv(folder / f"{name}.csv", columns, rows_of(name, folder / "answers", names))
    for name in FILES:
        (folder / f"{name}.csv").replace(out / f"{name}.csv")


def _asks() -> Iterator[Document]:
    calls = calls_to_come(localdate()).visible_to(ANYONE).order_by("pk")
    needs = Entry.objects.open().filter(side=Entry.Side.NEED).visible_to(ANYONE).order_by("pk")
    yield from map(call_document, calls.iterator(AT_ONCE))
    yield from map(need_document, needs.iterator(AT_ONCE))


def _names(material: Material) -> Names:
    found = _named(Organisation, material.organisations)
    titles = _titles(Call, material.asks) | _titles(Entry, material.asks)
    return Names(
        material.organisations,
        [found.get(key) for key in material.organisations],
        material.asks,
        [titles.get(key, "") for key in material.asks],
        material.terms,
    )


def _named(model: type[Organisation], keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), AT_ONCE):
        numbers = [split_key(key)[1] for key in keys[start : start + AT_ONCE]]
        rows = model.objects.visible_to(ANYONE).filter(pk__in=numbers).only("name")
        found.update((row.key, row.name) for row in rows)
    return found


def _titles(model: type[Call] | type[Entry], keys: Iterable[str]) -> dict[str, str]:
    kind = model._meta.model_name
    numbers = [number for of_kind, number in map(split_key, keys) if of_kind == kind]
    rows = model.objects.in_bulk(numbers)
    return {row.key: str(row) for row in rows.values()}
