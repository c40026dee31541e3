"""A new installation is founded once, by a command or with the one-time secret in a browser."""

from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from convivio.activity.models import OutboxMessage, Trace
from convivio.clusters import first_run
from convivio.clusters.founding import ClusterWanted, NetworkWanted, found_cluster, found_network
from convivio.clusters.models import Cluster, MembershipCategory, Network, Office
from convivio.clusters.standard_categories import STANDARD
from convivio.clusters.tests.factories import NetworkFactory, coordinator, office_of
from convivio.kernel.errors import BadInput, NotAllowed, WrongState
from convivio.people.acting import acting_as
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
WANTED = NetworkWanted(
    "La rete",
    "The network",
    "Anna@rete.example",
    (ClusterWanted("Salute", "Health", "ufficio@salute.example"),),
)
PAGE = {
    "italian": "La rete",
    "english": "",
    "coordinator": "anna@rete.example",
    "cluster-TOTAL_FORMS": "3",
    "cluster-INITIAL_FORMS": "0",
    "cluster-0-italian": "Salute",
    "cluster-0-office": "ufficio@salute.example",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path


def test_a_network_is_founded_with_categories_offices_letters_and_trace() -> None:
    found_network(WANTED)

    offices = Office.objects.values_list("person__email", "kind")
    assert set(offices) == {
        ("anna@rete.example", "coordinator"),
        ("ufficio@salute.example", "cluster_office"),
    }
    assert MembershipCategory.objects.count() == len(STANDARD)
    assert OutboxMessage.objects.count() == 2
    verbs = Trace.objects.values_list("verb", flat=True)
    assert sorted(verbs) == ["cluster.founded", "network.founded", "office.given", "office.given"]


def test_an_installation_has_one_network() -> None:
    found_network(WANTED)

    with pytest.raises(WrongState):
        found_network(WANTED)

    assert Network.objects.count() == 1


def test_an_address_that_is_none_founds_nothing() -> None:
    with pytest.raises(BadInput):
        found_network(NetworkWanted("La rete", "", "nobody"))

    assert not Network.objects.exists()


def test_the_coordinator_adds_a_cluster_and_nobody_else() -> None:
    network = NetworkFactory.create()
    anna = acting_as(coordinator())
    first = found_cluster(ClusterWanted("Energia", "Energy"), network, by=anna)
    second = found_cluster(ClusterWanted("Energia", ""), network, by=anna)

    assert (first.slug, second.slug, str(second.name["en"])) == ("energia", "energia-2", "Energia")
    with pytest.raises(NotAllowed):
        found_cluster(ClusterWanted("Altro", ""), network, by=acting_as(office_of(first)))


def test_the_page_asks_for_the_secret_first(client: Client) -> None:
    first_run.set_up_address()

    for secret in ("", "wrong"):
        answer = client.post("/setup/", {**PAGE, "secret": secret})
        assert "cluster-0-italian" not in answer.content.decode()

    assert not Network.objects.exists()


def test_the_page_founds_once_and_is_gone(client: Client) -> None:
    secret = first_run.set_up_address().partition("secret=")[2]
    assert client.get("/setup/", {"secret": secret}).status_code == 200

    done = client.post("/setup/", {**PAGE, "secret": secret})

    assert (done.status_code, Cluster.objects.get().slug) == (200, "salute")
    assert client.post("/setup/", {**PAGE, "secret": secret}).status_code == 404
    assert (first_run.path().exists(), first_run.set_up_address()) == (False, "")


def test_the_page_keeps_what_was_typed(client: Client) -> None:
    secret = first_run.set_up_address().partition("secret=")[2]

    answer = client.post("/setup/", {**PAGE, "coordinator": "nobody", "secret": secret})

    assert answer.status_code == 422
    assert "La rete" in answer.content.decode()


def test_the_coordinators_page_adds_a_cluster(client: Client) -> None:
    client.force_login(coordinator())

    answer = client.post("/clusters/new/", {"italian": "Energia", "english": "Energy"})
    empty = client.post("/clusters/new/", {"italian": " "})

    assert (answer.status_code, answer["Location"], empty.status_code) == (302, "/clusters/energia/", 422)


def test_the_page_says_that_one_of_the_names_is_needed(client: Client) -> None:
    client.force_login(coordinator())
    client.cookies["django_language"] = "en"

    page = client.get("/clusters/new/").content.decode()

    assert "One of the two names is needed" in page
    assert page.count("if you like") == 1


def test_the_command_founds_and_says_what_lacks() -> None:
    with pytest.raises(CommandError, match="--network-it"):
        call_command("setup")
    with pytest.raises(CommandError, match="bad_input"):
        call_command("setup", network_it="Rete", coordinator="a@b.example", office=["x=c@d.example"])

    cluster = ["salute=Salute/Health", "Energia"]
    call_command(
        "setup", network_it="Rete", coordinator="a@b.example", cluster=cluster, office=["salute=c@d.example"]
    )

    assert set(Cluster.objects.values_list("slug", flat=True)) == {"salute", "energia"}
    assert Office.objects.filter(cluster__slug="salute").count() == 1


def test_an_office_tries_the_mail_and_nobody_else(client: Client) -> None:
    client.force_login(PersonFactory.create())
    assert client.post("/mail/").status_code == 403
    client.force_login(coordinator())

    answer = client.post("/mail/")

    assert (answer.status_code, len(mail.outbox)) == (200, 1)
    assert mail.outbox[0].to == [str(getattr(answer.wsgi_request.user, "email", ""))]
