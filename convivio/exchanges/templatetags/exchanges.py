"""Amounts of exchanges in the words of the page."""

from django import template

from convivio.exchanges.amounts import amount_in_words
from convivio.exchanges.models import Exchange

register = template.Library()


@register.filter
def amount(exchange: Exchange) -> str:
    """Write how much was shared, with its unit."""
    return amount_in_words(exchange.amount, exchange.unit)
