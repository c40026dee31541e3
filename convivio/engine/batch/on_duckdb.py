"""The batch inside one process."""

from pathlib import Path

import ibis
import pyarrow as pa

from convivio.engine.batch.telling import Table


class OnDuckDB:
    """An engine that keeps its tables in a folder, and no more in memory than it is allowed.

    Shape: none.
    Units: `memory_mb` megabytes.
    Errors: duckdb.OutOfMemoryException, when neither memory nor disk suffices.
    Source: none.
    """

    name = "duckdb"

    def __init__(self, folder: Path, *, threads: int = 2, memory_mb: int = 4_000) -> None:
        self.folder = folder
        self.connection = ibis.duckdb.connect(
            folder / "batch.duckdb",
            threads=threads,
            memory_limit=f"{memory_mb}MB",
            temp_directory=str(folder / "spilled"),
        )
        self.connection.raw_sql("SET preserve_insertion_order = false")
        self.connection.raw_sql("SET enable_progress_bar = false")  # it would draw among what we print

    def read(self, path: Path, name: str) -> Table:
        return self.connection.read_parquet(path, table_name=name)

    def keep(self, table: Table, name: str) -> Table:
        return self.connection.create_table(name, table)

    def number(self, value: Table) -> int:
        return int(self.connection.to_pyarrow(value).as_py() or 0)

    def answer(self, table: Table) -> pa.Table:
        return self.connection.to_pyarrow(table)

    def close(self) -> None:
        self.connection.disconnect()
