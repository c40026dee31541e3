"""Every drawing that a template names is there: an unknown one breaks the page that shows it."""

import re
from pathlib import Path

import pytest

from convivio.web.drawings import drawing

NAMED = re.compile(r"{% icon \"([\w-]+)\"")
ROOMS = Path(__file__).parents[2] / "convivio"
TEMPLATES = sorted(path for path in ROOMS.rglob("*.html") if NAMED.search(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOMS).as_posix())
def test_a_template_names_only_drawings_that_are_there(template: Path) -> None:
    for name in NAMED.findall(template.read_text(encoding="utf-8")):
        assert drawing(f"i-{name}")
