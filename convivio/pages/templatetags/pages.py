"""Tags of the public pages: the emblem, the statement, the name of a kind, of a category."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from convivio.clusters.categories import category_name
from convivio.organisations.showing import KIND_NAMES
from convivio.pages.funding import emblem_svg, statement
from convivio.pages.laboratories import Technopole, drawn
from convivio.pages.reading_news import plain as plain_words
from convivio.web.templatetags.web import kind_name

register = template.Library()
SHORT = 400


@register.simple_tag
def emblem() -> SafeString:
    """Draw the emblem of the European Union; the statement stands beside it."""
    return emblem_svg(get_language() or "it")


@register.simple_tag
def funding_statement() -> str:
    return statement(get_language() or "it")


@register.simple_tag
def drawn_technopoles(found: Iterable[Technopole]) -> SafeString:
    return drawn(found)


@register.simple_tag
def named_kind(kind: str) -> SafeString:
    """Say a kind of organisation in words, with its silhouette."""
    return kind_name(kind, capfirst(str(KIND_NAMES.get(kind, kind))))


@register.filter
def category(code: str, names: Mapping[str, Any]) -> str:
    return capfirst(category_name(code, names))


@register.filter
def plain(text: object) -> str:
    """Say the first words of a text without the signs of Markdown."""
    return plain_words(str(text), SHORT)
