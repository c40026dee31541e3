"""Making a backup while the installation serves, and reading back what was made."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from convivio.activity import checkpoints
from convivio.activity.proving import Proof, prove
from convivio.activity.trace_keys import public_key
from convivio.config.backups import archive, keys, postgresql, sqlite
from convivio.kernel.errors import BadInput

CHECKPOINTS, ERASURES, KEYS = "checkpoints.jsonl", "erasures.jsonl", "keys.json"
FILES, TABLES = "files", "tables"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and read back."""

    file: Path
    tables: int
    rows: int
    entries: int
    has_open_keys: bool


def make_backup(target: Path, passphrase: bytes | None) -> Made:
    """Write everything that cannot be made again into one file, and read it back before saying so.

    What refers to something else is copied before it: checkpoints before the database, for a
    checkpoint vouches for rows; the database before the files; erasures last, for none may be lost.
    Errors: BadInput, when the file cannot be written, or what was written does not hold.
    """
    file = _file_at(target)
    try:
        with tempfile.TemporaryDirectory(prefix=".convivio-backup-", dir=file.parent) as name:
            manifest, parts = _gather(Path(name), passphrase)
            archive.write(file, manifest, parts)
        with tempfile.TemporaryDirectory(prefix=".convivio-backup-", dir=file.parent) as name:
            checked = check(file, Path(name), passphrase)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror or error}.") from error
    rows = checked["rows"]
    return Made(file, len(rows), sum(rows.values()), rows["activity_trace"], passphrase is None)


def _file_at(target: Path) -> Path:
    if not target.is_dir():
        return target.resolve()
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    return target.resolve() / f"convivio-{stamp}.backup"


def _gather(staging: Path, passphrase: bytes | None) -> tuple[dict[str, Any], dict[str, Path]]:
    parts: dict[str, Path] = {}
    _take(Path(settings.HOME) / CHECKPOINTS, staging / CHECKPOINTS, parts)
    manifest = _of_sqlite(staging, parts) if connection.vendor == "sqlite" else _of_postgresql(staging, parts)
    folder = Path(settings.FILES_FOLDER)
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_file():
            parts[f"{FILES}/{path.relative_to(folder).as_posix()}"] = path
    (staging / KEYS).write_bytes(keys.packed(Path(settings.HOME), passphrase))
    parts[KEYS] = staging / KEYS
    _take(Path(settings.ERASURES_FILE), staging / ERASURES, parts)
    return {**manifest, "made_at": datetime.now(UTC).isoformat(), "key": public_key()}, parts


def _take(original: Path, copy: Path, parts: dict[str, Path]) -> None:
    if original.is_file():
        shutil.copyfile(original, copy)
        parts[copy.name] = copy


def _of_sqlite(staging: Path, parts: dict[str, Path]) -> dict[str, Any]:
    copied = staging / sqlite.NAME
    sqlite.copy(Path(connection.settings_dict["NAME"]), copied)
    parts[sqlite.NAME] = copied
    return {
        "database": "sqlite",
        "rows": sqlite.rows_of(copied),
        "migrations": sqlite.migrations_of(copied),
    }


def _of_postgresql(staging: Path, parts: dict[str, Path]) -> dict[str, Any]:
    read = checkpoints.read(public_key(), staging / CHECKPOINTS)

    def meanwhile() -> tuple[Proof, list[str]]:
        applied = MigrationRecorder(connection).applied_migrations()
        return prove(read), [f"{app}.{name}" for app, name in applied]

    rows, (proof, migrations) = postgresql.copy(staging / TABLES, meanwhile)
    _refuse_flaws(proof)
    parts |= {f"{TABLES}/{table}.copy": staging / TABLES / f"{table}.copy" for table in rows}
    return {"database": "postgresql", "rows": rows, "migrations": migrations}


def check(file: Path, folder: Path, passphrase: bytes | None) -> dict[str, Any]:
    """Take a backup apart into a folder and look it all over: digests, rows, links, keys, trace.

    Errors: BadInput, for whatever does not hold.
    """
    manifest = archive.unpack(file, folder)
    keys.unpacked((folder / KEYS).read_bytes(), passphrase)
    if manifest["database"] == "sqlite":
        database = folder / sqlite.NAME
        sqlite.refuse_what_is_broken(database, manifest["rows"])
        read = checkpoints.read(manifest["key"], folder / CHECKPOINTS)
        _refuse_flaws(sqlite.proof_of(database, read))
        return manifest
    for table, count in manifest["rows"].items():
        if _lines_in(folder / TABLES / f"{table}.copy") != count:
            raise BadInput(f"The table {table} in the backup has not the {count} rows of its manifest.")
    return manifest


def _lines_in(file: Path) -> int:
    if not file.is_file():
        return -1
    with file.open("rb") as opened:
        return sum(1 for _line in opened)


def _refuse_flaws(proof: Proof) -> None:
    if not proof.holds:
        flaw = proof.flaws[0]
        raise BadInput(f"The trace in the backup does not hold: entry {flaw.number} {flaw.problem}.")
