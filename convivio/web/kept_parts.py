"""Parts of every page that are the same for everybody: drawn once for each language, and kept."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def drawn(name: str) -> SafeString:
    """Draw a template that needs nothing; while somebody works on the pages, anew each time."""
    if settings.DEBUG:
        return render_to_string(name)
    return _drawn(name, get_language(), settings.ROOT_URLCONF)


@lru_cache(maxsize=32)
def _drawn(name: str, _language: str | None, _addresses: str) -> SafeString:
    return render_to_string(name)
