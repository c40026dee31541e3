"""The batch on Spark: threads of this machine, or a cluster."""

from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from convivio.engine.batch.telling import Table


class OnSpark:
    """An engine whose tables lie in a folder that every machine of the cluster sees.

    Shape: none.
    Units: `memory_mb` megabytes of each process that works.
    Errors: Spark's own, when a machine is lost more often than it tries again.
    Source: none.
    """

    name = "spark"

    def __init__(
        self, folder: Path, *, threads: int = 2, memory_mb: int = 4_000, master: str | None = None
    ) -> None:
        self.folder = folder
        self.session = (
            SparkSession.builder.appName("convivio-batch")
            .master(master or f"local[{threads}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.memory", f"{memory_mb}m")
            .config("spark.executor.memory", f"{memory_mb}m")
            .config("spark.sql.shuffle.partitions", str(threads * 4))
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.local.dir", str(folder / "spilled"))
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.connection = ibis.pyspark.connect(self.session)

    def read(self, path: Path, name: str) -> Table:
        return self.connection.read_parquet(str(path), table_name=name)

    def keep(self, table: Table, name: str) -> Table:
        return self.read(self._written(table, name), name)

    def number(self, value: Table) -> int:
        [[found]] = self.session.sql(self.connection.compile(value)).collect()
        return int(found or 0)

    def answer(self, table: Table) -> pa.Table:
        return pq.read_table(self._written(table, "answer"))

    def close(self) -> None:
        self.session.stop()

    def _written(self, table: Table, name: str) -> Path:
        path = self.folder / name
        self.session.sql(self.connection.compile(table)).write.mode("overwrite").parquet(str(path))
        return path
