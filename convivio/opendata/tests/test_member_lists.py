"""An office brings its member list by hand: columns, every row, and back again if it was the wrong file."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.clusters.models import Cluster, Membership
from convivio.clusters.tests.factories import ClusterFactory, coordinator, office_of
from convivio.opendata import actions
from convivio.opendata.errors import CannotBeTakenBack, FileIsGone, FileIsTakenIn
from convivio.opendata.members.tests import files
from convivio.opendata.models import MemberList
from convivio.opendata.sent_files import forget_late_files
from convivio.organisations.models import LikelyDouble, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


@pytest.fixture
def anna(cluster: Cluster) -> Person:
    return office_of(cluster)


@pytest.fixture
def desk(client: Client, anna: Person) -> Client:
    client.force_login(anna)
    client.cookies["django_language"] = "en"
    return client


def send(desk: Client, cluster: Cluster, content: bytes = files.as_csv(), name: str = "soci.csv") -> Any:
    form = {"cluster": cluster.pk, "file": SimpleUploadedFile(name, content)}
    return desk.post(reverse("opendata:members"), form)


def sent_by(person: Person, cluster: Cluster, content: bytes = files.as_csv()) -> tuple[MemberList, Acting]:
    acting = acting_as(person)
    return actions.send_list(SimpleUploadedFile("soci.csv", content), cluster, acting=acting), acting


def choice(*names: str) -> dict[str, str]:
    """Fill in the form of six columns: these fields, and the rest left out."""
    return {f"column_{place}": name for place, name in enumerate((*names, *["-"] * (6 - len(names))))}


def address(name: str, sent: MemberList | None = None) -> str:
    return reverse(f"opendata:{name}", args=[(sent or MemberList.objects.get()).token])


def test_a_list_goes_from_the_file_to_the_members(desk: Client, cluster: Cluster) -> None:
    assert send(desk, cluster).headers["Location"] == address("columns")
    columns = choice("name", "vat", "kind", "city", "province")
    assert desk.post(address("columns"), columns).headers["Location"] == address("preview")
    assert b"Officina Panaro" in desk.get(address("preview")).content

    desk.post(address("confirmation"))

    assert Membership.objects.filter(cluster=cluster).count() == 2
    assert b"New organisations" in desk.get(address("result")).content


def test_the_trace_says_that_the_office_did_it(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)

    actions.take_in_list(sent, acting=acting)

    entry = Trace.objects.get()
    assert (entry.verb, entry.person, entry.acting_for) == ("members.taken_in", anna.key, cluster.key)
    assert sent.reading is not None
    assert entry.because == f"reading:{sent.reading.pk}"


def test_a_preview_writes_nothing(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster)

    desk.get(address("preview"))

    assert not Organisation.objects.exists()


def test_a_person_may_say_that_a_likely_double_is_the_same_body(desk: Client, cluster: Cluster) -> None:
    known = OrganisationFactory.create(name="Officina Panaro srl", city="Modena")
    send(desk, cluster, files.as_csv([files.ROWS[0]]))
    assert b"It looks like" in desk.get(address("preview")).content

    desk.post(address("preview"), {"asked": "2", "same": "2"})
    desk.post(address("confirmation"))

    assert Organisation.objects.get() == known
    assert not LikelyDouble.objects.exists()


def test_an_answer_on_no_line_changes_nothing(desk: Client, cluster: Cluster) -> None:
    address = send(desk, cluster).url.replace("columns/", "")

    answer = desk.post(address, {"same": ["9" * 5000, "²", "x"], "asked": ["9" * 30]})

    assert answer.status_code == 302
    assert MemberList.objects.get().same == []


def test_an_answer_can_be_taken_back(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster)
    desk.post(address("preview"), {"asked": ["2", "3"], "same": ["2", "3"]})

    desk.post(address("preview"), {"asked": "2"})

    assert MemberList.objects.get().same == [3]


BAD = {
    "pdf": (b"%PDF-1.7", "members.csv", "This is a PDF"),
    "cut short": (files.as_xlsx()[:-100], "members.xlsx", "damaged, or cut short"),
    "empty": (b"", "members.csv", "empty"),
    "only titles": (b"name\n", "members.csv", "no rows below the titles"),
    "another ending": (files.as_csv(), "members.pdf", "neither a CSV nor an XLSX"),
    "too large": (b"name\n" + b"Alfa\n" * 1_100_000, "members.csv", "larger than 5 MB"),
}


@pytest.mark.parametrize(("content", "name", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_place_and_not_kept(
    desk: Client, cluster: Cluster, content: bytes, name: str, sentence: str
) -> None:
    answer: HttpResponse = send(desk, cluster, content, name)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not MemberList.objects.exists()
    assert not list(MemberList(token="any").path.parent.glob("*"))


def test_columns_without_a_name_keep_what_was_chosen(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster)

    answer = desk.post(address("columns"), choice("city"))

    assert answer.status_code == 422
    assert b"No column is the name" in answer.content


def test_one_field_has_one_column(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster)

    answer = desk.post(address("columns"), choice("name", "name"))

    assert "Two columns are “Name”" in answer.content.decode()


def test_a_list_whose_columns_were_not_known_asks_for_them(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster, b"Chi;Dove\nAlfa;Modena\n")

    assert desk.get(address("preview")).headers["Location"] == address("columns")


def test_others_do_not_see_a_list(desk: Client, cluster: Cluster) -> None:
    send(desk, cluster)
    desk.force_login(office_of(cluster))

    assert {desk.get(address(page)).status_code for page in ("columns", "preview", "result")} == {404}
    assert {desk.post(address(page)).status_code for page in ("confirmation", "taking_back")} == {404}


def test_who_no_longer_keeps_the_office_no_longer_sees_the_list(
    desk: Client, anna: Person, cluster: Cluster
) -> None:
    send(desk, cluster)
    office_of_another = ClusterFactory.create()
    anna.offices.update(cluster=office_of_another)

    assert desk.get(address("preview")).status_code == 404


def test_only_an_office_may_bring_a_list(client: Client, cluster: Cluster) -> None:
    client.force_login(coordinator())
    assert client.get(reverse("opendata:members")).status_code == 403

    client.force_login(office_of(ClusterFactory.create()))
    assert send(client, cluster).status_code == 422


def test_who_has_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get(reverse("opendata:members"))

    assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)


def test_a_list_is_taken_in_once(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    as_read_by_another = MemberList.objects.get(pk=sent.pk)
    actions.take_in_list(sent, acting=acting)

    with pytest.raises(FileIsTakenIn):
        actions.take_in_list(as_read_by_another, acting=acting)


def test_what_was_just_made_can_be_taken_back(desk: Client, anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    actions.take_in_list(sent, acting=acting)

    desk.post(address("taking_back"))

    assert not Organisation.objects.exists()
    assert not Membership.objects.exists()
    assert Trace.objects.last().facts == {"memberships": 2, "organisations": 2}  # type: ignore[union-attr]


def test_an_organisation_that_somebody_uses_stays(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    actions.take_in_list(sent, acting=acting)
    used = MandateFactory.create(organisation=Organisation.objects.earliest("pk")).organisation

    assert actions.take_back_list(sent, acting=acting) == (2, 1)

    assert Organisation.objects.get() == used


def test_after_an_hour_it_stays(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    actions.take_in_list(sent, acting=acting)

    with time_machine.travel(now() + timedelta(minutes=61)), pytest.raises(CannotBeTakenBack):
        actions.take_back_list(sent, acting=acting)

    assert Organisation.objects.count() == 2


def test_it_is_taken_back_once(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    actions.take_in_list(sent, acting=acting)
    actions.take_back_list(sent, acting=acting)

    with pytest.raises(CannotBeTakenBack):
        actions.take_back_list(sent, acting=acting)


def test_the_file_goes_when_the_list_is_taken_in(
    anna: Person, cluster: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    sent, acting = sent_by(anna, cluster)
    assert sent.path.exists()

    with django_capture_on_commit_callbacks(execute=True):
        actions.take_in_list(sent, acting=acting)

    assert not sent.path.exists()


def test_a_list_that_nobody_took_in_is_forgotten_after_a_day(anna: Person, cluster: Cluster) -> None:
    sent, _ = sent_by(anna, cluster)

    assert forget_late_files(now() + timedelta(hours=23)) == 0
    assert forget_late_files(now() + timedelta(hours=25)) == 1

    assert not sent.path.exists()
    assert not MemberList.objects.exists()


def test_a_list_whose_file_is_gone_says_so(anna: Person, cluster: Cluster) -> None:
    sent, acting = sent_by(anna, cluster)
    sent.path.unlink()

    with pytest.raises(FileIsGone):
        actions.take_in_list(sent, acting=acting)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_our_sample_can_be_taken_in_as_it_is(desk: Client, cluster: Cluster, ending: str) -> None:
    content = desk.get(reverse("opendata:sample", args=[ending])).content
    send(desk, cluster, content, f"sample.{ending}")

    desk.post(address("confirmation"))

    assert Membership.objects.count() == 3
    assert Organisation.objects.get(identifiers__value="IT01234567897").city == "Modena"


def test_there_is_no_sample_of_another_kind(desk: Client) -> None:
    assert desk.get(reverse("opendata:sample", args=["pdf"])).status_code == 404
