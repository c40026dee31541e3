"""Logo files that no organisation shows any more: looked for once a day, and removed."""

import json
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from convivio.organisations.models import Merge, Organisation

A_DAY = timedelta(days=1)
"""How often they are looked for, and how old a file is: one of today may be about to be kept."""
DIGEST = re.compile(r"[0-9a-f]{64}")


def remove_unused_logos(moment: datetime) -> int:
    """Remove the files that neither an organisation shows, nor undoing a merge would give back."""
    folder = Path(settings.FILES_FOLDER) / "logos"
    looked = folder / ".looked-through"
    if not folder.is_dir() or (looked.exists() and not _is_old(looked, moment)):
        return 0
    looked.touch()
    os.utime(looked, (moment.timestamp(), moment.timestamp()))
    old = [file for file in folder.glob("*/*.png") if _is_old(file, moment)]
    in_use = _in_use() if old else frozenset()
    unused = [file for file in old if file.stem not in in_use and _is_old(file, moment)]
    for file in unused:
        file.unlink(missing_ok=True)
    return len(unused)


def _in_use() -> frozenset[str]:
    shown = Organisation.objects.exclude(logo="").values_list("logo", flat=True)
    merged = Merge.objects.filter(undone_at=None).values_list("moved", flat=True)
    return frozenset({*shown, *(digest for moved in merged for digest in DIGEST.findall(json.dumps(moved)))})


def _is_old(file: Path, moment: datetime) -> bool:
    return moment.timestamp() - file.stat().st_mtime >= A_DAY.total_seconds()
