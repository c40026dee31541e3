"""What the repository holds: the files that git tracks."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Return every tracked file that is there, in alphabetical order."""
    command = ["git", "-C", str(HOUSE), "ls-files", "-z"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603 - our own words
    return tuple(path for name in sorted(names.split("\0")) if name and (path := HOUSE / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Give every tracked file that is text, with its words."""
    for path in tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def pages() -> list[Path]:
    """Return the documents."""
    return [path for path in tracked() if path.suffix == ".md"]
