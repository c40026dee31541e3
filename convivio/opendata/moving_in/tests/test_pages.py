"""The office moves in by hand: sends the workbook, looks, takes it in, takes it back."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from convivio.clusters.models import Cluster, Membership
from convivio.clusters.tests.factories import ClusterFactory, office_of
from convivio.opendata.members.tests import files
from convivio.opendata.models import Workbook
from convivio.opendata.moving_in.columns import SHEETS
from convivio.opendata.moving_in.explaining import EXPLAINED
from convivio.opendata.moving_in.tests import books
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


@pytest.fixture
def desk(client: Client, cluster: Cluster) -> Client:
    client.force_login(office_of(cluster))
    client.cookies["django_language"] = "en"
    return client


def send(desk: Client, cluster: Cluster, content: bytes, name: str = "soci.xlsx") -> Any:
    form = {"cluster": cluster.pk, "file": SimpleUploadedFile(name, content)}
    return desk.post(reverse("opendata:workbooks"), form)


def address(name: str = "workbook", *more: str) -> str:
    return reverse(f"opendata:{name}", args=[Workbook.objects.get().token, *more])


def test_a_workbook_goes_from_the_file_to_the_members_and_back(desk: Client, cluster: Cluster) -> None:
    assert send(desk, cluster, books.one_of_each()).headers["Location"] == address()
    assert b"Officina Panaro" in desk.get(address()).content

    answer = desk.post(address("workbook_confirmation"), {"invites": "on"})

    assert answer.headers["Location"] == address("workbook_result")
    assert b"1 person is invited by letter" in desk.get(address("workbook_result")).content
    assert (Membership.objects.count(), Invitation.objects.count()) == (1, 1)
    desk.post(address("workbook_taking_back"))
    assert b"1 notice is cancelled by a credit" in desk.get(address("workbook_result")).content


def test_what_is_refused_stands_with_its_cell_and_can_be_taken_away(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster, books.book(Soci=[("Beta srl", "123", "PMI", "Modena")]))

    assert "“123” is no VAT number" in desk.get(address()).content.decode()
    table = desk.get(address("workbook_report", "csv")).content.decode()
    assert 'Soci,2,B2,VAT number,"“123” is no VAT number' in table
    assert desk.get(address("workbook_report", "pdf")).status_code == 404


def test_on_a_narrow_screen_each_row_says_what_its_cells_are(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster, books.book(Soci=[("Beta srl", "123")]))

    said = desk.get(address()).content.decode()

    assert said.count("as-lines") == 2
    assert 'data-label="Cell">B2' in said
    assert 'data-label="Refused">1' in said
    assert 'data-label="New" data-empty>0' in said


def test_a_wrong_workbook_is_not_taken_in_until_what_is_wrong_is_left_out(
    desk: Client, cluster: Cluster
) -> None:
    send(desk, cluster, books.book(Soci=[("Beta srl", "123"), ("Gamma srl", "")]))

    answer = desk.post(address("workbook_confirmation"))
    assert answer.status_code == 422
    assert b"1 row is refused, so nothing was written" in answer.content

    desk.post(address("workbook_confirmation"), {"leave_out_refused": "on"})
    assert Organisation.objects.get().name == "Gamma srl"


def test_a_likely_double_is_asked_about(desk: Client, cluster: Cluster) -> None:
    known = OrganisationFactory.create(name="Officina Panaro srl", city="Modena")
    send(desk, cluster, books.book(Soci=[("Officina Panaro srl", "", "PMI", "Modena")]))
    assert b"It looks like" in desk.get(address() + "?sheet=organisations").content

    desk.post(address(), {"asked": "2", "same": "2"})
    desk.post(address("workbook_confirmation"))

    assert Organisation.objects.get() == known


BAD = {
    "cut short": (books.one_of_each()[:-200], "soci.xlsx", "damaged, or cut short"),
    "a PDF": (b"%PDF-1.7", "soci.xlsx", "This is a PDF"),
    "empty": (b"", "soci.xlsx", "empty"),
    "text": (b"nome;mail", "soci.xlsx", "not an XLSX workbook"),
    "another ending": (b"nome;mail", "soci.csv", "not an XLSX workbook"),
    "no sheet of ours": (books.book(Ricette=[("torta",)]), "soci.xlsx", "No sheet is one that we know"),
    "two alike": (books.book(Soci=[], Organizzazioni=[]), "soci.xlsx", "Two sheets are called alike"),
    "another zip": (files.other_zip(), "soci.xlsx", "This is a zip, but not an XLSX workbook"),
    "a bomb": (files.sheet_bomb(), "soci.xlsx", "when unpacked; at most"),
    "entities": (files.laughing_bomb(), "soci.xlsx", "not one that a spreadsheet writes"),
}


@pytest.mark.parametrize(("content", "name", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_place_and_not_kept(
    desk: Client, cluster: Cluster, content: bytes, name: str, sentence: str
) -> None:
    answer = send(desk, cluster, content, name)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Workbook.objects.exists()


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_empty_workbook_comes_back_as_it_went(desk: Client, cluster: Cluster, language: str) -> None:
    desk.cookies["django_language"] = language
    given = desk.get(reverse("opendata:workbook_empty")).content
    assert len(load_workbook(io.BytesIO(given)).worksheets) == 6

    send(desk, cluster, given)
    whole = desk.get(address()).context["whole"]

    assert whole.refused == 0
    assert [one["new"] for one in whole.counts().values()] == [1, 1, 1, 1, 1]
    assert [sheet.left_out for sheet in whole.book.sheets.values()] == [[], [], [], [], []]


def test_every_column_is_explained() -> None:
    assert {code: list(kind.fields) for code, kind in SHEETS.items()} == {
        code: list(columns) for code, columns in EXPLAINED.items()
    }


def test_somebody_else_of_the_office_does_not_open_a_workbook_of_mine(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster, books.one_of_each())
    desk.force_login(office_of(cluster))

    assert desk.get(address()).status_code == 404
