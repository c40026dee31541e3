"""A choice among very many, drawn in one go: each option would wait for three templates."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class LongSelect(forms.Select):
    """As Django draws a choice, option by option and group by group."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - a field of a form gives it
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = mark_safe("".join(map(_group, widget["optgroups"])))  # noqa: S308 - each is escaped
        return format_html(
            '<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups
        )


def _group(group: tuple[str | None, Iterable[Mapping[str, Any]], int]) -> SafeString:
    name, options, _place = group
    drawn = mark_safe("".join(map(_option, options)))  # noqa: S308 - each is escaped
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(option: Mapping[str, Any]) -> SafeString:
    attrs = flatatt(option["attrs"])
    return format_html('<option value="{}"{}>{}</option>', str(option["value"]), attrs, option["label"])
