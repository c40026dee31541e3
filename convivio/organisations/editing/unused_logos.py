"""Logo files that no organisation shows any more: looked for once a day, and removed."""

import json
import re
from datetime import datetime

from convivio.organisations.editing.logos import folder
from convivio.organisations.models import Merge, Organisation
from convivio.web.pictures import remove_unused

DIGEST = re.compile(r"[0-9a-f]{64}")


def remove_unused_logos(moment: datetime) -> int:
    """Remove the files that neither an organisation shows, nor undoing a merge would give back."""
    return remove_unused(folder(), _in_use, moment)


def _in_use() -> frozenset[str]:
    shown = Organisation.objects.exclude(logo="").values_list("logo", flat=True)
    merged = Merge.objects.filter(undone_at=None).values_list("moved", flat=True)
    return frozenset({*shown, *(digest for moved in merged for digest in DIGEST.findall(json.dumps(moved)))})
