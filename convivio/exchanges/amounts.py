"""Amounts in their own unit, in words: “3 hours”, “2 seats”."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import ngettext

from convivio.exchanges.models import Unit


def amount_in_words(amount: Decimal, unit: str) -> str:
    """Write an amount with its unit, in the reader's language and without noughts that say nothing."""
    places = 0 if amount == amount.to_integral_value() else (1 if (amount * 10) % 1 == 0 else 2)
    said = {"amount": number_format(amount, places, use_l10n=True, force_grouping=True)}
    how_many = 1 if amount == 1 else 2
    words = {
        Unit.HOUR: ngettext("%(amount)s hour", "%(amount)s hours", how_many),
        Unit.DAY: ngettext("%(amount)s day", "%(amount)s days", how_many),
        Unit.USE: ngettext("%(amount)s use", "%(amount)s uses", how_many),
        Unit.SEAT: ngettext("%(amount)s seat", "%(amount)s seats", how_many),
        Unit.PIECE: ngettext("once", "%(amount)s times", how_many),
    }
    return words[Unit(unit)] % said
