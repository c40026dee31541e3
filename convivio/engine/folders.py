"""Where an index lives on disk, and how a new one takes the old one's place.

    CURRENT            the name of the generation that readers use
    LOCK               held by the one process that writes
    g-…/words/         the words of all documents (tantivy)
    g-…/EVIDENCE       the name of the evidence that readers use
    g-…/e-…/           the evidence for ranking partners (numpy)

A rebuild makes a new generation and then changes CURRENT in one step: a reader sees the old index
or the new one, and a crash leaves the old one. The generation before stays until the next rebuild,
for readers that are still in it.
"""

import contextlib
import fcntl
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from convivio.engine import store
from convivio.engine.errors import IndexIsBusy, IndexIsMissing

# Raise it whenever the schema, the analysers or the evidence change their form on disk.
FORM = 3
PATIENCE_SECONDS = 0.05


def new_generation(folder: Path) -> Path:
    generation = folder / f"g-{FORM}-{time.time_ns()}"
    (generation / "words").mkdir(parents=True)
    return generation


def new_evidence(generation: Path) -> Path:
    return generation / f"e-{time.time_ns()}"


def current_generation(folder: Path) -> Path:
    """Give the generation that readers use.

    Raises: IndexIsMissing when none was built, or only one of an older form.
    """
    try:
        name = (folder / "CURRENT").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise IndexIsMissing(f"No index has been built in {folder}.") from None
    if not name.startswith(f"g-{FORM}-"):
        raise IndexIsMissing(f"The index in {folder} is of an older form; rebuild it.")
    return folder / name


def current_evidence(generation: Path) -> Path:
    return generation / (generation / "EVIDENCE").read_text(encoding="utf-8")


def switch_evidence(generation: Path, evidence: Path) -> None:
    """Let readers use this evidence from now on; drop all but it and the one before."""
    before = (generation / "EVIDENCE").read_text() if (generation / "EVIDENCE").exists() else ""
    store.replace_text(generation / "EVIDENCE", evidence.name)
    _sweep(generation, "e-*", kept={evidence.name, before})


def switch_generation(folder: Path, generation: Path) -> None:
    """Let readers use this generation from now on; drop all but it and the one before."""
    before = (folder / "CURRENT").read_text() if (folder / "CURRENT").exists() else ""
    store.replace_text(folder / "CURRENT", generation.name)
    _sweep(folder, "g-*", kept={generation.name, before})


def _sweep(folder: Path, pattern: str, *, kept: set[str]) -> None:
    for path in folder.glob(pattern):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def writing(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Be the only writer; the lock falls with the process that holds it.

    Raises: IndexIsBusy when another still writes after the wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (folder / "LOCK").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise IndexIsBusy(f"Another process is writing {folder}.") from None
                time.sleep(PATIENCE_SECONDS)
        yield
