"""The server of one installation: granian, on one address, until it is stopped."""

import contextlib
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

TARGET = "convivio.config.wsgi:application"
PATIENCE = 120


def serve(host: str, port: int, *, workers: int, when_ready: Callable[[str], None]) -> None:
    """Answer requests until the process is told to stop.

    Shape: `workers` processes, with four threads each. `when_ready` gets the address once a page
        is answered.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
    address = f"http://{host}:{port}/"
    threading.Thread(target=_wait_for, args=(address, when_ready), daemon=True).start()
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or the next of twenty that nobody uses."""
    for port in range(wanted, wanted + 20):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    return wanted


def _wait_for(address: str, when_ready: Callable[[str], None]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            with urllib.request.urlopen(f"{address}healthz", timeout=5):  # noqa: S310 - our own address
                when_ready(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
