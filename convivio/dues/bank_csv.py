"""A bank's CSV file, read within bounds, and its cells understood: days, amounts, which column is what.

Nothing here unpacks anything, so a bound on the bytes is a bound on time and memory. Plain functions.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.dues.errors import UnreadableBankFile

LARGEST_FILE = 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5_000, 40, 2_000
HEADER_WITHIN = 25
LARGEST_AMOUNT = Decimal(10_000_000)
SEPARATORS = ";,\t|"
EARLIEST, LATEST, CENTURY = 1990, 2100, 100

COLUMNS = {
    "day": gettext_lazy("day"),
    "amount": gettext_lazy("amount, with its sign"),
    "came_in": gettext_lazy("money that came in"),
    "went_out": gettext_lazy("money that went out"),
    "payer": gettext_lazy("who paid"),
    "words": gettext_lazy("words of the payment"),
}
TITLES = {
    "day": "data operazione|data contabile|data valuta|data|booking date|value date|transaction date|date|giorno",
    "amount": "importo|amount|importo eur|amount eur|ammontare",
    "came_in": "avere|entrate|accrediti|credit|credits|paid in|money in|importo avere",
    "went_out": "dare|uscite|addebiti|debit|debits|paid out|money out|importo dare",
    "payer": "ordinante|controparte|pagatore|counterparty|payer|name|nome|debitore|ordinante beneficiario",
    "words": "descrizione|causale|descrizione operazione|description|details|reference|riferimento|narrative|note",
}
MONTHS = "gen jan|feb|mar|apr|mag may|giu jun|lug jul|ago aug|set sep|ott oct|nov|dic dec"
_months = {name: place for place, names in enumerate(MONTHS.split("|"), 1) for name in names.split()}
_numeric = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_iso = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_named = re.compile(r"(\d{1,2})[ .-]([a-z]{3})[a-z]*[ .,-]+(\d{4})")
_amount = re.compile(r"[+-]?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class BankSheet:
    """What a file holds: the titles of its columns, its rows with the number of their line."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class BankRow:
    """One line of the bank that was understood, or the sentence that says why not. Units: euros."""

    line: int
    on: date | None
    amount: Decimal | None
    payer: str
    words: str
    digest: str = ""
    problem: str = ""


def read_sheet(content: bytes) -> BankSheet:
    """Read a file: find its letters, its separator, and the row of titles below whatever the bank put above.

    Raises:
        UnreadableBankFile: it is no text, damaged, empty or beyond all measure; none of it is used.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableBankFile(_("The file is larger than %(most)s MB.") % {"most": LARGEST_FILE >> 20})
    rows = [(line, row) for line, row in _rows(_text(content)) if any(row)]
    place = _place_of_header(rows)
    if place is None or place + 1 >= len(rows):
        raise UnreadableBankFile(_("It has no rows below the titles of its columns."))
    header = rows[place][1]
    width = len(header)
    body = []
    for line, row in rows[place + 1 :]:
        if any(row[width:]):
            raise _at(line, _("This row has more cells than the header has titles."))
        body.append((line, [*row[:width], *[""] * (width - len(row))]))
    return BankSheet(header, body)


def _text(content: bytes) -> str:
    if content.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"<")):
        raise UnreadableBankFile(_("This is no CSV file. Ask your bank's site for the movements as CSV."))
    alphabet = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(alphabet)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableBankFile(_("This is not text."))
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL * 2)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            _refuse_too_much(line, row, len(found))
            found.append((line, [_clean(cell) for cell in row]))
            line = reader.line_num + 1
    except csv.Error as case:
        raise _at(line, _("The quotation marks of this row do not match, or never close.")) from case
    return found


def _refuse_too_much(line: int, row: Sequence[str], count: int) -> None:
    if count >= MOST_ROWS:
        raise _at(line, _("It has more than %(most)s rows.") % {"most": MOST_ROWS})
    if len(row) > MOST_COLUMNS:
        raise _at(line, _("It has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise _at(line, _("A cell is longer than %(most)s characters.") % {"most": LONGEST_CELL})


def _separator(text: str) -> str:
    """Choose the sign that parts the most lines into the most cells."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    counts: Counter[str] = Counter()
    for line in lines:
        outside = "".join(line.split('"')[::2])
        for sign in SEPARATORS[:1] if outside.count(";") else SEPARATORS:
            counts[sign] += outside.count(sign)
    return max(SEPARATORS, key=lambda sign: counts[sign])


def _clean(cell: str) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())
    return text[1:] if text.startswith("'") and text[1:2] in set("=+-@") else text


def _place_of_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    for place, (_line, row) in enumerate(rows[:HEADER_WITHIN]):
        known = set(guess(row).values())
        if "day" in known and known & {"amount", "came_in"}:
            return place
    wide = [place for place, (_line, row) in enumerate(rows[:HEADER_WITHIN]) if sum(map(bool, row)) > 1]
    return wide[0] if wide else None


