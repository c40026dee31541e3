"""What is promised in the docs is there, and what is there is in the docs."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from convivio.api.operations import operations
from convivio.engine.rules import rule_set_names

HOUSE = Path(__file__).resolve().parents[2]
REFERENCE = HOUSE / "docs" / "reference"
CODE = sorted(
    path for path in (HOUSE / "convivio").rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
)


def settings_read() -> list[str]:
    code = (HOUSE / "convivio/config/settings.py").read_text()
    return sorted({f"CONVIVIO_{name}" for name in re.findall(r'read(?:_flag|_secret)?\("([A-Z_]+)"', code)})


def settings_of_tests() -> list[str]:
    files = [HOUSE / "dev", HOUSE / "conftest.py", *(HOUSE / "tests").rglob("*.py")]
    files += [*(HOUSE / "bench").rglob("*.py"), *(HOUSE / "convivio").rglob("tests/**/*.py")]
    asked = r'environ(?:\.get\(|\[)"(CONVIVIO_[A-Z_]+)"'
    return sorted({name for file in files for name in re.findall(asked, file.read_text())})


def our_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith("convivio."))


def usages() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Give each command, or each of its kinds where it has several, with its parser."""
    for name in our_commands():
        command = load_command_class(get_commands()[name], name)
        parser = command.create_parser("convivio", name)
        kinds = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if not kinds:
            yield f"convivio {name}", parser
        for kind, of_kind in kinds[0].choices.items() if kinds else ():
            yield f"convivio {name} {kind}", of_kind


def usual_options() -> set[str]:
    parser = BaseCommand().create_parser("convivio", "any")
    return {word for action in parser._actions for word in action.option_strings}


def options() -> list[tuple[str, str]]:
    usual = usual_options()
    return sorted(
        (usage, action.option_strings[-1])
        for usage, parser in usages()
        for action in parser._actions
        if action.option_strings and action.option_strings[-1] not in usual
    )


def error_codes() -> list[str]:
    """Return the code of every refusal: of the rooms, the engine, the pages and the API."""
    found = set()
    for file in CODE:
        text = file.read_text()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and file.name in {"errors.py", "actions.py"}:
                found |= {value for value in map(_code_of, node.body) if value}
        found |= set(re.findall(r'_problem\(request, [\w.]+, "(\w+)"', text))
        found |= set(re.findall(r'id="(convivio\.[A-Z]\d+)"', text))
    found |= set(re.findall(r'"code": "(\w+)"', (HOUSE / "convivio/web/refusals.py").read_text()))
    return sorted(found)


def _code_of(line: ast.stmt) -> str | None:
    """Return the code that a line of a class gives it."""
    if isinstance(line, ast.Assign):
        target: ast.expr = line.targets[0]
    elif isinstance(line, ast.AnnAssign):
        target = line.target
    else:
        return None
    is_code = isinstance(target, ast.Name) and target.id == "code"
    return str(line.value.value) if is_code and isinstance(line.value, ast.Constant) else None


def section(page: str, heading: str) -> str:
    """Return what stands under the heading that names a thing."""
    text = (REFERENCE / page).read_text()
    found = re.search(rf"^#+ `{re.escape(heading)}`.*?$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize("name", [*settings_read(), *settings_of_tests()])
def test_each_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "settings.md").read_text()


def test_no_setting_is_documented_that_nobody_reads() -> None:
    named = set(re.findall(r"`(CONVIVIO_[A-Z_]+)`", (REFERENCE / "settings.md").read_text()))

    assert named == {*settings_read(), *settings_of_tests()}


@pytest.mark.parametrize("usage", [usage for usage, _ in usages()])
def test_each_command_is_documented(usage: str) -> None:
    assert section("commands.md", usage)


@pytest.mark.parametrize(("usage", "option"), options())
def test_each_option_is_documented_under_its_command(usage: str, option: str) -> None:
    assert f"`{option}" in section("commands.md", usage)


def test_no_command_is_documented_that_is_not_there() -> None:
    text = (REFERENCE / "commands.md").read_text()
    named = re.findall(r"^#+ `(convivio [^`]+)`", text, re.MULTILINE)

    assert sorted(named) == sorted(usage for usage, _ in usages())


@pytest.mark.parametrize("code", error_codes())
def test_each_error_code_is_documented(code: str) -> None:
    assert f"| `{code}` |" in (REFERENCE / "error-codes.md").read_text()


def test_no_error_code_is_documented_that_nobody_gives() -> None:
    named = re.findall(r"^\| `([\w.]+)` \|", (REFERENCE / "error-codes.md").read_text(), re.MULTILINE)

    assert sorted(named) == error_codes()


@pytest.mark.parametrize("name", rule_set_names())
def test_each_rule_set_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (REFERENCE / "rule-sets.md").read_text()


@pytest.mark.parametrize("operation", operations(), ids=lambda one: f"{one['method']} {one['path']}")
def test_each_operation_is_documented(operation: dict[str, str]) -> None:
    address = f"| `{operation['method']} /api/v1{operation['path']}` |"

    assert address in (REFERENCE / "api.md").read_text()


def test_no_operation_is_documented_that_is_not_there() -> None:
    named = re.findall(r"^\| `[A-Z]+ /api/v1/[^`]*` \|", (REFERENCE / "api.md").read_text(), re.MULTILINE)

    assert len(named) == len(operations())
