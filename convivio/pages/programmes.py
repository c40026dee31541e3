"""The programmes that ship with us, as dated facts with a source."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from convivio.kernel.translated import Translated
from convivio.pages.models import Programme

PROGRAMMES = Path(__file__).parent / "data" / "programmes.toml"


@transaction.atomic
def load_programmes() -> int:
    """Bring the programmes that ship with us up to date; what was added here stays."""
    entries = tomllib.loads(PROGRAMMES.read_text(encoding="utf-8"))["programmes"]
    for entry in entries:
        Programme.objects.update_or_create(code=entry["code"], defaults=_columns(entry))
    return len(entries)


def _columns(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": Translated(entry["name"]),
        "fund": Translated(entry["fund"]),
        "words": Translated(entry["words"]),
        "cci": entry["cci"],
        "from_on": entry["from"],
        "until_on": entry["until"],
        "source_title": entry["source_title"],
        "source_url": entry["source_url"],
        "read_on": entry["read_on"],
    }
