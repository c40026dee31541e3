"""Money: decimal euros, never floats."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models

CENT = Decimal("0.01")


def euros(amount: str | int | Decimal) -> Decimal:
    """Round an amount to the cent, halves up.

    Units: euros.
    Errors: decimal.InvalidOperation, when the text is not a number.
    """
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)


class EuroField(models.DecimalField[Any, Any]):
    """An amount in euros, to the cent, up to 9,999,999,999,999.99."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 15)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
