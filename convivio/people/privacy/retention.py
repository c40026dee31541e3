"""Clearing out: rows whose term in the register is over go, day after day."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from convivio.kernel.personal import register


def clear_out(moment: datetime | None = None) -> int:
    """Take away every row whose term is over at this moment, and old mail files; a duty of the clock."""
    today = moment or now()
    gone = 0
    for model, entry in register():
        for term in entry.terms:
            over = {f"{term.since}__lte": today - term.kept_for}
            gone += model._default_manager.filter(**over).delete()[0]
    return gone + _old_mail_files(today)


def _old_mail_files(today: datetime) -> int:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return 0
    gone = 0
    for file in Path(folder).glob("*.log"):
        if today.timestamp() - file.stat().st_mtime > settings.MAIL_KEPT_DAYS * 86400:
            file.unlink()
            gone += 1
    return gone
