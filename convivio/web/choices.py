"""The choices of a facet, drawn in one go: a list has a hundred of them, and every one waits for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from convivio.web.amounts import number
from convivio.web.drawings import as_svg
from convivio.web.monograms import drawn_kind

SHOWN = 8
"""Choices that stand open; the others fold."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: what it is called, how many there are, whether it is chosen."""

    value: str
    label: str
    count: int | None
    chosen: bool

    @property
    def state(self) -> str:
        if self.chosen:
            return " checked"
        return " disabled" if self.count == 0 else ""


def drawn(name: str, choices: Sequence[Choice], *, are_kinds: bool = False) -> SafeString:
    """Draw the boxes to tick, the first ones open and the rest folded."""
    boxes = [_box(name, choice, are_kinds=are_kinds) for choice in choices]
    folded = boxes[SHOWN:]
    first = mark_safe("\n".join(boxes[:SHOWN]))  # noqa: S308 - each box is escaped
    if not folded:
        return first
    more = gettext("%(number)s more") % {"number": number(len(folded))}
    return format_html(
        '{}<details class="more-choices"><summary class="opens">{} {}</summary><div>{}</div></details>',
        first,
        as_svg("i-down", "icon small"),
        more,
        mark_safe("\n".join(folded)),  # noqa: S308 - each box is escaped
    )


def _box(name: str, choice: Choice, *, are_kinds: bool) -> SafeString:
    value, called = escape(choice.value), escape(choice.label)
    label = kind_in_words(choice.value, choice.label) if are_kinds else called
    count = "" if choice.count is None else f' <span class="count">{number(choice.count)}</span>'
    return mark_safe(  # noqa: S308 - what people wrote is escaped above
        f'<label class="choice"><input type="checkbox" id="facet-{name}-{slugify(choice.value)}" name="{name}"'
        f' value="{value}"{choice.state}> <span>{label}</span>{count}</label>'
    )


def kind_in_words(kind: str, label: str) -> SafeString:
    """Say a kind of organisation in words, with its silhouette before them."""
    return _in_words(kind, str(label))


@lru_cache(maxsize=256, typed=True)
def _in_words(kind: str, label: str) -> SafeString:
    shown = drawn_kind(kind)
    silhouette = as_svg(f"k-{shown}", f"kind k-{shown}")
    return format_html('<span class="kind-name k-{}">{}{}</span>', shown, silhouette, label)
