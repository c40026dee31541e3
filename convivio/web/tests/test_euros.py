from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from convivio.web.euros import EurosField, read_euros, written


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1264000", "1264000"),
        ("1,264,000", "1264000"),
        ("1.264.000", "1264000"),
        ("1.264.000,50", "1264000.50"),
        ("1,264,000.5", "1264000.5"),
        ("12,5", "12.5"),
        ("1.264", "1264"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert read_euros(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "many", "-5", "1,26,4", "1.2.3", "1,234.567,00", "1e9", "٣", "9" * 14, "1,000,00", ".", "1.,2"],
)
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert read_euros(text) is None


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["it", "en"]))
def test_an_amount_that_stands_in_a_field_is_read_as_it_was(amount: Decimal, language: str) -> None:
    with translation.override(language):
        assert read_euros(written(amount)) == amount


@pytest.mark.parametrize(
    "text", ["€ 1,264,000", "1.264.000 €", "EUR 1264000", "1 264 000,00 eur", "1’264’000", "1'264'000.00"]
)
def test_a_field_takes_the_currency_and_the_spaces_that_people_write(text: str) -> None:
    assert EurosField().clean(text) == Decimal(1264000)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_field_left_empty_says_nothing(text: str) -> None:
    assert EurosField(required=False).clean(text) is None


@pytest.mark.parametrize("text", ["€", "about 5", "-5", "1,2,3", "100.01"])
def test_a_field_refuses_what_is_no_amount_or_beyond_its_bound(text: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=r"such as 1,250\.50"):
        EurosField(most=Decimal(100)).clean(text)
