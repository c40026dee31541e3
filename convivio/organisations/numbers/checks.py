"""Whether a number can be what it says: its form, and its check digit where it has one.

What people write is held to this. What official data give is kept as it came, even when it is odd.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from convivio.organisations.errors import NumberDoesNotHold
from convivio.organisations.numbers.writing import VAT_PREFIXES

PROVINCES = frozenset(
    "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CI CL CN CO CR CS CT CZ EN FC FE FG "
    "FI FM FO FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OG OR OT PA PC PD PE PG "
    "PI PN PO PR PS PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP TR TS TV UD VA "
    "VB VC VE VI VR VS VT VV".split()
)
BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
ODD_PLACES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
PERSON = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")
ROR = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}\d{2})/?", re.IGNORECASE)
LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
REA = re.compile(r"([A-Z]{2})(\d{3,7})")
ABROAD = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}")
ELEVEN = re.compile(r"\d{11}")
PIC = re.compile(r"\d{9}")


def checked_number(scheme: str, text: str, country: str = "") -> str:
    """Return a number as it is kept.

    Shape: a scheme of Identifier, what was written, and the country of its body where that is known.
    Errors: NumberDoesNotHold, with a sentence that says what such a number looks like.
    """
    return CHECKS[scheme](text, country)


def vat_check_holds(digits: str) -> bool:
    """Say whether the last of eleven digits is the check digit of the others.

    Shape: eleven digits.
    Errors: none.
    Source: Decree of the Italian Minister of Finance of 23 December 1976, annex.
    """
    doubled = [int(sign) * (1 + place % 2) for place, sign in enumerate(digits)]
    return sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0


def check_letter(first_fifteen: str) -> str:
    """Return the check letter of a person's fiscal code; letters in place of digits count as letters.

    Shape: fifteen capitals or digits.
    Errors: none, for such signs.
    Source: Decree of the Italian Minister of Finance of 23 December 1976.
    """
    total = 0
    for place, sign in enumerate(first_fifteen):
        rank = int(sign) if sign.isdigit() else ord(sign) - ord("A")
        total += rank if place % 2 else ODD_PLACES[rank]
    return chr(ord("A") + total % 26)


def mod_97(text: str) -> int:
    """Return the remainder by 97 of capitals and digits, a letter being a number from 10 to 35.

    Source: ISO/IEC 7064, MOD 97-10.
    """
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def ror_check(base_32: str) -> int:
    """Return the two check digits of a ROR, for the signs before them.

    Source: ISO/IEC 7064, MOD 97-10, over the number that the signs write in base 32.
    """
    number = 0
    for sign in base_32:
        number = number * 32 + BASE_32.index(sign)
    return 98 - number * 100 % 97


def _pic(text: str, _country: str) -> str:
    digits = _plain(text)
    if not PIC.fullmatch(digits):
        raise NumberDoesNotHold(_("A PIC is nine digits, as the portal of the European Union shows it."))
    return digits


def _vat(text: str, country: str) -> str:
    signs = _plain(text)
    if ELEVEN.fullmatch(signs) and country in {"", "IT"}:
        signs = f"IT{signs}"
    elif signs[:2].isdigit() and country:
        signs = VAT_PREFIXES.get(country, country) + signs
    if signs.startswith("IT"):
        return f"IT{_eleven(signs[2:], _('An Italian VAT number is eleven digits.'))}"
    if not ABROAD.fullmatch(signs):
        raise NumberDoesNotHold(_("A VAT number begins with the two letters of its country: IT, FR, DE, EL…"))
    return signs


def _fiscal_code(text: str, _country: str) -> str:
    signs = _plain(text)
    if signs.isdigit():
        return _eleven(signs, _("The fiscal code of a body is eleven digits."))
    if not PERSON.fullmatch(signs):
        raise NumberDoesNotHold(
            _("An Italian fiscal code is eleven digits, or the sixteen letters and digits of a person.")
        )
    if check_letter(signs[:15]) != signs[15]:
        raise NumberDoesNotHold(
            _("Its last letter does not agree with the rest: one of the signs is mistyped.")
        )
    return signs


def _eleven(digits: str, shape: str) -> str:
    if not ELEVEN.fullmatch(digits):
        raise NumberDoesNotHold(shape)
    if not vat_check_holds(digits) or digits == "0" * 11:
        raise NumberDoesNotHold(
            _("Its last digit does not agree with the others: one of the digits is mistyped.")
        )
    return digits


def _ror(text: str, _country: str) -> str:
    found = ROR.fullmatch(text.strip())
    if found is None:
        raise NumberDoesNotHold(
            _("A ROR is nine signs that begin with 0, or its address: https://ror.org/ and the nine signs.")
        )
    signs = found[1].lower()
    if ror_check(signs[:7]) != int(signs[7:]):
        raise NumberDoesNotHold(
            _("Its last two digits do not agree with the rest: one of the signs is mistyped.")
        )
    return signs


def _lei(text: str, _country: str) -> str:
    signs = _plain(text)
    if not LEI.fullmatch(signs):
        raise NumberDoesNotHold(_("An LEI is eighteen letters and digits, then two digits."))
    if mod_97(signs) != 1:
        raise NumberDoesNotHold(
            _("Its last two digits do not agree with the rest: one of the signs is mistyped.")
        )
    return signs


def _rea(text: str, _country: str) -> str:
    found = REA.fullmatch(_plain(text))
    if found is None or found[1] not in PROVINCES:
        raise NumberDoesNotHold(
            _("A REA number is the two letters of a province and three to seven digits: MO-123456.")
        )
    return f"{found[1]}-{int(found[2])}"


def _plain(text: str) -> str:
    """Leave only capitals and digits, and what a foreign VAT number may hold."""
    return "".join(sign for sign in text.upper() if sign.isascii() and (sign.isalnum() or sign in "+*"))


CHECKS: dict[str, Callable[[str, str], str]] = {
    "pic": _pic,
    "vat": _vat,
    "fiscal": _fiscal_code,
    "ror": _ror,
    "lei": _lei,
    "rea": _rea,
}
