"""The demonstration, open in a browser for as long as the journeys last."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.fixtures.prepared import copy_home
from tests.journeys.installation import LETTERS, Installation, a_free_port, environment_of, served
from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN, complaints_of
from tests.journeys.words import Words

PATIENCE_S = 300
expect.set_options(timeout=20_000)
LOCALES = {"it": "it-IT", "en": "en-GB"}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of the demonstration; with --base-url, the one that CONVIVIO_WALKED_HOME names."""
    walked = os.environ.get("CONVIVIO_WALKED_HOME")
    return Path(walked) if walked else tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="session")
def demonstration(home: Path) -> Iterator[str]:
    """Open the demonstration as `dev demo` does, in a home of its own, and give its address."""
    port = a_free_port()
    address = f"http://127.0.0.1:{port}"
    copy_home(home)
    (home / LETTERS).mkdir()
    command = [sys.executable, "-m", "convivio", "demo", "--port", str(port), "--no-browser"]
    with (home / "log.txt").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=environment_of(home, address), stdout=log, stderr=log)  # noqa: S603 - our own
        try:
            if not _answers(address, server):
                log.seek(0)
                pytest.fail(f"the demonstration did not open:\n{log.read()}")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """Walk through the demonstration of this session, or one that is open already: --base-url ADDRESS."""
    opened = request.config.getoption("base_url")
    return str(opened or request.getfixturevalue("demonstration"))


@pytest.fixture(scope="session")
def in_earnest(base_url: str, home: Path) -> Iterator[Installation]:
    """Serve the home of the demonstration once more, where people sign in and sign up by the code in a letter.

    A demonstration has no way in for people who are not invented. Where it was open already, its letters
    are to fall into the folder `letters` of its home.
    """
    assert base_url
    yield from served(home)


@pytest.fixture(params=["it", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Walk the journey once in each language."""
    return str(request.param)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": LOCALES[language],
        "reduced_motion": "reduce",
        "viewport": SCREEN,
    }


@pytest.fixture
def said(context: BrowserContext) -> Iterator[list[str]]:
    """What the browser complains of on any page: errors of scripts, refused sources, missing files."""
    complaints = complaints_of(context)
    yield complaints
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def reader(page: Page, language: str, said: list[str]) -> Reader:
    """Somebody with a keyboard only, who reads one language."""
    return Reader(page, Words(language))
