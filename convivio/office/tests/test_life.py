"""A member's page: one question reads its life, and says what the columns of the list say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.consortia.tests.factories import SeatFactory
from convivio.dues.tests.factories import cluster_with_rules, issued, paid
from convivio.dues.tests.factories import keeper as treasurer
from convivio.dues.tests.factories import member as paying_member
from convivio.kernel.audiences import PUBLIC, Reader
from convivio.kernel.translated import in_both
from convivio.matching.models import Pick
from convivio.matching.tests.factories import QuestionFactory
from convivio.office import life
from convivio.office.columns import BY_KEY
from convivio.office.happened import happened_with
from convivio.office.known import known_from
from convivio.office.lines import sheet_of
from convivio.office.models import Addressee, Encounter
from convivio.office.tests.factories import (
    CircularFactory,
    EncounterFactory,
    NoteFactory,
    at_the_office,
    keeper,
    person_of,
)
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import AccreditationFactory
from convivio.people.acting import acting_as
from convivio.trackrecord.tests.factories import project_of
from convivio.vocabulary.models import Place

pytestmark = pytest.mark.django_db
TODAY = localdate()
LIVED = ("accreditations", "owed", "proposals", "projects", "encounters", "last", "last_what")


def lived(cluster, times=1):
    """Make a member that did a bit of everything, `times` times; another member did as much."""
    one, other = (paying_member(cluster, name).organisation for name in ("Ottica Valle", "Altra"))
    for place in range(times):
        on = TODAY - timedelta(days=place)
        for organisation in (one, other):
            EncounterFactory.create(
                cluster=cluster, organisation=organisation, on=on, line=f"Chiamata {place}"
            )
            NoteFactory.create(
                cluster=cluster, organisation=organisation, text=f"Nota {place}", written_at=now()
            )
            project_of(organisation, signed_on=on)
            SeatFactory.create(organisation=organisation, consortium__audience="public")
            signer = person_of(organisation, Mandate.Right.SIGN, name=f"Firma {place}")
    AccreditationFactory.create(organisation=one)
    Pick.objects.create(question=QuestionFactory.create(audience="public"), organisation=one)
    EncounterFactory.create(cluster=cluster, organisation=one, kind=Encounter.Kind.MAIL)
    record("organisation.changed", other, by=acting_as(signer))
    return one


def billed(cluster):
    by = treasurer(cluster)
    for notice in issued(cluster, by):
        paid(cluster, "10.00", by, notice.account)


def page_of(client, cluster, organisation, **asked):
    return at_the_office(client, cluster).get(
        reverse("office:member", args=[cluster.slug, organisation.slug]), asked
    )


@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_member_s_page_says_what_the_columns_of_the_list_say(times):
    cluster = cluster_with_rules()
    organisation = lived(cluster, times) if times else paying_member(cluster).organisation
    if times:
        billed(cluster)
    reader = keeper(cluster).reader

    whole = sheet_of(cluster, reader)
    one = sheet_of(cluster, reader, only=organisation.slug)
    one.known.update(known_from(happened_with(cluster, organisation, reader), organisation.pk, one.day))

    [line] = one.lines
    [listed] = [line for line in whole.lines if line.number == organisation.pk]
    said = {key: BY_KEY[key].shown(one, line) for key in LIVED}
    assert said == {key: BY_KEY[key].shown(whole, listed) for key in LIVED}
    assert (said["owed"] != "–") is bool(times)


def test_every_kind_of_thing_is_told(client):
    cluster = cluster_with_rules()
    organisation = lived(cluster)
    billed(cluster)
    circular = CircularFactory.create(cluster=cluster, sent_at=now())
    for name in ("Ada", "Bruno"):
        Addressee.objects.create(circular=circular, name=name, language="it").organisations.add(organisation)

    told = page_of(client, cluster, organisation).content.decode()

    for said in ("Chiamata 0", "Nota 0", "Firma 0", "avviso 20", "Pagati 10", "Tre bandi", "Ada, Bruno"):
        assert said in told, said


def test_as_many_questions_for_ten_rows_as_for_two_hundred(client):
    Place.objects.create(code="IT", name=in_both("Italia", "Italy"), level=0)
    few, many = cluster_with_rules(), cluster_with_rules()
    pages = {cluster: lived(cluster, times) for cluster, times in ((few, 2), (many, 40))}

    counts = []
    for cluster, organisation in pages.items():
        page_of(client, cluster, organisation)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("office:member", args=[cluster.slug, organisation.slug]))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_what_was_longer_ago_is_a_page_further_back(client):
    cluster = cluster_with_rules()
    organisation = paying_member(cluster).organisation
    for place in range(80):
        EncounterFactory.create(
            cluster=cluster,
            organisation=organisation,
            on=TODAY - timedelta(days=place),
            line=f"Riga {place}.",
        )

    first = page_of(client, cluster, organisation)
    further = page_of(client, cluster, organisation, page=first.context["life"].further_back)

    assert "Riga 59." in first.content.decode()
    assert "Riga 60." not in first.content.decode()
    assert "Riga 60." in further.content.decode()
    assert "Riga 59." not in further.content.decode()


def test_only_what_the_page_shows_is_put_into_words(client, monkeypatch):
    cluster = cluster_with_rules()
    organisation = lived(cluster, 30)
    told: list[str] = []

    def address(name, *parts):
        told.append(name)
        return f"/{parts[-1]}/"

    monkeypatch.setattr(life, "address_of", address)

    shown = page_of(client, cluster, organisation).context["life"]

    assert shown.count > 2 * len(shown.events)
    assert 0 < len(told) <= sum(bool(event.url) for event in shown.events) < 60


def test_a_reader_of_less_is_told_less_though_the_question_is_prepared():
    cluster = cluster_with_rules()
    organisation = paying_member(cluster).organisation
    seat = SeatFactory.create(organisation=organisation, consortium__audience=cluster.key)
    asked = [Reader(frozenset({PUBLIC, key})) for key in (cluster.key, "cluster:0", cluster.key)]

    seen = [{row.number for row in happened_with(cluster, organisation, reader)} for reader in asked]

    assert [seat.consortium_id in one for one in seen] == [True, False, True]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_none_is_answered(client, page):
    cluster = cluster_with_rules()
    organisation = paying_member(cluster).organisation

    assert page_of(client, cluster, organisation, page=page).status_code == 200


def test_many_people_are_folded_until_they_are_asked_for(client):
    cluster = cluster_with_rules()
    organisation = paying_member(cluster).organisation
    for place in range(12):
        person_of(organisation, name=f"Persona {place:02}.")

    few, all_of_them = (
        page_of(client, cluster, organisation),
        page_of(client, cluster, organisation, people="all"),
    )

    assert ("Persona 07." in few.content.decode(), "Persona 08." in few.content.decode()) == (True, False)
    assert "Persona 11." in all_of_them.content.decode()


def test_somebody_who_was_forgotten_has_no_name_in_it(client):
    cluster = cluster_with_rules()
    organisation = paying_member(cluster).organisation
    person = person_of(organisation, Mandate.Right.SIGN, name="Ada Rossi")
    person.erased_at = now()
    person.save()

    told = page_of(client, cluster, organisation).context["life"].events

    assert not any("Ada Rossi" in event.said for event in told)
