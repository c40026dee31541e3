"""What a row says is understood in Italian and in English, and what is not is said."""

from datetime import date

import pytest

from convivio.opendata.members.values import MemberRow, is_italian_vat, read_row


def row(**cells: str) -> MemberRow:
    return read_row(2, {"name": "Alfa", **cells})


@pytest.mark.parametrize("number", ["IT01234567897", "IT00743110157"])
def test_the_last_digit_of_an_italian_vat_number_proves_the_others(number: str) -> None:
    assert is_italian_vat(number)


@pytest.mark.parametrize("number", ["IT01234567890", "IT00000000000", "IT123", "IT0123456789X", ""])
def test_a_number_that_is_not_proved_is_none(number: str) -> None:
    assert not is_italian_vat(number)


@pytest.mark.parametrize(
    "written", ["01234567897", "IT 01234567897", "it01234567897", "1234567897", "0123 4567 897"]
)
def test_a_vat_number_is_known_however_it_is_written(written: str) -> None:
    found = row(vat=written)

    assert (found.vat, found.facts["country"], found.refused) == ("IT01234567897", "IT", [])


def test_a_vat_number_of_another_country_keeps_its_letters() -> None:
    assert row(vat="DE 136 695 976").vat == "DE136695976"
    assert row(vat="136695976", country="Germania").vat == "DE136695976"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"name": "  "}, "It has no name."),
        ({"name": "a" * 301}, "longer than 300"),
        ({"vat": "01234567890"}, "is no VAT number"),
        ({"vat": "in arrivo"}, "is no VAT number"),
        ({"pic": "12"}, "is no PIC"),
        ({"member_since": "domani"}, "is no day"),
        ({"member_since": "2024-02-31"}, "is no day"),
    ],
)
def test_a_row_that_would_mislead_is_refused(cells: dict[str, str], sentence: str) -> None:
    (reason,) = row(**cells).refused

    assert sentence in reason


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"kind": "Socio ordinario"}, "is no kind of organisation"),
        ({"size": "così così"}, "is no size"),
        ({"category": "amico"}, "is no category"),
        ({"province": "Atlantide"}, "is no place"),
        ({"country": "Atlantide"}, "is no place"),
        ({"website": "non ancora"}, "is no web address"),
        ({"staff_count": "tanti"}, "is no number"),
        ({"founded": "3024"}, "is no number"),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(cells: dict[str, str], sentence: str) -> None:
    found = row(**cells)

    assert not found.refused
    assert not found.facts
    assert sentence in found.left_out[0]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("PMI", "sme"), ("Grande impresa", "large_company"), ("laboratorio", "laboratory"),
        ("Università", "university"), ("Ente di formazione", "training_institution"), ("IRCCS", "health_facility"),
        ("Large companies", "large_company"), ("ente pubblico", "public_authority"), ("azienda", "company"),
    ],
)  # fmt: skip
def test_kinds_are_known_in_both_languages(written: str, kind: str) -> None:
    assert row(kind=written).facts["kind"] == kind


@pytest.mark.parametrize(
    ("written", "nuts"), [("BO", "ITH55"), ("Bologna", "ITH55"), ("ITH5", "ITH5"), ("ith54", "ITH54")]
)
def test_a_province_is_known_by_plate_name_or_code(written: str, nuts: str) -> None:
    assert (row(province=written).facts["nuts"], row(province=written).facts["country"]) == (nuts, "IT")


def test_the_rest_of_a_row_is_read() -> None:
    found = row(
        category="PMI", member_since="12/03/2019", website="alfa.example", founded="1998", staff_count="1.200",
        description_it="Protesi", description_en="Prostheses", city=" Modena ",
    )  # fmt: skip

    assert (found.category, found.member_since) == ("sme", date(2019, 3, 12))
    assert found.facts["website"] == "http://alfa.example"
    assert (found.facts["founded"], found.facts["staff_count"], found.town) == (1998, 1200, "Modena")
    assert found.description == {"it": "Protesi", "en": "Prostheses"}


def test_a_membership_since_a_year_begins_with_it() -> None:
    assert row(member_since="2019").member_since == date(2019, 1, 1)
