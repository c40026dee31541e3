"""The quirks of what CORDIS has published over the years. No database."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from convivio.opendata.cordis.reader import read, read_topics_file
from convivio.opendata.cordis.rows import TABLES
from convivio.opendata.tests.cordis_making import (
    ORGANIZATION,
    PROJECT,
    Made,
    body,
    project,
)
from convivio.opendata.unreadable import Unreadable


def rows_of(path: Path) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for table, row in read(str(path)):
        found[table].append(TABLES[table](*row))
    return found


def read_made(made: Made, folder: Path) -> dict[str, list[Any]]:
    return rows_of(made.zip(folder))


def test_a_zip_and_its_folder_say_the_same(tmp_path):
    made = Made()

    assert read_made(made, tmp_path) == rows_of(made.folder(tmp_path / "unpacked"))


def test_a_folder_that_only_holds_the_zip_will_do(tmp_path):
    made = Made()
    made.zip(tmp_path)
    (tmp_path / "call-topics.csv").write_text("topic,title,keywords\n")

    assert len(rows_of(tmp_path)["project"]) == 1


WAYS: dict[str, dict[str, Any]] = {
    "commas": {"separator": ","},
    "tabs": {"separator": "\t"},
    "no byte order mark": {"mark": ""},
    "few quotes": {"quoting": csv.QUOTE_MINIMAL},
    "headers in capitals": {"headers": {"project.csv": [c.upper() for c in PROJECT]}},
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_rows_come_out_however_they_are_written(way, tmp_path):
    usual = Made(projects=[project(objective='Reeds, "willows";\r\nand water.\r\n\r\nSlowly.')])
    made = Made(projects=usual.projects, **WAYS[way])
    if "headers" in WAYS[way]:
        made.projects = [{name.upper(): value for name, value in row.items()} for row in made.projects]

    assert read_made(made, tmp_path) == rows_of(usual.zip(tmp_path, "usual.zip"))


def test_columns_may_stand_in_another_order_and_others_may_be_new(tmp_path):
    headers = {
        "project.csv": ["novelty", *reversed(PROJECT)],
        "organization.csv": [*reversed(ORGANIZATION), "x"],
    }

    assert read_made(Made(headers=headers), tmp_path) == rows_of(Made().zip(tmp_path, "usual.zip"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1234567,5", "1234567.50"), ("1234567.5", "1234567.50"), ("1.234.567,5", "1234567.50"), ("1,234,567.5", "1234567.50"),
     ("1 234 567", "1234567.00"), ("", None)],
)  # fmt: skip
def test_decimals_come_with_a_comma_or_a_dot(written, meant, tmp_path):
    found = read_made(Made(projects=[project(totalCost=written)]), tmp_path)

    assert found["project"][0].total_cost == meant


def test_breaks_inside_a_quotation_stay_in_the_objective(tmp_path):
    found = read_made(Made(projects=[project(objective="One.\nTwo.\n")]), tmp_path)

    assert found["project"][0].objective == "One.\nTwo."


def test_an_older_programme_has_fewer_columns_and_its_first_day_stands_for_the_signature(tmp_path):
    older = ["rcn", "id", "acronym", "status", "programme", "topics", "frameworkProgramme", "title", "startDate",
             "endDate", "objective", "totalCost", "ecMaxContribution", "call", "fundingScheme", "coordinator"]  # fmt: skip
    row = project(frameworkProgramme="FP7", programme="FP7-ENVIRONMENT")
    made = Made(projects=[row], topics=None, concepts=None, headers={"project.csv": older})

    found = read_made(made, tmp_path)["project"][0]

    assert (found.programme, found.legal_basis, found.topic) == (
        "FP7",
        "FP7-ENVIRONMENT",
        "HORIZON-TEST-2022-01",
    )
    assert (found.signed_on, found.signed_is_start) == ("2023-06-01", True)


def test_a_day_of_signature_is_not_marked(tmp_path):
    found = read_made(Made(), tmp_path)["project"][0]

    assert (found.signed_on, found.signed_is_start) == ("2023-05-02", False)


def test_files_of_old_carry_the_programme_in_their_names(tmp_path):
    headers = {"project.csv": [name for name in PROJECT if name not in {"frameworkProgramme", "legalBasis"}]}
    made = Made(projects=[project(topics="SC5-2016")], topics=None, headers=headers)
    folder = tmp_path / "old"
    folder.mkdir()
    for name, content in made.files().items():
        (folder / f"cordis-h2020{name.replace('project', 'projects')}").write_bytes(content)

    assert rows_of(folder)["about"][0].programme == "H2020"


def test_old_files_call_the_pic_an_id(tmp_path):
    older = ["projectRcn", "projectID", "role", "id", "name", "activityType", "country", "organizationUrl"]
    made = Made(bodies=[body() | {"id": "910000001"}], headers={"organization.csv": older})

    found = read_made(made, tmp_path)["body"][0]

    assert (found.pic, found.vat, found.sme, found.latitude) == ("910000001", "", None, None)


@pytest.mark.parametrize(
    ("written", "role"),
    [("coordinator", "coordinator"), ("participant", "participant"), ("associatedPartner", "associated"),
     ("partner", "associated"), ("thirdParty", "third_party"), ("thirdPartyInternational", "third_party"),
     ("HOST", "other"), ("", "other")],
)  # fmt: skip
def test_roles_become_ours(written, role, tmp_path):
    found = read_made(Made(bodies=[body(role=written)]), tmp_path)

    assert found["participation"][0].role == role


def test_an_associated_partner_is_given_nothing_rather_than_zero(tmp_path):
    row = body(role="associatedPartner", ecContribution="", netEcContribution="0.0")

    assert read_made(Made(bodies=[row]), tmp_path)["participation"][0].contribution is None


def test_what_a_body_received_is_the_net_amount(tmp_path):
    assert read_made(Made(bodies=[body()]), tmp_path)["participation"][0].contribution == "90000.25"


def test_one_body_may_have_two_roles_in_a_project(tmp_path):
    found = read_made(Made(bodies=[body(), body(role="thirdParty")]), tmp_path)

    assert [row.role for row in found["participation"]] == ["coordinator", "third_party"]
    assert len(found["body"]) == 1


def test_a_body_named_twice_in_one_role_is_added_up_and_noted(tmp_path):
    left = body(netEcContribution="10.0", order="7", endOfParticipation="true")

    found = read_made(Made(bodies=[body(), left]), tmp_path)

    [row] = found["participation"]
    assert (row.contribution, row.position, row.has_left) == ("90010.25", 1, False)
    assert found["note"][0].times == 1
    assert found["note"][0].line == 3


def test_the_most_recent_project_says_what_a_body_is_called(tmp_path):
    made = Made(
        projects=[project(1, ecSignatureDate="2024-01-01"), project(2, ecSignatureDate="2022-01-01")],
        bodies=[body(1, 1, name="NEW NAME", street=""), body(1, 2, name="OLD NAME", city="OLD TOWN")],
    )

    [found] = read_made(made, tmp_path)["body"]

    assert (found.name, found.city, found.street) == ("NEW NAME", "FERRARA", "VIA DELL ARGINE 1")


@pytest.mark.parametrize(
    ("column", "written", "ours", "read_as"),
    [("country", "EL", "country", "EL"), ("country", "UK", "country", "UK"), ("country", "Greece", "country", ""),
     ("nutsCode", "el431", "nuts", "EL431"), ("nutsCode", "!", "nuts", ""),
     ("geolocation", "44.5, 11.25", "latitude", 44.5), ("geolocation", "(44.5,11.25)", "longitude", 11.25),
     ("geolocation", "444,11", "latitude", None), ("geolocation", "nan,nan", "latitude", None),
     ("organizationURL", "canneto.example.org/it", "website", "http://canneto.example.org/it"),
     ("organizationURL", "HTTPS://Canneto.example.org", "website", "https://Canneto.example.org"),
     ("organizationURL", "javascript:alert(1)", "website", ""), ("organizationURL", "not a page", "website", ""),
     ("vatNumber", "it 900-000.000 01", "vat", "IT90000000001"), ("vatNumber", "90000000001", "vat", "IT90000000001"),
     ("vatNumber", "NOTAPPLICABLE", "vat", ""), ("organisationID", "910000001.0", "pic", "910000001"),
     ("name", "x" * 400, "name", "x" * 299 + "…"), ("name", "A\u200bB \x07 C", "name", "AB C"),
     ("SME", "perhaps", "sme", None), ("postCode", "9" * 30, "postcode", "9" * 19 + "…")],
)  # fmt: skip
def test_what_a_cell_says(column, written, ours, read_as, tmp_path):
    [found] = read_made(Made(bodies=[body(**{column: written})]), tmp_path)["body"]

    assert getattr(found, ours) == read_as


def test_what_cannot_be_read_is_noted_with_its_line(tmp_path):
    found = read_made(Made(projects=[project(), project(2, endDate="soon")]), tmp_path)

    assert [(note.file, note.line, note.sample) for note in found["note"]] == [("project.csv", 3, "soon")]


def test_a_body_without_a_pic_is_known_by_its_vat_number_and_without_either_left_out(tmp_path):
    nobody = body(3, organisationID="", vatNumber="")
    found = read_made(Made(bodies=[body(organisationID=""), nobody]), tmp_path)

    assert [row.key for row in found["body"]] == ["vat:IT90000000001"]
    assert "left out" in found["note"][0].what


def test_rows_about_unknown_projects_are_left_out_and_noted(tmp_path):
    found = read_made(Made(bodies=[body(), body(2, 77)]), tmp_path)

    assert len(found["participation"]) == 1
    assert found["note"][0].what == "participation in an unknown project, left out"


def test_a_project_named_twice_is_kept_once(tmp_path):
    found = read_made(Made(projects=[project(), project(title="Again")]), tmp_path)

    assert [row.title for row in found["project"]] == ["Rivers that clean themselves, part 1"]


def test_fields_of_science_come_once_each(tmp_path):
    made = Made(projects=[project(), project(2)])
    made.concepts = [*(made.concepts or []), (made.concepts or [])[0] | {"projectID": "900000002"}]

    found = read_made(made, tmp_path)

    assert len(found["concept"]) == 1
    assert len(found["project_concept"]) == 2


def test_topics_have_titles_and_experts_keywords_from_a_file_of_their_own(tmp_path):
    file = tmp_path / "call-topics.csv"
    file.write_text('topic,title,keywords\nT-1,"Slow, clean water","reeds|  willows|"\n')

    [(table, row)] = list(read_topics_file(str(file)))

    assert (table, row) == ("topic", ["T-1", "Slow, clean water", "reeds | willows"])


def test_the_newest_day_of_the_files_is_the_day_of_the_data_set(tmp_path):
    assert read_made(Made(), tmp_path)["about"][0].newest == "2024-02-03"


def test_legal_bases_may_stand_in_a_file_of_their_own(tmp_path):
    headers = {"project.csv": [name for name in PROJECT if name != "legalBasis"]}
    folder = Made(headers=headers).folder(tmp_path / "d")
    rows = "projectID;legalBasis;title;uniqueProgrammePart\n900000001;X.1;a;\n900000001;X.2;b;true\n"
    (folder / "legalBasis.csv").write_text(rows)

    assert rows_of(folder)["project"][0].legal_basis == "X.2"


@pytest.mark.parametrize("file", ["project.csv", "organization.csv"])
def test_a_missing_column_is_named(file, tmp_path):
    made = Made(headers={file: ["title", "projectID", "name"] if file != "project.csv" else ["title"]})

    with pytest.raises(Unreadable, match="There is no column") as refusal:
        read_made(made, tmp_path)

    assert (refusal.value.file, refusal.value.line) == (file, 1)
