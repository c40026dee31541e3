"""From a clone to a page that works: `git clone`, `python3 dev demo`, the front page.

The clone is of what is committed, into a folder of its own, with a home of its own. What the
package installer keeps in its cache is used, as on a machine that has installed Convivio before.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 300
STOPPING = 20
AGAIN = 0.1


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return clone_to_page_seconds and its parts, again_seconds for the second start, and how busy it was.

    `load_before` is the number of processes that wanted the processor in the minute before.
    """
    folder = Path(tempfile.mkdtemp(prefix="convivio-bench-demonstration-"))
    try:
        return _measure(folder / "convivio")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(clone: Path) -> dict[str, float | int | str | bool]:
    load = round(os.getloadavg()[0], 2)
    began = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)  # noqa: S607
    cloned = time.perf_counter() - began
    first, size = _until_the_page(clone)
    again, _size = _until_the_page(clone)
    return {
        "clone_to_page_seconds": round(cloned + first, 2),
        "clone_seconds": round(cloned, 2),
        "demo_seconds": round(first, 2),
        "again_seconds": round(again, 2),
        "page_bytes": size,
        "load_before": load,
        "installer": "uv" if shutil.which("uv") else "pip",
    }


def _until_the_page(clone: Path) -> tuple[float, int]:
    """Start the demonstration, wait for its front page, stop it; give the seconds and the page's size."""
    port = _free_port()
    ours = {"CONVIVIO_HOME", "CONVIVIO_DATABASE", "CONVIVIO_DEMO", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "dev", "demo", "--no-browser", "--port", str(port)]
    began = time.perf_counter()
    log = (clone / "demonstration.log").open("w", encoding="utf-8")
    with (
        log,
        subprocess.Popen(
            command, cwd=clone, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            _ask(f"http://127.0.0.1:{port}/healthz", process, Path(log.name))
            size = _ask(f"http://127.0.0.1:{port}/", process, Path(log.name))
            return time.perf_counter() - began, size
        finally:
            _stop(process)


def _ask(address: str, process: subprocess.Popen[bytes], log: Path) -> int:
    """Ask until the address answers 200, and give the size of its answer.

    Errors: RuntimeError, with the end of what was printed, when it ends or never answers.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
                return len(answer.read())
        except (urllib.error.URLError, OSError):
            time.sleep(AGAIN)
    message = f"{address} never answered:\n{log.read_text(encoding='utf-8')[-2000:]}"
    raise RuntimeError(message)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the demonstration and all that it started: they are one session of processes."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=STOPPING)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
