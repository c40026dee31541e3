"""What is promised in the docs is there, and what is there is in the docs."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from convivio.kernel.errors import DomainError

HOUSE = Path(__file__).resolve().parents[2]
REFERENCE = HOUSE / "docs" / "reference"


def settings_read() -> list[str]:
    code = (HOUSE / "convivio/config/settings.py").read_text()
    return sorted({f"CONVIVIO_{name}" for name in re.findall(r'read(?:_flag|_secret)?\("([A-Z_]+)"', code)})


def our_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith("convivio."))


def error_codes() -> list[str]:
    found, waiting = set(), [DomainError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.code)
        waiting += kind.__subclasses__()
    return sorted(found)


@pytest.mark.parametrize("name", settings_read())
def test_each_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "settings.md").read_text()


@pytest.mark.parametrize("name", our_commands())
def test_each_command_is_documented(name: str) -> None:
    assert f"convivio {name}" in (REFERENCE / "commands.md").read_text()


@pytest.mark.parametrize("code", error_codes())
def test_each_error_code_is_documented(code: str) -> None:
    assert f"`{code}`" in (REFERENCE / "error-codes.md").read_text()
