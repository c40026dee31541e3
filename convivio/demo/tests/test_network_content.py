"""The demonstration network is whole: it can be read, speaks two languages, and points at nothing missing."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOM = Path(__file__).parents[1]
NETWORK = ROOM / "network"
VOCABULARY = ROOM.parent / "vocabulary" / "data"
FILES = sorted(NETWORK.rglob("*.toml"))
LANGUAGES = {"it", "en"}
KINDS_WITHOUT_A_SIZE = {"company"}

Row = dict[str, Any]


def read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def dictionaries(thing: object) -> Iterator[Row]:
    if isinstance(thing, dict):
        yield thing
    for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
        yield from dictionaries(part)


def twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def period(row: Row) -> tuple[date, date | None]:
    begins = date.fromisoformat(str(row.get("since") or row["from"]).replace("this year", "2026-01-01"))
    return begins, date.fromisoformat(str(row["until"])) if "until" in row else None


CONTENT = {path.relative_to(NETWORK).as_posix(): read(path) for path in FILES}
ORGANISATIONS: list[Row] = [row for content in CONTENT.values() for row in content.get("organisations", [])]
PEOPLE: list[Row] = [row for content in CONTENT.values() for row in content.get("people", [])]
CLUSTERS: dict[str, Row] = {row["slug"]: row for row in CONTENT["network.toml"]["clusters"]}
SLUGS = {row["slug"] for row in ORGANISATIONS}
MEMBERSHIPS = [(row["slug"], held) for row in ORGANISATIONS for held in row.get("memberships", [])]
CONCEPTS = {row["label"]["en"].lower() for row in read(VOCABULARY / "technologies.toml")["technologies"]}
TERRITORIES = read(VOCABULARY / "nuts_it.toml")


def test_there_are_at_least_120_organisations_and_each_slug_stands_once() -> None:
    assert len(ORGANISATIONS) >= 120
    assert not twice([row["slug"] for row in ORGANISATIONS])
    assert not twice([row["name"] for row in ORGANISATIONS])


@pytest.mark.parametrize("name", CONTENT)
def test_whatever_is_said_is_said_in_both_languages(name: str) -> None:
    texts = [row for row in dictionaries(CONTENT[name]) if LANGUAGES & row.keys()]

    assert not [text for text in texts if text.keys() != LANGUAGES or not all(text.values())]


def test_every_organisation_has_what_its_page_shows() -> None:
    shown = ("slug", "name", "kind", "country", "nuts", "city", "lat", "lon", "website", "description")

    assert not [
        (row["slug"], part) for row in ORGANISATIONS for part in (*shown, "looking_for") if part not in row
    ]


def test_a_description_is_neither_a_label_nor_a_brochure() -> None:
    lengths = {
        (row["slug"], language): len(row["description"][language].split())
        for row in ORGANISATIONS
        for language in LANGUAGES
    }

    assert {key: length for key, length in lengths.items() if not 30 <= length <= 75} == {}


def test_kinds_and_concepts_are_those_of_our_vocabulary() -> None:
    kinds = {row["code"] for row in read(VOCABULARY / "kinds.toml")["kinds"]}

    assert {row["kind"] for row in ORGANISATIONS} == kinds
    assert {concept for row in ORGANISATIONS for concept in row["concepts"]} <= CONCEPTS


def test_only_a_company_of_unknown_size_has_no_size_among_companies() -> None:
    companies = [row for row in ORGANISATIONS if row["kind"] in {"company", "sme", "large_company"}]

    assert {row["kind"] for row in companies if "size" not in row} == KINDS_WITHOUT_A_SIZE
    assert all("size" not in row for row in companies if row["kind"] in KINDS_WITHOUT_A_SIZE)


def test_every_organisation_stands_in_its_territory() -> None:
    countries = {row["code"] for row in TERRITORIES["countries"]}
    provinces = {row["code"] for row in TERRITORIES["provinces"]}
    here = [row for row in ORGANISATIONS if row["nuts"].startswith("ITH5")]

    assert {row["country"] for row in ORGANISATIONS} <= countries
    assert {row["nuts"] for row in here} == provinces
    assert all(row["nuts"].startswith(row["country"]) for row in ORGANISATIONS)
    assert all(43.7 < row["lat"] < 45.2 and 9.1 < row["lon"] < 12.8 for row in here)


def test_websites_and_addresses_cannot_be_anybody_s() -> None:
    assert all(row["website"] == f"https://{row['slug']}.example" for row in ORGANISATIONS)
    assert all(row["email"].endswith(".example") for row in PEOPLE)


def test_a_vat_number_has_eleven_digits_and_one_owner() -> None:
    numbers = [row["vat"] for row in ORGANISATIONS if "vat" in row]

    assert all(len(number) == 11 and number.isdigit() for number in numbers)
    assert not twice(numbers)


def test_members_are_in_clusters_and_chains_that_exist() -> None:
    chains = {slug: {chain["slug"] for chain in row["value_chains"]} for slug, row in CLUSTERS.items()}

    assert {held["cluster"] for _slug, held in MEMBERSHIPS} == set(chains)
    assert all(set(held.get("value_chains", [])) <= chains[held["cluster"]] for _slug, held in MEMBERSHIPS)


def test_nobody_is_twice_a_member_of_one_cluster_on_one_day() -> None:
    open_ones = [f"{slug} in {held['cluster']}" for slug, held in MEMBERSHIPS if "until" not in held]

    assert not twice(open_ones)


def test_a_host_is_a_technopole_of_the_network() -> None:
    technopoles = {row["slug"] for row in ORGANISATIONS if row["kind"] == "technopole"}

    assert {row["hosted_by"] for row in ORGANISATIONS if "hosted_by" in row} <= technopoles


def test_every_mention_of_an_organisation_or_a_cluster_finds_it() -> None:
    rows = [row for content in CONTENT.values() for row in dictionaries(content)]

    outside = {
        row["organisation"] for row in CONTENT["office.toml"]["office_contacts"]
    }  # by name, not members
    assert {row["organisation"] for row in rows if "organisation" in row} - outside <= SLUGS
    assert {row["cluster"] for row in rows if "cluster" in row} <= CLUSTERS.keys()


def test_whatever_has_an_end_ends_after_it_begins() -> None:
    rows = [row for content in CONTENT.values() for row in dictionaries(content)]
    periods = [period(row) for row in rows if "since" in row or "from" in row]

    assert periods
    assert not [(begins, ends) for begins, ends in periods if ends and ends <= begins]


def test_some_accreditations_have_run_out_and_most_hold() -> None:
    held = [period(granted)[1] for row in ORGANISATIONS for granted in row.get("accreditations", [])]
    ended = [until for until in held if until and until < date(2026, 1, 1)]

    assert 2 <= len(ended) < len(held) / 2


def test_there_are_at_least_200_people_and_nearly_every_member_has_one_who_signs() -> None:
    named = [(one["organisation"], one["rights"]) for row in PEOPLE for one in row.get("mandates", [])]
    signed = {organisation for organisation, rights in named if "sign" in rights}

    assert len(PEOPLE) >= 200
    assert len({slug for slug, _held in MEMBERSHIPS} - signed) <= 5
    assert len({row["name"] for row in PEOPLE}) == len(PEOPLE)


def test_some_mandates_are_over_and_some_end_soon() -> None:
    mandates = [one for row in PEOPLE for one in row.get("mandates", [])]

    assert sum("until" in one for one in mandates) >= 5
    assert sum("until_in_days" in one for one in mandates) >= 5


def test_there_are_applications_in_every_state() -> None:
    states = {row["state"] for row in CONTENT["memberships.toml"]["applications"]}

    assert states == {"draft", "sent", "returned", "board", "admitted", "refused", "withdrawn"}


def test_eight_people_are_ready_and_introduce_themselves() -> None:
    ready = [row for row in PEOPLE if row.get("ready")]

    assert len(ready) == 8
    assert all("introduction" in row for row in ready)
    assert not twice([row["email"] for row in PEOPLE])


def test_the_ready_people_see_the_house_from_every_side() -> None:
    ready = [row for row in PEOPLE if row.get("ready")]
    offices = {office["kind"] for row in ready for office in row.get("offices", [])}
    rights = {right for row in ready for mandate in row.get("mandates", []) for right in mandate["rights"]}

    assert offices == {"cluster_office", "coordinator", "region", "auditor"}
    assert rights == {"read", "edit", "speak", "book"}
    assert any(row.keys().isdisjoint({"mandates", "offices"}) for row in ready)


def test_an_office_is_of_a_cluster_or_of_the_network_never_of_both() -> None:
    offices = [office for row in PEOPLE for office in row.get("offices", [])]

    assert all(("cluster" in office) != office.get("network", False) for office in offices)


def test_there_are_eight_needs_and_four_steps() -> None:
    needs, steps = CONTENT["needs.toml"]["needs"], CONTENT["first_visit.toml"]["steps"]

    assert (len(needs), len(steps)) == (8, 4)
    assert all(40 <= len(text.split()) <= 110 for need in needs for text in need["text"].values())
