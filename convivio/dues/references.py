"""The numbers that banks check: an account's IBAN (ISO 13616), a creditor's reference (ISO 11649)."""

import re

LONGEST_REFERENCE = 25
_iban = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_bic = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_reference = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
LENGTHS = {"IT": 27, "SM": 27, "VA": 22, "DE": 22, "FR": 27, "AT": 20, "ES": 24, "NL": 18, "BE": 16, "SI": 19}
"""How long an account's number is in the countries where our clusters are likely to bank.

Source: SWIFT, IBAN registry. Of other countries only the check digits are asked.
"""


def bare(text: str) -> str:
    """Take away what people write between the signs of a number."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def is_iban(text: str) -> bool:
    """Say whether this is the number of an account, by its check digits."""
    number = bare(text)
    if not _iban.fullmatch(number) or len(number) != LENGTHS.get(number[:2], len(number)):
        return False
    return _remainder(number) == 1


def is_bic(text: str) -> bool:
    """Say whether this has the form of a bank's code (ISO 9362)."""
    return bool(_bic.fullmatch(bare(text)))


def creditor_reference(body: str) -> str:
    """Give a body its two check digits.

    Source: ISO 11649, check digits by ISO 7064 MOD 97-10.
    Errors: ValueError, when the body holds other signs than letters and digits, or more than 21.
    """
    if bare(body) != body or not _reference.fullmatch(f"RF00{body}"):
        message = f"“{body}” cannot be a reference"
        raise ValueError(message)
    return f"RF{98 - _remainder(f'RF00{body}'):02d}{body}"


def is_reference(text: str) -> bool:
    number = bare(text)
    return bool(_reference.fullmatch(number)) and _remainder(number) == 1


def in_fours(number: str) -> str:
    """Write a long number in groups of four, as on paper."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _remainder(number: str) -> int:
    """Take the first four signs to the end, letters as 10 to 35, and divide by 97."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97
