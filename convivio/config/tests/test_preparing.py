"""A home that was never prepared is refused in one line, by every command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    ["count"],
    ["serve", "--port", "1"],
    ["trace", "verify"],
    ["tick"],
    ["setup", "--network-it", "x"],
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_an_unprepared_home_is_refused_in_one_line(words: list[str], tmp_path: Path) -> None:
    environment = {**os.environ, "CONVIVIO_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "convivio", *words]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own words

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "CommandError: This home is not ready, or not up to date: run “convivio prepare” first. [not_prepared]"
    ]
