"""Tags and filters for every page: drawings, names, amounts, fields, figures."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, Form
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from convivio.web import amounts, choices, fields, kept_parts, monograms
from convivio.web.drawings import as_svg
from convivio.web.figures import Bar, Column, Span, bars_of, columns_of, spans_of, spark_of, split_of
from convivio.web.monograms import drawn_kind
from convivio.web.monograms import initials as initials_of
from convivio.web.networks import ego_network
from convivio.web.round_tables import table_of

register = template.Library()

# Drawings


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon; with a label when no words stand beside it."""
    return as_svg(f"i-{name}", f"icon {size}".strip(), label)


@register.simple_tag
def sign(verdict: str, label: str = "") -> SafeString:
    """Draw what a rule says: met, missing, unsure."""
    return as_svg(f"v-{verdict}", f"sign {verdict}", label)


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark: the table with one seat open."""
    return as_svg("mark", "mark")


@register.simple_tag
def silhouette(kind: str) -> SafeString:
    """Draw the silhouette of a kind of organisation."""
    drawn = drawn_kind(kind)
    return as_svg(f"k-{drawn}", f"kind k-{drawn}")


@register.simple_tag
def kind_name(kind: str, label: str) -> SafeString:
    return choices.kind_in_words(kind, label)


@register.simple_tag
def facet_choices(facet: Mapping[str, Any]) -> SafeString:
    return choices.drawn(facet["name"], facet["choices"], are_kinds=bool(facet.get("kind")))


@register.simple_tag
def monogram(name: str, kind: str, size: str = "") -> SafeString:
    """Draw the two letters of a name, in the hue of its kind and with its silhouette.

    The kind *person* has a round one; *veiled* hides who asks and shows no letter.
    """
    return monograms.drawn("" if kind == "veiled" else initials_of(name), kind, size)


@register.simple_tag
def organisation_mark(organisation: Any, size: str = "") -> SafeString:
    """Draw the logo of an organisation, or its monogram while it has none.

    It is a row or a mapping with name and kind, and perhaps logo_url.
    """
    is_mapping = isinstance(organisation, Mapping)
    name, kind, url = (
        str((organisation.get(part) if is_mapping else getattr(organisation, part, "")) or "")
        for part in ("name", "kind", "logo_url")
    )
    if not url:
        return monogram(name, kind, size)
    return format_html(
        '<span class="monogram pictured k-{} {}" aria-hidden="true"><img src="{}" alt="" loading="lazy" decoding="async">{}</span>',
        drawn_kind(kind),
        size,
        url,
        silhouette(kind),
    )


@register.simple_tag
def kept(name: str) -> SafeString:
    """Set a part of every page that is the same for everybody: drawn once for each language."""
    return kept_parts.drawn(name)


@register.filter
def initials(name: object) -> str:
    return initials_of(str(name))


# Amounts and days


@register.filter
def money(amount: Decimal | int | None) -> str:
    return amounts.money(amount)


@register.filter
def short_money(amount: Decimal | int | None) -> str:
    return amounts.money(amount, short=True)


@register.filter
def number(value: Decimal | int | None) -> str:
    return amounts.number(value)


@register.filter
def day(moment: date | datetime | None) -> SafeString:
    return amounts.day(moment)


@register.filter
def short_day(moment: date | datetime | None) -> SafeString:
    return amounts.day(moment, "j M Y")


@register.filter
def days_left(until: date | datetime | None) -> int | None:
    return amounts.days_left(until)


@register.filter
def left(until: date | datetime | None) -> str:
    return amounts.left(until)


# Fields


@register.inclusion_tag("web/_field.html")
def field(bound: BoundField, css: str = "", label: str = "") -> dict[str, Any]:
    """Set a form's field: label, hint, what to write when it was refused, the control."""
    return fields.parts_of(bound, css, label)


@register.inclusion_tag("web/_error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """Say above a form which answers need another look, each a link to its field."""
    return {"errors": fields.refusals_of(form), "form": form}


# What just happened

TONES = {levels.SUCCESS: "met", levels.WARNING: "unsure", levels.ERROR: "missing"}
TONE_ICONS = {"met": "check", "unsure": "warn", "missing": "warn"}


@register.filter
def tone(message: Message) -> str:
    return TONES.get(message.level, "note")


@register.filter
def tone_icon(message: Message) -> str:
    return TONE_ICONS.get(tone(message), "info")


@register.filter
def verdict_word(verdict: str) -> str:
    """Say a verdict in a word: unknown is never said as met."""
    if verdict == "met":
        return gettext("Met")
    return gettext("Missing") if verdict == "missing" else gettext("Unknown")


# Pages of a list


@register.inclusion_tag("web/_pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Offer the pages of a list, keeping what the address says already."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
        "name": name,
        "request": context.get("request"),
    }


# Figures


@register.inclusion_tag("web/_bars.html")
def bars(
    rows: Iterable[Bar | Mapping[str, Any]], caption: str, head: str = "", unit: str = ""
) -> dict[str, Any]:
    """Draw a table whose middle column is a bar: the table *is* the chart."""
    return {"bars": bars_of(rows), "caption": caption, "head": head, "unit": unit or gettext("Number")}


@register.inclusion_tag("web/_columns.html")
def columns(rows: Iterable[Column], label: str) -> dict[str, Any]:
    """Draw how a number grew, a column a year; each number stands above its column and opens its rows."""
    return {"columns": columns_of(rows), "label": label}


@register.inclusion_tag("web/_spans.html")
def spans(rows: Iterable[Span | Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Draw what lasted from a year to a year, one line each, over the years that they share."""
    return {"spans": spans_of(rows), "label": label}


@register.inclusion_tag("web/_spark.html")
def spark(values: Iterable[float], label: str) -> dict[str, Any]:
    """Draw a line as small as a word."""
    return {"spark": spark_of(values), "label": label}


@register.inclusion_tag("web/_split.html")
def split(parts: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Draw how a sum is shared; the table with the same figures stands below."""
    return {"parts": split_of(parts), "label": label}


@register.inclusion_tag("web/_network.html")
def network(
    centre: Mapping[str, Any], neighbours: Iterable[Mapping[str, Any]], together: str = ""
) -> dict[str, Any]:
    """Draw who works with one organisation, and say the same as a list."""
    return {"network": ego_network(centre, neighbours), "together": together or gettext("Together")}


@register.inclusion_tag("web/_round_table.html")
def round_table(
    seated: Iterable[Mapping[str, Any]], free: int = 1, under: str = "", figure: str = ""
) -> dict[str, Any]:
    """Draw the table from above: who sits, and the seats that are free."""
    return {"table": table_of(seated, free), "under": under, "figure": figure}