def _at(line: int, problem: str) -> UnreadableBankFile:
    return UnreadableBankFile(_("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})


def guess(header: Iterable[str]) -> dict[int, str]:
    """Guess from the titles which column is what; each thing once, the likelier title first."""
    titles = [" ".join(re.sub(r"[^a-zà-ù]+", " ", title.casefold()).split()) for title in header]
    found: dict[int, str] = {}
    for what, names in TITLES.items():
        for name in names.split("|"):
            place = next(
                (place for place, title in enumerate(titles) if title == name and place not in found), None
            )
            if place is not None:
                found[place] = what
                break
    if "amount" in found.values():
        return {place: what for place, what in found.items() if what not in {"came_in", "went_out"}}
    return found


def read_rows(sheet: BankSheet, columns: Mapping[int, str]) -> list[BankRow]:
    """Understand every row, each with a digest by which the bank's line is known again in any file.

    Two lines that are wholly alike are told apart by their order, so that both are booked, once each.
    """
    decimal = _decimal_sign(sheet, columns)
    places = {what: place for place, what in columns.items()}
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for line, cells in sheet.rows:
        told = {what: cells[place] for what, place in places.items() if place < len(cells)}
        row = _row(line, told, decimal)
        alike = (row.on, row.amount, row.payer.casefold(), row.words.casefold())
        seen[alike] += 1
        digest = hashlib.sha256(repr((*alike, seen[alike])).encode()).hexdigest()
        found.append(BankRow(line, row.on, row.amount, row.payer, row.words, digest, row.problem))
    return found


def _row(line: int, told: Mapping[str, str], decimal: str) -> BankRow:
    on = read_day(told.get("day", ""))
    amount = _moved(told, decimal)
    problem = ""
    if on is None:
        problem = _("“%(text)s” is not a day.") % {"text": told.get("day", "")[:40]}
    elif amount is None:
        problem = _("There is no amount that can be read.")
    return BankRow(line, on, amount, told.get("payer", "")[:200], told.get("words", "")[:400], "", problem)


def _moved(told: Mapping[str, str], decimal: str) -> Decimal | None:
    if "amount" in told:
        return read_amount(told["amount"], decimal)
    came, went = (read_amount(told.get(what, ""), decimal) for what in ("came_in", "went_out"))
    if came:
        return abs(came)
    return -abs(went) if went else None


def read_day(text: str) -> date | None:
    """Read a day as Italian and English people and machines write it: the day before the month."""
    text = text.strip().casefold().split(" 00:00")[0]
    if found := _iso.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _numeric.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < CENTURY else 0
    elif (found := _named.fullmatch(text)) and found[2] in _months:
        day, month, year = int(found[1]), _months[found[2]], int(found[3])
    else:
        return None
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if EARLIEST <= year <= LATEST else None


def _decimal_sign(sheet: BankSheet, columns: Mapping[int, str]) -> str:
    """Find out from the whole column which sign begins the cents: one amount alone may be unclear."""
    money = [place for place, what in columns.items() if what in {"amount", "came_in", "went_out"}]
    votes: Counter[str] = Counter()
    for _line, cells in sheet.rows:
        for place in money:
            text = cells[place] if place < len(cells) else ""
            if found := re.search(r"[.,](?=\d{1,2}\D*$)", text):
                votes[found[0]] += 1
            elif found := re.search(r"[.,](?=\d{3}\D*$)", text):
                votes["," if found[0] == "." else "."] += 1
    return "." if votes["."] > votes[","] else ","


def read_amount(text: str, decimal: str = ",") -> Decimal | None:
    """Read an amount with its sign, before or after it, or in brackets. Units: euros.

    None, when it is none, has less than a cent, or is beyond all measure.
    """
    bare = "".join(text.upper().replace("EUR", "").replace("€", "").replace("'", "").replace("’", "").split())
    negative = bare.startswith(("-", "−", "(")) or bare.endswith("-")
    bare = bare.strip("()+-−")
    if not bare or not _amount.fullmatch(bare) or not bare.isascii():
        return None
    grouping = "." if decimal == "," else ","
    whole, _sign, cents = bare.replace(grouping, "").partition(decimal)
    groups = bare.partition(decimal)[0].split(grouping)
    if any(len(group) != 3 for group in groups[1:]) or grouping in cents or not (cents or "0").isdecimal():  # noqa: PLR2004 - thousands
        return None
    try:
        amount = Decimal(f"{whole}.{cents or 0}")
    except InvalidOperation:
        return None
    if amount > LARGEST_AMOUNT or amount != amount.quantize(Decimal("0.01")):
        return None
    return -amount.quantize(Decimal("0.01")) if negative else amount.quantize(Decimal("0.01"))
