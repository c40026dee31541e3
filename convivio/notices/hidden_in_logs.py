"""Links from letters are keys: what of an address opens something never stands in a log."""

import logging
import re

KEYS = re.compile(r"/notices/(act|stop)/[^/\s?\"']+")
LOGGERS = ("django.request", "django.security.csrf", "django.server")


class HidesKeys(logging.Filter):
    """Takes the secret part of such an address out of whatever is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


def _hidden(said: object) -> object:
    return KEYS.sub(r"/notices/\1/…", said) if isinstance(said, str) else said


def hide_keys() -> None:
    """Have every logger that writes addresses hide keys; safe to do again."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, HidesKeys) for one in logger.filters):
            logger.addFilter(HidesKeys())
