"""Our own small drawings: icons, silhouettes of kinds, signs of a verdict, the mark.

They are kept in one SVG file of symbols, and set into the page one by one: no request, no
sprite to carry along with a partial, and the colour is that of the words beside them.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = Path(__file__).parent / "static" / "web" / "img" / "drawings.svg"
SYMBOL = re.compile(r'<symbol id="(?P<name>[^"]+)" viewBox="(?P<box>[^"]+)">(?P<shapes>.*?)</symbol>')


class NoSuchDrawing(LookupError):
    """A template asks for a drawing that nobody has drawn."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes of one symbol, and the box they are drawn in."""

    box: str
    shapes: SafeString


@cache
def drawings() -> dict[str, Drawing]:
    """Read every symbol of the file, once."""
    text = DRAWINGS.read_text(encoding="utf-8")
    return {
        found["name"]: Drawing(found["box"], mark_safe(found["shapes"]))  # noqa: S308 - our own file
        for found in SYMBOL.finditer(text)
    }


def drawing(name: str) -> Drawing:
    """Find a drawing by name.

    Errors: NoSuchDrawing, so that a misspelt icon fails a test and not a reader.
    """
    try:
        return drawings()[name]
    except KeyError:
        raise NoSuchDrawing(name) from None


def as_svg(name: str, css: str, label: str = "") -> SafeString:
    """Set a drawing into the page: silent to a screen reader unless it has a label of its own."""
    return _svg(name, css, str(label))


@lru_cache(maxsize=1024, typed=True)
def _svg(name: str, css: str, label: str) -> SafeString:
    shape = drawing(name)
    voice = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html('<svg class="{}" viewBox="{}" {}>{}</svg>', css, shape.box, voice, shape.shapes)
