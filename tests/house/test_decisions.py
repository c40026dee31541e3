"""Decision records are numbered in order, dated, and say what was given up and how one would know better."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests.house.tracked import HOUSE, tracked

RECORDS = [path for path in tracked() if path.parent == HOUSE / "docs/decisions" and path.suffix == ".md"]
SECTIONS = ["Context", "Decision", "What we gave up", "How we would know we were wrong"]
ONE_PAGE = 70


def test_records_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_each_record_has_the_usual_form(record: Path) -> None:
    text = record.read_text()

    assert text.startswith(f"# {record.name[:4]}. ")
    assert re.search(r"^\d{1,2} [A-Z][a-z]+ \d{4}, taken", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(text.splitlines()) <= ONE_PAGE


def test_each_dependency_has_its_line() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    listed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    wanted = [re.split(r"[\[<>=]", one)[0].lower() for one in listed]
    record = (HOUSE / "docs/decisions/0012-dependencies.md").read_text()

    assert wanted
    assert [name for name in wanted if f"| `{name}` |" not in record.lower()] == []
