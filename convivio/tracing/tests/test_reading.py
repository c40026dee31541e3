"""Who reads what of the trace."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.activity.sealing import seal
from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Office
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, coordinator, office_of
from convivio.consortia.models import Consortium
from convivio.kernel.actors import Actor
from convivio.memberships.models import State
from convivio.memberships.tests.factories import ApplicationFactory, application_in
from convivio.office.tests.factories import keeper, member, person_of
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import acting_as
from convivio.people.models import Person
from convivio.people.privacy.erasing import erase
from convivio.people.tests.factories import PersonFactory
from convivio.tracing.asking import Asked, entries
from convivio.tracing.permissions import reads_trace
from convivio.tracing.sights import sight_of

pytestmark = pytest.mark.django_db
TRACE = "/trace/"


def auditor() -> Person:
    return OfficeFactory.create(of_network=True, kind=Office.Kind.AUDITOR).person


def editor(organisation: Organisation) -> Person:
    return person_of(organisation, Mandate.Right.EDIT)


def told(verb: str, subject: object, by: Actor | None = None, **more: object) -> Trace:
    with transaction.atomic():
        return record(verb, subject, by=by, **more)  # type: ignore[arg-type]


def read_by(reader: Person, **asked: object) -> list[str]:
    acting = acting_as(reader)
    found = entries(sight_of(acting), Asked(reader=acting.reader, **asked))  # type: ignore[arg-type]
    return [entry.verb for entry in found]


# Sights


def test_the_auditor_reads_everything():
    told("consent.given", PersonFactory.create())
    told("note.written", ClusterFactory.create())
    told("never.declared", "thing:1")

    assert read_by(auditor()) == ["never.declared", "note.written", "consent.given"]


def test_an_office_reads_of_its_cluster_and_of_no_other():
    cluster, other = ClusterFactory.create(), ClusterFactory.create()
    for one in (cluster, other):
        told("note.written", one, keeper(one), because=member(one))

    assert read_by(office_of(cluster)) == ["note.written"]
    assert Trace.objects.count() == 2


def test_an_office_reads_what_its_members_do_within_the_cluster():
    cluster = ClusterFactory.create()
    by = acting_as(editor(member(cluster)))
    sent = application_in(State.SENT, cluster)

    told("application.withdrawn", sent, by)
    told("organisation.changed", OrganisationFactory.create(), by)

    assert read_by(office_of(cluster)) == ["application.withdrawn"]


def test_what_nobody_has_sent_yet_is_the_applicant_s_own():
    cluster = ClusterFactory.create()
    draft = ApplicationFactory.create(cluster=cluster)

    told("application.begun", draft, because=cluster)
    told("application.taken_up", draft)

    assert read_by(office_of(cluster)) == []
    assert len(read_by(auditor())) == 2


def test_who_keeps_two_offices_takes_nothing_from_one_to_the_other():
    cluster, other = ClusterFactory.create(), ClusterFactory.create()
    both = office_of(cluster)
    OfficeFactory.create(person=both, cluster=other)

    told("view.saved", other, acting_as(both, cluster.key))

    assert read_by(office_of(cluster)) == []
    assert read_by(office_of(other)) == ["view.saved"]


def test_the_coordinator_reads_of_the_network_and_nothing_inside_a_cluster():
    who, cluster = coordinator(), ClusterFactory.create()
    told("cluster.founded", cluster, acting_as(who), because=cluster.network)
    told("note.written", cluster, keeper(cluster))
    told("dues.asked", cluster, acting_as(who))

    assert read_by(who) == ["cluster.founded"]


def test_an_organisation_s_people_read_of_it_but_not_what_an_office_notes_about_it():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    told("accreditation.granted", organisation)
    told("note.written", cluster, keeper(cluster), because=organisation)
    told("partner.picked", organisation, acting_as(editor(OrganisationFactory.create())))

    assert read_by(editor(organisation)) == ["accreditation.granted"]


def test_what_somebody_does_for_themself_is_read_by_the_auditor_alone():
    organisation = OrganisationFactory.create()
    person = editor(organisation)

    told("erasure.asked", person, acting_as(person))

    assert read_by(person) == []
    assert read_by(auditor()) == ["erasure.asked"]


@pytest.mark.parametrize("kind", [Office.Kind.BOARD, Office.Kind.FACILITATOR])
def test_who_has_no_part_in_it_finds_no_trace(client: Client, kind: str):
    client.force_login(OfficeFactory.create(kind=kind).person)

    assert client.get(TRACE).status_code == 404
    assert client.get("/trace/1/").status_code == 404


def test_the_trace_stands_in_the_rail_of_those_who_read_of_it():
    readers = [
        auditor(),
        coordinator(),
        office_of(ClusterFactory.create()),
        editor(OrganisationFactory.create()),
    ]
    others = [PersonFactory.create(), OfficeFactory.create(kind=Office.Kind.BOARD).person]

    assert [in_the_rail(one) for one in readers] == [True] * 4
    assert [in_the_rail(one) for one in (*others, None)] == [False] * 3


def in_the_rail(who: Person | None) -> bool:
    request = HttpRequest()
    request.acting = acting_as(who)  # type: ignore[attr-defined]
    return reads_trace(request)


# Narrowing


@pytest.fixture
def several() -> tuple[Cluster, Organisation]:
    cluster = ClusterFactory.create()
    organisation = member(cluster, name="Officina Aurora")
    told("organisation.changed", organisation, acting_as(editor(organisation)))
    told("dues.paid", "dues_payment:1", keeper(cluster), because=cluster)
    told("dues.asked", cluster, keeper(cluster))
    return cluster, organisation


@pytest.mark.parametrize(
    ("asked", "verbs"),
    [
        ({"kind": "dues."}, ["dues.asked", "dues.paid"]),
        ({"kind": "dues.paid"}, ["dues.paid"]),
        ({"kind": "never."}, []),
        ({"organisation": "aurora"}, ["organisation.changed"]),
        ({"organisation": "nobody"}, []),
        ({"thing": "dues_payment:1"}, ["dues.paid"]),
        ({"thing": "dues_payment:1", "kind": "dues.asked"}, []),
        ({"from_on": localdate(), "until_on": localdate()}, ["dues.asked", "dues.paid", "organisation.changed"]),
        ({"from_on": localdate().replace(year=2999)}, []),
        ({"until_on": localdate().replace(year=2001)}, []),
    ],
)  # fmt: skip
def test_it_is_narrowed(several: object, asked: dict[str, object], verbs: list[str]):
    assert read_by(auditor(), **asked) == verbs


def test_it_is_narrowed_to_somebody(several: tuple[Cluster, Organisation]):
    person = PersonFactory.create(name="Livia Trentini")
    told("organisation.confirmed", several[1], acting_as(person))

    assert read_by(auditor(), person="trentini") == ["organisation.confirmed"]


def test_narrowing_opens_nothing_else(several: tuple[Cluster, Organisation]):
    cluster, _organisation = several
    stranger = office_of(ClusterFactory.create())

    assert read_by(stranger, thing=cluster.key) == []
    assert read_by(stranger, kind="dues.") == []
    assert read_by(stranger, organisation="aurora") == []


def test_pages_follow_by_number_and_lose_nothing(client: Client):
    organisation = OrganisationFactory.create()
    for _ in range(120):
        told("organisation.confirmed", organisation)
    client.force_login(editor(organisation))
    shown, before = [], ""
    while True:
        page = client.get(TRACE, {"before": before} if before else {}).context
        shown += [line.number for line in page["lines"]]
        if not (before := page["older"]):
            break

    assert shown == list(Trace.objects.order_by("-number").values_list("number", flat=True))


# Pages


def test_the_page_says_it_in_words_in_both_languages(client: Client):
    organisation = OrganisationFactory.create(name="Officina Aurora")
    told("organisation.changed", organisation, acting_as(PersonFactory.create(name="Livia Trentini")))
    client.force_login(auditor())

    for language, words in (("en", "changed the profile of"), ("it", "ha cambiato il profilo di")):
        page = client.get(TRACE, headers={"accept-language": language}).content.decode()
        assert f"Livia Trentini {words} Officina Aurora" in page


def test_somebody_who_was_erased_has_no_name(client: Client):
    organisation, person = OrganisationFactory.create(), PersonFactory.create(name="Livia Trentini")
    told("organisation.changed", organisation, acting_as(person))
    erase(person, by=None, why="asked")
    client.force_login(auditor())

    page = client.get(TRACE, headers={"accept-language": "en"}).content.decode()

    assert "A person who was erased changed the profile" in page
    assert "Trentini" not in page


def test_the_chain_of_causes_is_told_step_by_step(client: Client):
    organisation = OrganisationFactory.create()
    person = editor(organisation)
    by = acting_as(person)
    asked = told("question.asked", "question:1", by, because="call:9")
    begun = told("consortium.begun", "consortium:1", by, because="question:1")
    named = told("consortium.renamed", "consortium:2", by, because="consortium:1")
    client.force_login(person)

    page = client.get(reverse("tracing:entry", args=[named.number])).context

    assert [line.number for line in page["causes"]] == [asked.number, begun.number]
    assert page["origin"].endswith(" 9)")


def test_a_step_that_one_may_not_see_ends_the_chain(client: Client):
    organisation = OrganisationFactory.create()
    told("question.asked", "question:1", acting_as(editor(OrganisationFactory.create())))
    seen = told("consortium.begun", "consortium:1", acting_as(editor(organisation)), because="question:1")
    client.force_login(editor(organisation))

    assert client.get(reverse("tracing:entry", args=[seen.number])).context["causes"] == []


def test_a_name_that_one_may_not_see_is_a_number(client: Client):
    table = Consortium.objects.create(name="Respiro", owner="organisation:0", audience="organisation:0")
    told("consortium.renamed", table)
    client.force_login(auditor())

    page = client.get(TRACE).content.decode()

    assert "Respiro" not in page
    assert f" {table.pk})" in page


def test_an_entry_of_another_answers_like_none(client: Client):
    cluster = ClusterFactory.create()
    entry = told("note.written", cluster, keeper(cluster))
    client.force_login(office_of(ClusterFactory.create()))
    client.get("/")  # what is drawn once for all pages is drawn here

    found, missing = (client.get(f"/trace/{number}/") for number in (entry.number, entry.number + 999))

    assert (found.status_code, missing.status_code) == (404, 404)
    assert [one.name for one in found.templates] == [one.name for one in missing.templates]


@pytest.mark.parametrize(("who", "counts"), [(auditor, 1), (coordinator, 1), (None, 0)])
def test_totals_are_for_the_network_s_offices(client: Client, who: object, counts: int, tmp_path, settings):
    settings.HOME = tmp_path
    told("cluster.founded", ClusterFactory.create())
    seal()
    told("cluster.founded", ClusterFactory.create())
    client.force_login(who() if callable(who) else office_of(ClusterFactory.create()))

    page = client.get(TRACE, headers={"accept-language": "en"}).content.decode()

    assert page.count("1 entry is sealed, 1 came after.") == counts
    assert "Last checkpoint" in page


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_is_taken_away_as_it_is_shown(client: Client, several: object, ending: str):
    client.force_login(auditor())

    answer = client.get(reverse("tracing:entries_file", args=[ending]), {"kind": "dues.paid"})

    assert answer.status_code == 200
    if ending == "csv":
        assert answer.content.decode().count("\n") == 2
    assert client.get("/trace/entries.pdf").status_code == 404


def test_days_the_wrong_way_round_are_refused_with_what_was_typed(client: Client):
    client.force_login(auditor())

    page = client.get(TRACE, {"from_on": "2026-05-02", "until_on": "2026-05-01"}).content.decode()

    assert "2026-05-02" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("who", [auditor, coordinator, lambda: office_of(Cluster.objects.get(slug="salute"))])
def test_a_page_takes_at_most_twelve_questions(client: Client, who):
    cluster = ClusterFactory.create(slug="salute")
    for _ in range(60):
        organisation = member(cluster)
        told("note.written", cluster, keeper(cluster), because=organisation)
        told("accreditation.granted", organisation, acting_as(coordinator()))
        told("cluster.founded", cluster, because=cluster.network)
    client.force_login(who())

    with CaptureQueriesContext(connection) as asked:
        assert client.get(TRACE).status_code == 200

    assert len(asked) <= 12
