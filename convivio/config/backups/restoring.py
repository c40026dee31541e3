"""Restoring: a backup is looked over first, and what it replaces is kept aside."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader

from convivio.clusters.models import Network
from convivio.config.backups import keys, making, postgresql, sqlite
from convivio.config.preparing import prepare
from convivio.kernel.errors import BadInput, WrongState
from convivio.people.models import Person
from convivio.people.privacy.erasures import reapply_erasures
from convivio.search.freshness import rebuild_index

REPLACED = (making.CHECKPOINTS, making.ERASURES, making.FILES, "index", *keys.NAMES)


def restore(file: Path, passphrase: bytes | None, *, replace: bool = False) -> tuple[dict[str, Any], int]:
    """Put a backup in the place of this home, and count who was erased again.

    Stop what serves this home first.
    Errors: BadInput, for a backup that does not hold, or is of another kind of database; WrongState,
    when the home is not empty.
    """
    home = Path(settings.HOME)
    if not replace and _is_lived_in():
        raise WrongState("This home is not empty: say --replace, and what is here is kept aside.")
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as name:
        folder = Path(name)
        manifest = making.check(file, folder, passphrase)
        _refuse_what_does_not_fit(manifest)
        aside = home / f"replaced-{datetime.now(UTC).strftime('%Y-%m-%d-%H%M%S')}"
        aside.mkdir(mode=0o700)
        kept = keys.unpacked((folder / making.KEYS).read_bytes(), passphrase)
        _put_back(manifest, folder, home, aside)
        for key, content in kept.items():
            (home / key).touch(mode=0o600)
            (home / key).write_bytes(content)
        _join_erasures(aside / making.ERASURES, Path(settings.ERASURES_FILE))
    prepare()
    erased = reapply_erasures()
    rebuild_index()
    return manifest, erased


def _is_lived_in() -> bool:
    try:
        return Network.objects.exists() or Person.objects.exists()
    except DatabaseError:
        return False


def _refuse_what_does_not_fit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise BadInput(
            f"This backup is of {manifest['database']}, and this home is kept by {connection.vendor}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if beyond := sorted(set(manifest["migrations"]) - known):
        raise BadInput(f"This backup was made by a newer version of Convivio: it knows {beyond[0]}.")


def _put_back(manifest: dict[str, Any], folder: Path, home: Path, aside: Path) -> None:
    if manifest["database"] == "postgresql":
        _put_tables_back(manifest, folder, aside)
    connections.close_all()
    moved = [home / name for name in REPLACED]
    if manifest["database"] == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        moved += [database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm"))]
    for path in moved:
        if path.exists():
            path.rename(aside / path.name)
    for name in (making.CHECKPOINTS, making.ERASURES, making.FILES):
        if (folder / name).exists():
            shutil.move(folder / name, home / name)
    if manifest["database"] == "sqlite":
        shutil.move(folder / sqlite.NAME, database)


def _put_tables_back(manifest: dict[str, Any], folder: Path, aside: Path) -> None:
    """Make the tables as they were then, and fill them; what was there is kept as a backup."""
    if connection.introspection.table_names():
        making.make_backup(aside / "database.backup", None)
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    _migrate_to(manifest["migrations"])
    call_command("createcachetable", verbosity=0)
    postgresql.load(folder / making.TABLES, manifest["rows"])


def _migrate_to(migrations: list[str]) -> None:
    """Make the tables of a version: at once where it is this one, else room by room."""
    loader = MigrationLoader(None)
    wanted = {(one.partition(".")[0], one.partition(".")[2]) for one in migrations}
    leaves = dict(loader.graph.leaf_nodes())
    if set(leaves.items()) <= wanted:
        call_command("migrate", verbosity=0, interactive=False)
        return
    for app in sorted({app for app, _name in wanted}):
        target = leaves[app] if (app, leaves[app]) in wanted else max(n for one, n in wanted if one == app)
        call_command("migrate", app, target, verbosity=0, interactive=False)


def _join_erasures(before: Path, now: Path) -> None:
    """Keep every erasure that either journal knows: nobody who was erased comes back."""
    if not before.exists():
        return
    known = now.read_text(encoding="utf-8").splitlines() if now.exists() else []
    more = [line for line in before.read_text(encoding="utf-8").splitlines() if line not in known]
    now.write_text("".join(f"{line}\n" for line in [*known, *more]), encoding="utf-8")
