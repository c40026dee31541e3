"""The files of the demonstration network: what we invented, as it is written."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

NETWORK = Path(__file__).resolve().parent / "network"

Entry = dict[str, Any]


def entries(table: str) -> Iterator[Entry]:
    """Give the entries of one table, from every file that has it, in the order of the files."""
    for path in sorted(NETWORK.rglob("*.toml")):
        yield from _read(path).get(table, [])


def network() -> Entry:
    found: Entry = _read(NETWORK / "network.toml")["network"]
    return found


@cache
def _read(path: Path) -> Entry:
    """Read a file once: the parts of the network ask for its tables hundreds of times."""
    with path.open("rb") as file:
        return tomllib.load(file)
