"""Amounts of euros as people write them: one field, read and written the same everywhere."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_DIGITS = 13
CENTS = (1, 2)
THOUSAND = 3


class EurosField(forms.CharField):
    """An amount as people write it: `€ 1,264,000`, `1.264.000,50`, `EUR 1264000`; None for nothing."""

    def __init__(self, *, most: Decimal | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}), **kwargs)
        self.most = most

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).upper().replace("EUR", "")
        bare = "".join("".join(sign for sign in text if sign not in "€'’").split())
        if not text.strip():
            return None
        amount = read_euros(bare)
        if amount is None or (self.most is not None and amount > self.most):
            example = number_format(Decimal("1250.50"), 2, force_grouping=True)
            raise forms.ValidationError(
                _("Write an amount in euros, such as %(example)s."),
                code="amount",
                params={"example": example},
            )
        return amount


def read_euros(text: str) -> Decimal | None:
    """Read an amount in either language's manner; None for what is no amount of euros.

    The last separator, followed by one or two digits, begins the cents; any other groups thousands.
    Units: euros, nought or above, in whole cents.
    """
    last = max(text.rfind("."), text.rfind(","))
    cents = text[last + 1 :] if last >= 0 else ""
    if len(cents) in CENTS:
        whole = text[:last]
        if text[last] in whole:
            return None
    else:
        whole, cents = text, ""
    groups = whole.replace(".", ",").split(",")
    is_grouped = all(len(group) == THOUSAND for group in groups[1:]) and 1 <= len(groups[0]) <= THOUSAND
    digits = "".join(groups)
    mixed = "." in whole and "," in whole
    if mixed or not (digits + cents).isascii() or not (digits + cents).isdecimal():
        return None
    if (len(groups) > 1 and not is_grouped) or len(digits) > MOST_DIGITS:
        return None
    return Decimal(f"{digits}.{cents or '0'}").quantize(Decimal("0.01"))


def written(amount: Decimal | None) -> str:
    """Write an amount as it stands in a field, in the reader's language."""
    if amount is None:
        return ""
    places = 0 if amount == amount.to_integral_value() else 2
    return number_format(amount, places, use_l10n=True, force_grouping=True)
