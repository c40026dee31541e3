"""The units that the guide installs are whole, and what they start does its work in a clean environment."""

import configparser
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from convivio.config.units import Wanted, units


def read(text: str) -> configparser.RawConfigParser:
    """Read a unit; a word that stands twice keeps its last value."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read_string(text)
    return parser


def test_each_unit_can_be_read_and_says_what_it_starts(tmp_path: Path) -> None:
    written = units(Wanted(backups=tmp_path, passphrase=Path("/etc/convivio/passphrase")))

    starts = {
        name: read(text)["Service"]["ExecStart"] for name, text in written.items() if name.endswith("service")
    }
    assert [words.split()[3] for words in starts.values()] == ["serve", "tick", "backup"]
    assert starts["convivio-backup.service"].endswith(
        f"{tmp_path} --passphrase-file /etc/convivio/passphrase"
    )
    assert read(written["convivio-backup.timer"])["Timer"]["Persistent"] == "true"
    assert "{" not in "".join(written.values())


def test_what_the_units_start_runs_in_a_clean_environment(tmp_path: Path) -> None:
    written = units(Wanted(backups=tmp_path))
    for name in ("convivio.service", "convivio-tick.service", "convivio-backup.service"):
        service = read(written[name])["Service"]
        command = [*shlex.split(service["ExecStart"]), "--help"]
        clean = {"PATH": "/usr/bin:/bin", "CONVIVIO_HOME": str(tmp_path)}

        done = subprocess.run(  # noqa: S603 - our own units
            command, env=clean, cwd=service["WorkingDirectory"], capture_output=True, check=False
        )

        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for name, text in units(Wanted(user="root", backups=tmp_path)).items():
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("convivio*")))]

    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)  # noqa: S603 - our own words

    complaints = [line for line in done.stderr.splitlines() if "convivio" in line]
    assert complaints == []
