"""An installation of our own, prepared and served for the journeys that need real letters and no network yet."""

import email
import email.message
import email.policy
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fixtures.prepared import copy_home

PATIENCE_S = 240
LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Installation:
    """A server of our own, and the folder in which its letters fall."""

    address: str
    home: Path

    @property
    def letters(self) -> Path:
        return self.home / LETTERS

    def letter_to(self, address: str, pattern: str) -> str:
        """Wait for a letter to an address that holds what is looked for, and return that; the newest wins."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            for file in sorted(self.letters.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                for written in file.read_text(encoding="utf-8").split("-" * 79):
                    letter = email.message_from_string(written.lstrip(), policy=email.policy.default)
                    found = re.search(pattern, _words_of(letter)) if letter["To"] == address else None
                    if found:
                        file.rename(file.with_suffix(".read")) if "code" in pattern else None
                        return found.group(1)
            time.sleep(0.3)
        raise AssertionError(f"no letter to {address} holds {pattern}")


def _words_of(letter: email.message.EmailMessage) -> str:
    """Give the text of a letter, also where a paper comes with it."""
    text = letter.get_body(("plain",))
    return str(text.get_content()) if text is not None else ""


def installed(home: Path, founding: str) -> Iterator[Installation]:
    """Take a prepared home, run some lines in it, and serve it until the caller is done."""
    copy_home(home)
    (home / LETTERS).mkdir()
    environment = environment_of(home, "")
    for arguments in (["shell", "-v0", "-c", founding], ["index", "rebuild"]):
        subprocess.run([sys.executable, "-m", "convivio", *arguments], env=environment, check=True)  # noqa: S603 - our own
    yield from served(home)


def served(home: Path) -> Iterator[Installation]:
    """Serve a home that is prepared, until the caller is done."""
    port = a_free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "convivio", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment_of(home, address))  # noqa: S603 - our own
    try:
        _wait_for(address, server)
        yield Installation(address, home)
    finally:
        server.terminate()
        server.wait(timeout=20)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(home: Path, address: str) -> dict[str, str]:
    """Give the environment in which a home is served under an address, and writes letters to its folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVIVIO_")}
    named = {"CONVIVIO_ADDRESS": address} if address else {}
    return environment | named | {"CONVIVIO_HOME": str(home), "CONVIVIO_MAIL_FOLDER": str(home / LETTERS)}


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the installation did not open")
