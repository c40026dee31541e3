"""Only one module reads who asks: a new one that does is seen here."""

import re
from pathlib import Path

import convivio
from convivio.needs.models import Asker, Entry

CODE = Path(convivio.__file__).parent
READS = re.compile(r"\bAsker\b|needs_asker|needs\.Asker|[\"']Asker[\"']")
MAY = {
    "needs/models.py": "is where the table is",
    "needs/askers.py": "reads it",
    "needs/merged_rows.py": "says that it follows when two records become one",
    "needs/personal.py": "says what it holds of people",
}


def test_only_one_module_reads_who_asks() -> None:
    found = {
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if not {"migrations", "tests"} & set(path.parts) and READS.search(path.read_text(encoding="utf-8"))
    }

    assert found == set(MAY)


def test_nothing_leads_from_an_entry_to_its_asker() -> None:
    related = {one.related_model for one in Entry._meta.related_objects if not one.hidden}

    assert Asker not in related
    assert {field.name for field in Entry._meta.fields} & {
        "organisation",
        "person",
        "asker",
        "owner",
    } == set()
