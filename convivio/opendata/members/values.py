"""What a row of a member list says, in our terms, and what of it cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Category
from convivio.opendata.cells import day, website, words
from convivio.opendata.csv_tables import plain
from convivio.organisations.models import Kind, Size
from convivio.organisations.numbers.writing import normalised_pic, normalised_vat
from convivio.vocabulary.loading import own_table

LONGEST = {"name": 300, "short_name": 120, "street": 240, "postcode": 20, "city": 120, "website": 300}
LONGEST_DESCRIPTION = 4000
ITALIAN_VAT_DIGITS = 11
LONGEST_NUTS = 5
FIRST_YEAR, MOST_PEOPLE = 1000, 10_000_000
KIND_WORDS = {
    Kind.LARGE_COMPANY: "grande_impresa grandi_imprese grande_azienda large_enterprise gi",
    Kind.SME: "pmi piccola_impresa media_impresa micro_impresa microimpresa piccola_e_media_impresa startup "
    "start_up pmi_innovativa small_company medium_company spin_off spinoff",
    Kind.COMPANY: "impresa azienda societa società company enterprise business",
    Kind.LABORATORY: "laboratorio_di_ricerca laboratorio_accreditato laboratorio_rete_alta_tecnologia lab",
    Kind.RESEARCH_CENTRE: "ente_di_ricerca istituto_di_ricerca organismo_di_ricerca research_center "
    "research_organisation centro_per_l_innovazione centro_di_innovazione",
    Kind.UNIVERSITY: "ateneo higher_education dipartimento_universitario universita",
    Kind.HEALTH_FACILITY: "struttura_sanitaria ospedale azienda_sanitaria azienda_usl irccs hospital clinica ausl",
    Kind.TRAINING_INSTITUTION: "ente_di_formazione formazione its istituto_tecnico_superiore scuola its_academy "
    "training_provider training_organisation",
    Kind.PUBLIC_AUTHORITY: "ente_pubblico comune pubblica_amministrazione pa public_body provincia regione",
    Kind.TECHNOPOLE: "tecnopolo",
    Kind.OTHER: "altro associazione fondazione other association foundation associazione_di_categoria",
}
SIZE_WORDS = {
    Size.MICRO: "microimpresa micro_impresa micro_enterprise",
    Size.SMALL: "piccola piccola_impresa small_enterprise",
    Size.MEDIUM: "media media_impresa medium_enterprise",
    Size.SME: "pmi piccola_e_media_impresa",
    Size.LARGE: "grande grande_impresa large_enterprise",
}
CATEGORY_OF_KIND = {
    Kind.LARGE_COMPANY: Category.LARGE_COMPANY,
    Kind.SME: Category.SME,
    Kind.LABORATORY: Category.LABORATORY,
    Kind.RESEARCH_CENTRE: Category.RESEARCH_CENTRE,
    Kind.UNIVERSITY: Category.RESEARCH_CENTRE,
    Kind.HEALTH_FACILITY: Category.HEALTH_FACILITY,
    Kind.TRAINING_INSTITUTION: Category.TRAINING_INSTITUTION,
}


@dataclass(slots=True)
class MemberRow:
    """One row: what it says, what had to be left out of it, and why it is refused, if it is."""

    line: int
    name: str = ""
    vat: str = ""
    pic: str = ""
    category: str = ""
    category_words: str = ""
    member_since: date | None = None
    member_until: date | None = None
    description: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str | int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def refuse(self, column: str, said: str) -> None:
        """Refuse the row because of what stands in one of its columns."""
        self.refused.append(said)
        self.columns[said] = column

    @property
    def town(self) -> str:
        return str(self.facts.get("city", ""))


def read_row(line: int, cells: Mapping[str, str]) -> MemberRow:
    """Read one row by field. What cannot be read and matters refuses it; the rest is left out, and said."""
    row = MemberRow(line, name=words(cells.get("name", "")))
    if not row.name:
        row.refuse("name", _("It has no name."))
    elif len(row.name) > LONGEST["name"]:
        row.refuse("name", _("Its name is longer than %(most)s characters.") % {"most": LONGEST["name"]})
    _read_place(row, cells)
    _read_identifiers(row, cells)
    _read_what_it_is(row, cells)
    _read_facts(row, cells)
    for language in ("it", "en"):
        text = words(cells.get(f"description_{language}", ""))
        if text:
            row.description[language] = text[:LONGEST_DESCRIPTION]
    return row


def _read_place(row: MemberRow, cells: Mapping[str, str]) -> None:
    for name in ("street", "postcode", "city", "short_name"):
        text = words(cells.get(name, ""))
        if text:
            row.facts[name] = text[: LONGEST[name]]
    for name, places in (("province", _territories()), ("country", _countries())):
        text = words(cells.get(name, ""))
        if not text:
            continue
        code = places.get(plain(text), "")
        if name == "province" and not code and _is_nuts(text):
            code = text.upper()
        if not code:
            row.left_out.append(_("“%(text)s” is no place that we know.") % {"text": text[:60]})
        elif name == "province":
            row.facts["nuts"] = code
            row.facts.setdefault("country", code[:2])
        else:
            row.facts["country"] = code


def _read_identifiers(row: MemberRow, cells: Mapping[str, str]) -> None:
    pic, vat = words(cells.get("pic", "")), words(cells.get("vat", ""))
    row.pic = normalised_pic(pic)
    if pic and not row.pic:
        row.refuse("pic", _("“%(text)s” is no PIC: it has nine digits.") % {"text": pic[:40]})
    if not vat:
        return
    digits = "".join(sign for sign in vat.upper().removeprefix("IT") if sign.isalnum())
    country = str(row.facts.get("country", ""))
    italian = country in {"", "IT"} and digits.isdecimal() and len(digits) <= ITALIAN_VAT_DIGITS
    if italian:
        digits = digits.zfill(ITALIAN_VAT_DIGITS)
    row.vat = f"IT{digits}" if italian else normalised_vat(vat, country)
    if not row.vat or (row.vat.startswith("IT") and not is_italian_vat(row.vat)):
        row.refuse(
            "vat",
            _(
                "“%(text)s” is no VAT number: an Italian one has eleven digits, and the last proves the others."
            )
            % {"text": vat[:40]},
        )
    elif italian:
        row.facts.setdefault("country", "IT")


def _read_what_it_is(row: MemberRow, cells: Mapping[str, str]) -> None:
    kind, size, category = (words(cells.get(name, "")) for name in ("kind", "size", "category"))
    found = _kinds().get(plain(kind)) or _kinds().get(plain(category))
    if found:
        row.facts["kind"] = found
    elif kind:
        row.left_out.append(_("“%(text)s” is no kind of organisation that we know.") % {"text": kind[:60]})
    told_size = _sizes().get(plain(size)) or _sizes().get(plain(kind))
    if told_size:
        row.facts["size"] = told_size
    elif size:
        row.left_out.append(_("“%(text)s” is no size that we know.") % {"text": size[:60]})
    of_category = _kinds().get(plain(category), "")
    row.category = CATEGORY_OF_KIND.get(Kind(of_category), Category.OTHER) if of_category else ""
    row.category_words = category
    if category and not of_category:
        row.left_out.append(unknown_category(category))


def unknown_category(category: str) -> str:
    """Say that a category is unknown, to the house and so far as one knows to the cluster."""
    return _("“%(text)s” is no category that we know.") % {"text": category[:60]}


def _read_facts(row: MemberRow, cells: Mapping[str, str]) -> None:
    try:
        address = website(cells.get("website", ""))
        if address and len(address) <= LONGEST["website"]:
            row.facts["website"] = address
    except ValueError:
        row.left_out.append(_("“%(text)s” is no web address.") % {"text": cells["website"][:60]})
    for name, least, most in (("founded", FIRST_YEAR, localdate().year), ("staff_count", 0, MOST_PEOPLE)):
        text = words(cells.get(name, ""))
        bare = text[:4] if name == "founded" else text.replace(".", "").replace(" ", "")
        if bare.isdecimal() and least <= int(bare) <= most:
            row.facts[name] = int(bare)
        elif text:
            row.left_out.append(_("“%(text)s” is no number that can be used here.") % {"text": text[:60]})
    _read_days(row, cells)


def _read_days(row: MemberRow, cells: Mapping[str, str]) -> None:
    """Read from which day to which it is a member; a year alone is the whole of it."""
    row.member_since = _day_in(row, "member_since", cells, "01-01")
    row.member_until = _day_in(row, "member_until", cells, "12-31")
    if row.member_until and row.member_until < (row.member_since or localdate()):
        row.refuse("member_until", _("The last day comes before the first."))


def _day_in(row: MemberRow, column: str, cells: Mapping[str, str], of_year: str) -> date | None:
    text = words(cells.get(column, ""))
    try:
        told = day(f"{text}-{of_year}" if text.isdecimal() and len(text) == 4 else text)  # noqa: PLR2004 - a year
        return date.fromisoformat(told) if told else None
    except ValueError:
        row.refuse(column, _("“%(text)s” is no day: write 31/12/2024 or 2024-12-31.") % {"text": text[:40]})
        return None


def is_italian_vat(number: str) -> bool:
    """Say whether a number is a possible Italian VAT number.

    Shape: “IT” and eleven digits.
    Errors: none.
    Source: DPR 26 October 1972 no. 633, art. 35, and the check digit of the Ministry of Finance (Luhn's).
    """
    digits = number.removeprefix("IT")
    if len(digits) != ITALIAN_VAT_DIGITS or not digits.isdecimal() or not int(digits):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 - Luhn's


def _is_nuts(text: str) -> bool:
    code = text.upper()
    return (
        text.isascii()
        and text.isalnum()
        and 3 <= len(code) <= LONGEST_NUTS  # noqa: PLR2004 - a region at the least
        and code[:2] in _countries().values()
        and any(sign.isdigit() for sign in code[2:])
    )


@cache
def _kinds() -> dict[str, str]:
    found = {plain(word): str(kind) for kind, several in KIND_WORDS.items() for word in several.split()}
    for row in own_table("kinds.toml", "kinds"):
        names = (row["code"], *row["label"].values(), *row["plural"].values())
        found.update({plain(name): row["code"] for name in names})
    return found


@cache
def _sizes() -> dict[str, str]:
    found = {plain(word): str(size) for size, several in SIZE_WORDS.items() for word in several.split()}
    return found | {plain(size.value): size.value for size in Size if size.value}


@cache
def _territories() -> dict[str, str]:
    """Return NUTS codes by name and, for the provinces that we know, by number plate."""
    found: dict[str, str] = {}
    for table in ("regions", "provinces"):
        for row in own_table("nuts_it.toml", table):
            names = [row["code"], row.get("plate", row["code"]), *row["label"].values()]
            found.update({plain(name): row["code"] for name in names})
    return found


@cache
def _countries() -> dict[str, str]:
    return {
        plain(name): row["code"]
        for row in own_table("nuts_it.toml", "countries")
        for name in (row["code"], *row.get("also", ()), *row["label"].values())
    }
