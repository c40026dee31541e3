"""Long text, made safe to read: Markdown as HTML that can do nothing but be read."""

import re
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_TEXT = 400_000
TAGS = {"p", "br", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "strong", "em", "a", "blockquote", "code"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LOWEST_HEADING = 6
USUAL_HEADING = 3
_bare_address = re.compile(r"(?<![(<\[\"'\w/])https?://[^\s<>()\[\]\"']*[^\s<>()\[\]\"'.,;:!?]")


def as_reading(text: str, highest: int = USUAL_HEADING) -> SafeString:
    """Return a text in Markdown as safe HTML; its headings stand below those of the page.

    `highest` is the level of its first headings: 2 where the text is all that the page says.
    """
    linked = _bare_address.sub(lambda found: f"<{found[0]}>", text[:LONGEST_TEXT])
    written = _markdown(highest).render(linked)
    cleaned = nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just taken away everything but what TAGS allows


@cache
def _markdown(highest: int) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.disable(["html_block", "html_inline", "image", "code", "fence", "lheading", "hr", "reference"])
    reader.core.ruler.push("headings_below", lambda state: _lower_headings(state.tokens, highest))
    return reader


def _lower_headings(tokens: list[Token], highest: int) -> None:
    """Set headings below those of the page: `#` and `##` become the highest level that is left."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = int(token.tag[1:]) + highest - 2
            token.tag = f"h{min(max(level, highest), LOWEST_HEADING)}"
