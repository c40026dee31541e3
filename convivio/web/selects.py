"""A choice among very many, drawn in one go and kept: each option would wait for three templates."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Option = tuple[str, str]
Options = tuple[tuple[str, str | tuple[Option, ...]], ...]


class LongSelect(forms.Select):
    """As Django draws a choice, option by option and group by group."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - a field of a form gives it
    ) -> SafeString:
        drawn = _drawn(_said(self.choices))
        chosen = f' value="{escape("" if value is None else str(value))}"'
        options = mark_safe(drawn.replace(chosen, f"{chosen} selected", 1))  # noqa: S308 - each is escaped
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), options
        )


def _said(choices: Iterable[tuple[Any, Any]]) -> Options:
    """Give the choices as words, each safe to keep."""
    return tuple(
        (str(value), tuple((str(one), conditional_escape(label)) for one, label in inside))
        if isinstance(inside, list | tuple)
        else (str(value), conditional_escape(inside))
        for value, inside in choices
    )


@lru_cache(maxsize=64)
def _drawn(choices: Options) -> str:
    return "".join(
        _option((name, inside))
        if isinstance(inside, str)
        else format_html(
            '<optgroup label="{}">{}</optgroup>',
            name,
            format_html_join("", "{}", ((_option(one),) for one in inside)),
        )
        for name, inside in choices
    )


def _option(option: Option) -> SafeString:
    value, label = option
    return format_html('<option value="{}">{}</option>', value, mark_safe(label))  # noqa: S308 - escaped before
