"""What stands in a cell: amounts, days, flags, places, web addresses. Plain Python.

Each function gives None, or nothing, for an empty cell, and raises ValueError for one it cannot read.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

CENT = Decimal("0.01")
TOO_MUCH = Decimal(10) ** 13
FIRST_YEAR, LAST_YEAR = 1980, 2100
WIDEST_LATITUDE, WIDEST_LONGITUDE = 90.0, 180.0
YES = {"true", "yes", "y", "1", "si", "sì"}
NO = {"false", "no", "n", "0"}

_iso = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_day_first = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?")
_unseen = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_website = re.compile(r"https?://(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#][^\s<>\"']*)?", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def amount(text: str) -> str | None:
    """Read an amount of money, with a decimal comma or dot, to the cent.

    Units: euros, as text, such as "1496205.00".
    Errors: ValueError, for what is no number, or one of fourteen digits and more.
    """
    bare = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace("€", "").strip()
    if not bare:
        return None
    try:
        value = Decimal(_with_a_dot(bare))
        if not value.is_finite() or abs(value) >= TOO_MUCH:
            raise ValueError(text)
        return str(value.quantize(CENT))
    except InvalidOperation as case:
        raise ValueError(text) from case


def _with_a_dot(number: str) -> str:
    comma, dot = number.rfind(","), number.rfind(".")
    if comma < 0:
        return number.replace(".", "") if number.count(".") > 1 else number
    if dot > comma or (dot < 0 and number.count(",") > 1):
        return number.replace(",", "")
    return number.replace(".", "").replace(",", ".")


@lru_cache(maxsize=20_000)
def day(text: str) -> str | None:
    """Read a day, 2022-01-25 or 25/01/2022, with or without an hour; give it as 2022-01-25."""
    bare = text.strip()
    if not bare:
        return None
    if found := _iso.fullmatch(bare):
        year, month, number = (int(part) for part in found.groups())
    elif found := _day_first.fullmatch(bare):
        number, month, year = (int(part) for part in found.groups())
    else:
        raise ValueError(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, number).isoformat()


def flag(text: str) -> bool | None:
    """Read a yes or a no."""
    word = text.strip().casefold()
    if not word:
        return None
    if word in YES or word in NO:
        return word in YES
    raise ValueError(text)


@lru_cache(maxsize=20_000)
def coordinates(text: str) -> tuple[float, float] | None:
    """Read "latitude,longitude", with or without brackets.

    Units: degrees, -90 to 90 and -180 to 180.
    """
    bare = text.strip().strip("()[]")
    if not bare:
        return None
    latitude, longitude = (float(part) for part in bare.split(","))
    inside = abs(latitude) <= WIDEST_LATITUDE and abs(longitude) <= WIDEST_LONGITUDE
    if not inside:  # not-a-number is never inside
        raise ValueError(text)
    return round(latitude, 6), round(longitude, 6)


@lru_cache(maxsize=20_000)
def website(text: str) -> str:
    """Read a web address, and give it with its scheme."""
    bare = text.strip()
    if not bare:
        return ""
    address = bare if re.match(r"https?://", bare, re.IGNORECASE) else f"http://{bare}"
    if not _website.fullmatch(address):
        raise ValueError(text)
    scheme, rest = address.split("://", 1)
    return f"{scheme.lower()}://{rest}"


def words(text: str) -> str:
    """Put a cell on one line, without doubled spaces or signs that nobody sees."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Take away control characters and signs that nobody sees, and keep line breaks."""
    return _unseen.sub("", text).strip()
