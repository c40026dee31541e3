"""Money and days as the reader's language writes them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

NARROW = "\u00a0"
# Languages that write months and weekdays small.
SMALL_MONTHS = ("it", "fr", "es")
MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
KEPT = 4096
"""Amounts, counts and days that are kept in words, each for its language."""


def money(amount: Decimal | int | str | None, *, short: bool = False) -> str:
    """Write euros: `€ 800,000` in English, `800.000 €` in Italian; cents only when there are some.

    Units: euros; nothing for None, so that a page can say *not given* in words.
    """
    if amount is None or amount == "":
        return ""
    return _euros(Decimal(amount), get_language() or "en", short=short)


@lru_cache(maxsize=KEPT)
def _euros(value: Decimal, language: str, *, short: bool) -> str:
    """Write euros in the language that is spoken now; the same sums stand on many lines."""
    if short and abs(value) >= BILLION:
        return _with_sign(_scaled(value, BILLION), language, gettext("bn"))
    if short and abs(value) >= MILLION:
        return _with_sign(_scaled(value, MILLION), language, gettext("m"))
    places = 0 if value == value.to_integral_value() or short else 2
    return _with_sign(formats.number_format(value, places, use_l10n=True, force_grouping=True), language)


def _scaled(value: Decimal, step: Decimal) -> str:
    scaled = (value / step).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    places = 0 if scaled == scaled.to_integral_value() else 1
    return formats.number_format(scaled, places, use_l10n=True, force_grouping=True)


def _with_sign(number: str, language: str, scale: str = "") -> str:
    number = f"{number}{NARROW}{scale}" if scale else number
    before = language.startswith("en")
    return f"€{NARROW}{number}" if before else f"{number}{NARROW}€"


def number(value: Decimal | int | None) -> str:
    """Write a count with the reader's thousands: `28,000`, `28.000`."""
    return "" if value is None else _grouped(value, get_language() or "")


@lru_cache(maxsize=KEPT, typed=True)
def _grouped(value: Decimal | int, _language: str) -> str:
    """Write a count in the language that is spoken now; a list of facets has a hundred."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def in_words(moment: date | datetime, form: str = "DATE_FORMAT") -> str:
    """Write a day in the reader's language; a moment, in the reader's time zone."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return _words(moment, form, get_language() or "")


@lru_cache(maxsize=KEPT)
def _words(moment: date | datetime, form: str, language: str) -> str:
    """Write a day in the language that is spoken now; the same days stand on many lines."""
    words = formats.date_format(moment, form)
    return words.lower() if language.startswith(SMALL_MONTHS) else words


def day(moment: date | datetime | None, form: str = "j F Y") -> SafeString:
    """Write a day, with the machine's form of it beside.

    Units: days; an aware moment is first taken to the reader's time zone.
    """
    if moment is None:
        return SafeString("")
    machine = moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
    return _time(machine, in_words(moment, form))


@lru_cache(maxsize=KEPT)
def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


def days_left(until: date | datetime | None) -> int | None:
    """Count the days from today to a day; below nought when it has passed."""
    if until is None:
        return None
    if isinstance(until, datetime):
        until = timezone.localtime(until).date() if timezone.is_aware(until) else until.date()
    return (until - timezone.localdate()).days


def left(until: date | datetime | None) -> str:
    """Say in words how long there is until a day."""
    days = days_left(until)
    if days is None:
        return ""
    if days < 0:
        return gettext("closed")
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
