"""How identifiers and names are written, so that the same body is known again. Plain Python."""

import re
import unicodedata

VAT_PREFIXES = {"GR": "EL", "UK": "GB"}
LONGEST_VAT = 40
FEWEST_DIGITS = 4

_pic = re.compile(r"\d{6,12}")
_country = re.compile(r"[A-Z]{2}")


def normalised_pic(text: str) -> str:
    """Return a Participant Identification Code as digits, or nothing where the text is not one."""
    digits = text.strip().removesuffix(".0")
    return digits if _pic.fullmatch(digits) else ""


def normalised_vat(text: str, country: str = "") -> str:
    """Return a VAT number in capitals, without signs, after its country's letters; nothing where it is none.

    A number without letters takes those of `country`, when that is known.
    """
    signs = "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())
    if sum(sign.isdigit() for sign in signs) < FEWEST_DIGITS:
        return ""
    if not _country.match(signs) and _country.fullmatch(country):
        signs = VAT_PREFIXES.get(country, country) + signs
    return signs if len(signs) <= LONGEST_VAT else ""


def normalised_name(name: str) -> str:
    """Return a name's letters and digits only, without case or accents: “Alfa S.r.l.” is “ALFA SRL”."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
