"""The few rules that protect users or readers and that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent for path in (HOUSE / "convivio").glob("*/__init__.py"))
TEMPLATES = sorted((HOUSE / "convivio").rglob("templates/**/*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_each_room_says_what_it_is(room: Path) -> None:
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text()))

    assert docstring
    assert docstring.endswith(".")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_script_or_style(template: Path) -> None:
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template.read_text(), flags=re.DOTALL)

    assert not INLINE.findall(text)


def test_the_rule_would_find_what_it_forbids() -> None:
    planted = '<p onclick="x()" style="color:red"><script>alert(1)</script>'

    assert len(INLINE.findall(planted)) == 3


@pytest.mark.parametrize(
    "template", [one for one in TEMPLATES if one.name.startswith("_")], ids=lambda path: path.name
)
def test_each_partial_says_what_it_needs(template: Path) -> None:
    assert re.match(r"(\s*{% load[^%]*%}\s*)*{#", template.read_text())


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for file in (HOUSE / "convivio").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
                hidden += [f"{file.name}:{one.lineno}" for one in inside]

    assert hidden == []
