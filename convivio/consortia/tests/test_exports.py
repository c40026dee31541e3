import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from convivio.activity.models import Trace
from convivio.consortia.actions import set_aside, share_budget
from convivio.consortia.models import Consortium
from convivio.consortia.tests.factories import SeatFactory, laid_table, reader_of
from convivio.consortia.verdicts import judge_consortium
from convivio.organisations.models import Kind
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    IdentifierFactory,
    OrganisationFactory,
)
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db
POR = "por-fesr-1-2-2-2018"
REASON = {"kind": "past_work", "text": "It coordinated CORALLO.", "url": "/projects/1/"}


def taken_away(table: Consortium, by: Acting, form: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    assert by.person is not None
    client.force_login(by.person)
    return client.post(reverse("consortia:export", args=[table.pk, form]))


@pytest.fixture
def shared() -> tuple[Consortium, Acting]:
    """A laboratory with a PIC and an accreditation, and a company whose name looks like a formula."""
    lead = OrganisationFactory.create(name="Laboratorio Argilla", kind=Kind.LABORATORY)
    IdentifierFactory.create(organisation=lead, value="999111222")
    AccreditationFactory.create(organisation=lead)
    firm = OrganisationFactory.create(name='=HYPERLINK("http://evil.example")', kind=Kind.SME)
    table, by = laid_table(lead, firm, rule_set=POR, name="Osso che si scioglie")
    first, second = table.seats.all()
    table.seats.filter(pk=second.pk).update(reasons=[REASON])
    shares = {first.pk: Decimal(100_000), second.pk: Decimal("50000.50")}
    share_budget(table, Decimal("150000.50"), shares, revision=1, by=by)
    return table, by


def test_the_workbook_opens_with_partners_rules_and_trail(shared: tuple[Consortium, Acting]) -> None:
    book = load_workbook(io.BytesIO(taken_away(*shared, "xlsx").content))

    assert book.sheetnames == ["Partners", "Rules", "Trail", "About"]
    columns, lead, *_others = book["Partners"].iter_rows(values_only=True)
    known = dict(zip(columns, lead, strict=True))
    assert (known["Name"], known["PIC"], known["Rate"]) == ("Laboratorio Argilla", "999111222", 0.7)
    assert (known["Grant, euros"], known["Own funds, euros"]) == (70_000, 30_000)
    assert "High Technology Network" in known["Accreditations"]


def test_the_workbook_says_each_rule_with_verdict_source_and_day(shared: tuple[Consortium, Acting]) -> None:
    sheet = load_workbook(io.BytesIO(taken_away(*shared, "xlsx").content))["Rules"]
    columns, *rules = sheet.iter_rows(values_only=True)
    said = [dict(zip(columns, rule, strict=True)) for rule in rules]

    assert {rule["Verdict"] for rule in said} == {"Met", "Missing", "Unknown"}
    assert all(rule["Source"] and rule["Read on"] for rule in said)


def test_no_name_is_run_as_a_formula(shared: tuple[Consortium, Acting]) -> None:
    table, by = shared
    sheet = load_workbook(io.BytesIO(taken_away(table, by, "xlsx").content))["Partners"]
    rows = list(csv.reader(io.StringIO(taken_away(table, by, "csv").content.decode("utf-8-sig"))))

    assert {cell.data_type for row in sheet.iter_rows() for cell in row}.isdisjoint({"f", "e"})
    assert rows[2][2].startswith("'=HYPERLINK")


def test_the_list_of_partners_names_empty_seats_too(shared: tuple[Consortium, Acting]) -> None:
    table, by = shared
    SeatFactory.create(consortium=table, empty=True, position=9)
    rows = list(csv.reader(io.StringIO(taken_away(table, by, "csv").content.decode("utf-8-sig"))))

    assert [row[2] for row in rows[1:]][-1] == "empty seat"
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_json_says_what_the_page_judges(shared: tuple[Consortium, Acting]) -> None:
    table, by = shared
    data = json.loads(taken_away(table, by, "json").content)
    judgement = judge_consortium(table, table.seats.select_related("organisation"))

    assert judgement is not None
    assert data["valid"] is judgement.valid
    assert {rule["id"]: rule["verdict"] for rule in data["rules"]} == {
        one.rule.id: str(one.outcome) for one in judgement.verdicts
    }
    assert all(rule["source"]["title"] for rule in data["rules"])


def test_the_json_names_partners_by_pic_and_says_why(shared: tuple[Consortium, Acting]) -> None:
    data = json.loads(taken_away(*shared, "json").content)
    lead, firm = data["seats"]

    assert (lead["organisation"], lead["role"], lead["country"]) == ("999111222", "lead", "IT")
    assert firm["organisation"] == firm["key"]
    assert firm["reasons"] == ["It coordinated CORALLO."]


def test_the_money_of_the_json_adds_up_to_the_cent(shared: tuple[Consortium, Acting]) -> None:
    budget = json.loads(taken_away(*shared, "json").content)["budget"]

    assert sum(Decimal(line["cost"]) for line in budget["lines"]) == Decimal(budget["cost"])
    assert sum(Decimal(line["grant"]) for line in budget["lines"]) == Decimal(budget["grant"])


def test_the_keys_of_the_json_stay_as_they_are(shared: tuple[Consortium, Acting]) -> None:
    data = json.loads(taken_away(*shared, "json").content)

    assert data["format"] == "convivio-consortium-1"
    assert " ".join(data) == (
        "format language key address name need call rule_set rule_set_title valid_from valid_until "
        "judged_on valid rules seats empty_seats budget trail revision begun_at changed_at exported_at"
    )
    assert " ".join(data["seats"][0]) == (
        "organisation key name country kind size nuts city website identifiers accreditations role "
        "share rate grant reasons source read_on"
    )


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_taking_away_is_on_record_and_comes_as_a_file(shared: tuple[Consortium, Acting], form: str) -> None:
    answer = taken_away(*shared, form)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="osso-che-si-scioglie.{form}"'
    entry = Trace.objects.newest_first()[0]
    assert (entry.verb, entry.facts) == ("consortium.exported", {"form": form})


def test_whoever_reads_a_table_and_whoever_set_it_aside_may_take_it_away() -> None:
    table, by = laid_table()
    set_aside(table, revision=1, by=by)

    assert taken_away(table, reader_of(table.seats.get().organisation), "json").status_code == 200


def test_there_is_no_other_form(shared: tuple[Consortium, Acting]) -> None:
    assert taken_away(*shared, "docx").status_code == 404
