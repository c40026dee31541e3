"""Links from letters are keys: what of an address opens something never stands in a log."""

import logging
import re

BEFORE_A_KEY = ["/notices/act/", "/notices/stop/"]
LOGGERS = ("django.request", "django.security.csrf", "django.server")


class HidesKeys(logging.Filter):
    """Takes the secret part of such an address out of whatever is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


def declare_key_after(path: str) -> None:
    """Let a room say after which path of its addresses a key stands."""
    if path not in BEFORE_A_KEY:
        BEFORE_A_KEY.append(path)


def _hidden(said: object) -> object:
    if not isinstance(said, str):
        return said
    return re.sub(rf"({'|'.join(map(re.escape, BEFORE_A_KEY))})[^/\s?\"']+", r"\1…", said)


def hide_keys() -> None:
    """Have every logger that writes addresses hide keys; safe to do again."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, HidesKeys) for one in logger.filters):
            logger.addFilter(HidesKeys())
