"""Clearing out: rows whose term in the register is over go, day after day, and what rooms declare besides."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from convivio.kernel.personal import register

Clearing = Callable[[datetime], int]
"""Takes away what is overdue at a moment, and returns how many things it did; safe to run again."""

_declared: dict[str, Clearing] = {}


def declare_clearing(name: str, work: Clearing) -> None:
    """Let a room clear out what takes more than a term: a letter first, or files."""
    _declared[name] = work


def clear_out(moment: datetime | None = None) -> int:
    """Take away every row whose term is over at this moment, and old mail files; a duty of the clock."""
    today = moment or now()
    gone = 0
    for model, entry in register():
        for term in entry.terms:
            over = {f"{term.since}__lte": today - term.kept_for}
            gone += model._default_manager.filter(**over).delete()[0]
    return gone + _old_mail_files(today) + sum(work(today) for work in _declared.values())


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
