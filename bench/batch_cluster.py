"""A Spark cluster of this machine's own: a master and two workers, started and ended here."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which

WORKERS, PATIENCE_SECONDS = 2, 60
HERE = "127.0.0.1"


def lacking() -> str:
    """Say what Spark lacks here, in one line; nothing when it can run."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (pip install pyspark)"
    return "" if which("java") else "there is no Java"


@contextmanager
def cluster(folder: Path, memory_mb: int) -> Iterator[tuple[str, list[int]]]:
    """Start a master and two workers of one core each; give their address and processes, and end them.

    Errors: TimeoutError, when they did not find one another within a minute.
    """
    port, page = _free_port(), _free_port()
    master = f"spark://{HERE}:{port}"
    with ExitStack() as stack:
        begin = ["master.Master", "--host", HERE, "--port", str(port), "--webui-port", str(page)]
        started = [stack.enter_context(_running(begin, folder))]
        for _ in range(WORKERS):
            begin = ["worker.Worker", "--host", HERE, "--webui-port", str(_free_port())]
            begin += [
                "--cores",
                "1",
                "--memory",
                f"{memory_mb}m",
                "--work-dir",
                str(folder / "workers"),
                master,
            ]
            started.append(stack.enter_context(_running(begin, folder)))
        _wait_for_workers(page)
        yield master, started


@contextmanager
def _running(what: list[str], folder: Path) -> Iterator[int]:
    spark = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
    command = [str(spark / "bin/spark-class"), f"org.apache.spark.deploy.{what[0]}", *what[1:]]
    environment = {
        **os.environ,
        "SPARK_HOME": str(spark),
        "SPARK_LOCAL_IP": HERE,
        "SPARK_DAEMON_MEMORY": "512m",
    }
    with (folder / "cluster.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for_workers(page: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{HERE}:{page}/json/", timeout=2) as answer:
                if json.load(answer)["aliveworkers"] == WORKERS:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError("The workers did not find their master.")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])
