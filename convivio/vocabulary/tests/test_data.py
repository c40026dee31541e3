"""The lists that ship with us are whole, and say each thing once."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data"
LANGUAGES = ("it", "en")

Row = dict[str, Any]


def rows(name: str, table: str) -> list[Row]:
    found: list[Row] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))[table]
    return found


def codes(name: str, table: str) -> list[str]:
    return [row["code"] for row in rows(name, table)]


def twice(words: Iterator[str] | list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


TECHNOLOGIES = rows("technologies.toml", "technologies")

CODED = [
    ("technologies.toml", "technologies", 418),
    ("sectors.toml", "sectors", 11),
    ("s3_areas.toml", "areas", 25),
    ("kinds.toml", "kinds", 11),
    ("nuts_it.toml", "countries", 224),
    ("nuts_it.toml", "macroregions", 5),
    ("nuts_it.toml", "regions", 21),
    ("nuts_it.toml", "provinces", 9),
    ("nace.toml", "sections", 21),
    ("nace.toml", "divisions", 88),
]


@pytest.mark.parametrize(("name", "table", "count"), CODED)
def test_a_list_is_whole_and_each_code_stands_once(name: str, table: str, count: int) -> None:
    found = codes(name, table)

    assert len(found) == count
    assert not twice(found)


@pytest.mark.parametrize(("name", "table", "count"), CODED)
def test_every_row_has_a_name_in_both_languages(name: str, table: str, count: int) -> None:
    nameless = [
        row["code"] for row in rows(name, table) if not all(row["label"].get(lang) for lang in LANGUAGES)
    ]

    assert not nameless, f"of {count}"


def test_every_technology_has_a_broader_one_or_a_sector() -> None:
    known = {row["code"] for row in TECHNOLOGIES}
    sectors = set(codes("sectors.toml", "sectors"))

    lost = [
        row["code"]
        for row in TECHNOLOGIES
        if row.get("broader") not in known and row.get("sector") not in sectors
    ]

    assert not lost


def test_following_broader_ends() -> None:
    broader = {row["code"]: row.get("broader") for row in TECHNOLOGIES}

    for code in broader:
        seen: list[str | None] = []
        step: str | None = code
        while step is not None:
            assert step not in seen, f"{code} goes round in a circle"
            seen.append(step)
            step = broader[step]


def test_related_technologies_exist_and_are_others() -> None:
    known = {row["code"] for row in TECHNOLOGIES}

    for row in TECHNOLOGIES:
        assert set(row.get("related", [])) <= known - {row["code"]}, row["code"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_means_two_technologies(language: str) -> None:
    terms = [
        term.casefold()
        for row in TECHNOLOGIES
        for term in [row["label"][language], *row["synonyms"][language]]
    ]

    assert not twice(terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_technology_has_a_synonym_in_each_language(language: str) -> None:
    bare = [row["code"] for row in TECHNOLOGIES if not row["synonyms"][language]]

    assert not bare


@pytest.mark.parametrize(
    ("italian", "english"),
    [
        ("medicina rigenerativa", "regenerative medicine"),
        ("idrogeno verde", "green hydrogen"),
        ("manutenzione predittiva", "predictive maintenance"),
        ("cellule staminali", "stem cells"),
        ("reti neurali", "neural networks"),
        ("acque reflue", "wastewater"),
        ("beni culturali", "cultural heritage"),
    ],
)
def test_an_italian_term_leads_to_the_english_one(italian: str, english: str) -> None:
    (row,) = [row for row in TECHNOLOGIES if italian in terms_of(row, "it")]

    assert english in terms_of(row, "en")


def terms_of(row: Row, language: str) -> set[str]:
    return {term.casefold() for term in [row["label"][language], *row["synonyms"][language]]}


def test_an_italian_word_of_the_field_stands_in_one_row() -> None:
    words = rows("field_words.toml", "words")

    assert len(words) == 325
    assert not twice([word for row in words for word in row["it"]])
    assert all(row["en"] for row in words)


def test_the_fields_of_science_belong_to_technologies_of_ours() -> None:
    labels: dict[str, list[str]] = tomllib.loads(
        (DATA / "technologies_euroscivoc.toml").read_text(encoding="utf-8")
    )["labels"]

    assert len(labels) == 201
    assert set(labels) <= {row["code"] for row in TECHNOLOGIES}
    assert not twice([label for several in labels.values() for label in several])


def test_the_specialisation_strategy_has_eight_two_and_fifteen_areas() -> None:
    kinds = Counter(area["kind"] for area in rows("s3_areas.toml", "areas"))

    assert kinds == {"specialisation": 8, "high_potential": 2, "thematic": 15}


def test_every_sector_belongs_to_an_area_of_the_strategy() -> None:
    areas = set(codes("s3_areas.toml", "areas"))

    assert {row["s3_area"] for row in rows("sectors.toml", "sectors")} <= areas


def test_the_union_has_27_countries_and_greece_is_el() -> None:
    countries = {row["code"]: row for row in rows("nuts_it.toml", "countries")}

    assert sum(1 for row in countries.values() if row.get("eu")) == 27
    assert countries["EL"]["also"] == ["GR"]
    assert countries["UK"]["also"] == ["GB"]
    assert not {"GR", "GB"} & set(countries)


def test_a_place_lies_inside_the_one_whose_code_it_begins_with() -> None:
    regions = set(codes("nuts_it.toml", "regions"))
    macroregions = set(codes("nuts_it.toml", "macroregions"))

    assert {code[:4] for code in codes("nuts_it.toml", "provinces")} == {"ITH5"}
    assert "ITH5" in regions
    assert {code[:3] for code in regions} == macroregions


def test_every_activity_type_of_cordis_becomes_a_kind() -> None:
    mapping = rows("kinds.toml", "cordis")

    always = {row["activity_type"] for row in mapping if "sme" not in row}
    assert always == {"PRC", "HES", "REC", "PUB", "OTH"}
    assert {row["kind"] for row in mapping} <= set(codes("kinds.toml", "kinds"))


def test_a_division_belongs_to_a_section() -> None:
    divisions = rows("nace.toml", "divisions")

    assert {row["section"] for row in divisions} == set(codes("nace.toml", "sections"))
