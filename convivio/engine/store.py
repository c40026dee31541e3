"""Arrays and lists of words on disk, opened in an instant and shared between processes."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def save(folder: Path, arrays: Mapping[str, Array], lists: Mapping[str, Sequence[str]]) -> None:
    """Write named arrays and named lists of strings (none holding a line break) to a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    for name, strings in lists.items():
        (folder / f"{name}.txt").write_text("\n".join(strings), encoding="utf-8")


def load_array(folder: Path, name: str) -> Array:
    """Open an array without reading it: pages come as they are used, once for all processes."""
    path = folder / f"{name}.npy"
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]
    except ValueError:  # an empty array cannot be mapped
        return np.load(path, allow_pickle=False)  # type: ignore[no-any-return]


def load_list(folder: Path, name: str) -> list[str]:
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    return text.split("\n") if text else []


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old text or the new, and a crash leaves one."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
