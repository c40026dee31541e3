"""A member's page, who is quiet, what expires, calls and visits, contacts."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity.models import Trace
from convivio.activity.trace import record
from convivio.clusters.models import Office
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, OfficeFactory, coordinator
from convivio.consortia.models import Consortium, Seat
from convivio.kernel.errors import NotAllowed
from convivio.office.activity import Band, What, last_by_line
from convivio.office.contacting import forget_contacts, keep_longer, remove_contact, write_contact
from convivio.office.encountering import Said, by_member, by_month, remove_encounter, write_encounter
from convivio.office.expiring import expiring_in
from convivio.office.lines import sheet_of
from convivio.office.models import CONTACTS_ARE_KEPT, Contact, Encounter, Note
from convivio.office.noting import remove_note, write_note
from convivio.office.quiet import standing_of
from convivio.office.tests.factories import (
    ContactFactory,
    EncounterFactory,
    NoteFactory,
    at_the_office,
    keeper,
    member,
    person_of,
)
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import AccreditationFactory, MandateFactory
from convivio.people.acting import acting_as
from convivio.trackrecord.models import Participation, Project

pytestmark = pytest.mark.django_db
TODAY = localdate()


def ago(days):
    return TODAY - timedelta(days=days)


def last(cluster):
    sheet = sheet_of(cluster, keeper(cluster).reader)
    return [last_by_line(sheet).get(line.number) for line in sheet.lines]


# Who has gone quiet


def test_what_was_done_in_a_member_s_name_counts_as_its_doing():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    by = acting_as(person_of(organisation, Mandate.Right.EDIT))

    record("organisation.changed", organisation, by=by)

    assert last(cluster)[0].what is What.TRACE


@pytest.mark.parametrize("verb", ["account.changed", "consent.given", "token.made"])
def test_what_people_do_with_their_account_does_not_count(verb):
    cluster = ClusterFactory.create()
    organisation = member(cluster)

    record(verb, organisation, by=acting_as(person_of(organisation)))

    assert last(cluster) == [None]


def test_what_the_office_does_to_a_member_does_not_make_it_active():
    cluster = ClusterFactory.create()

    record("organisation.changed", member(cluster), by=keeper(cluster))

    assert last(cluster) == [None]


def test_the_latest_thing_counts_and_a_mail_of_ours_does_not():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    project = Project.objects.create(programme="X", code="1", title="Vecchio", signed_on=ago(900))
    Participation.objects.create(project=project, organisation=organisation)
    EncounterFactory.create(cluster=cluster, organisation=organisation, kind="visit", on=ago(30))
    EncounterFactory.create(cluster=cluster, organisation=organisation, kind="mail", on=TODAY)

    assert [(one.on, one.what) for one in last(cluster)] == [(ago(30), What.MEETING)]


def test_a_table_that_others_keep_to_themselves_is_not_told():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    hidden = Consortium.objects.create(name="Segreto", owner="person:999999", audience="person:999999")
    Seat.objects.create(consortium=hidden, position=1, organisation=organisation)

    assert last(cluster) == [None]


def test_members_stand_in_bands_and_the_share_counts_the_year():
    cluster = ClusterFactory.create()
    for days in (5, 91, 92, 365, 366):
        EncounterFactory.create(cluster=cluster, organisation=member(cluster), kind="visit", on=ago(days))
    member(cluster)

    standing = standing_of(sheet_of(cluster))

    assert [len(standing.of(band)) for band in Band] == [2, 2, 1, 1]
    assert standing.share == 67


def test_whoever_was_called_lately_stands_last_among_those_to_call():
    cluster = ClusterFactory.create()
    called, silent = member(cluster, name="Chiamata"), member(cluster, name="Mai sentita")
    EncounterFactory.create(cluster=cluster, organisation=called, kind="mail", on=TODAY)

    order = [one.line.organisation for one in standing_of(sheet_of(cluster)).to_call]

    assert order == [silent, called]


def test_why_to_call_is_said(client):
    cluster = ClusterFactory.create()
    member(cluster, confirmed_on=None)
    client.cookies["django_language"] = "en"

    page = at_the_office(client, cluster).get(reverse("office:quiet", args=[cluster.slug])).content.decode()

    for reason in ("nothing done yet", "nobody signs for it", "never called or visited"):
        assert reason in page


# What expires


def test_what_ends_within_ninety_days_stands_in_order_and_no_more():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    for days in (90, 91, -1):
        MandateFactory.create(organisation=organisation, until_on=TODAY + timedelta(days=days))
    AccreditationFactory.create(organisation=organisation, until_on=TODAY)
    OfficeFactory.create(cluster=cluster, until_on=TODAY + timedelta(days=10))
    MandateFactory.create(until_on=TODAY)

    found = expiring_in(cluster, TODAY)

    assert [one.kind for one in found] == ["accreditation", "office", "mandate"]
    assert found[-1].on == TODAY + timedelta(days=90)


def test_a_mandate_that_goes_on_does_not_expire():
    cluster = ClusterFactory.create()
    mandate = MandateFactory.create(organisation=member(cluster), until_on=TODAY)
    MandateFactory.create(
        organisation=mandate.organisation, person=mandate.person, from_on=TODAY + timedelta(days=1)
    )

    assert expiring_in(cluster, TODAY) == []


def test_rights_of_one_person_that_end_on_one_day_are_one_line():
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    person = person_of(organisation)
    MandateFactory.create(organisation=organisation, person=person, right="sign")
    Mandate.objects.update(until_on=TODAY)

    assert len(expiring_in(cluster, TODAY)) == 1


def test_what_expires_at_a_former_member_or_elsewhere_is_not_told():
    cluster = ClusterFactory.create()
    gone = MembershipFactory.create(cluster=cluster, ended=True).organisation
    MandateFactory.create(organisation=gone, until_on=TODAY)
    Office.objects.all().update(until_on=TODAY)

    assert expiring_in(cluster, TODAY) == []


# Calls and visits


def test_a_line_knows_a_member_by_its_name_and_a_contact_by_theirs():
    cluster = ClusterFactory.create()
    organisation = member(cluster, name="Alfa S.r.l.")
    contact = ContactFactory.create(cluster=cluster, name="Ada Neri")
    by = keeper(cluster)

    first, second, third = (
        write_encounter(cluster, Said("call", TODAY, whom, "Riga"), by=by)
        for whom in ("alfa s.r.l.", "Ada Neri", "Un passante")
    )

    assert (first.organisation, second.contact, third.whom) == (organisation, contact, "Un passante")
    assert third.organisation is None


def test_another_cluster_s_member_is_not_linked():
    cluster = ClusterFactory.create()
    member(ClusterFactory.create(), name="Altrui")

    made = write_encounter(cluster, Said("call", TODAY, "Altrui", "Riga"), by=keeper(cluster))

    assert made.organisation is None


def test_lines_are_counted_by_month_and_by_member():
    cluster = ClusterFactory.create()
    organisation = member(cluster, name="Alfa")
    EncounterFactory.create_batch(2, cluster=cluster, organisation=organisation, on=TODAY)
    EncounterFactory.create(cluster=cluster, on=TODAY)
    EncounterFactory.create(cluster=cluster, on=ago(800))

    months = by_month(cluster, TODAY)

    assert (len(months), months[0].value, sum(bar.value for bar in months)) == (12, 3, 3)
    assert [(bar.label, bar.value) for bar in by_member(cluster, TODAY)] == [("Alfa", 2)]


def test_a_line_is_written_from_a_member_s_page_and_leads_back(client):
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    at_the_office(client, cluster)
    back = reverse("office:member", args=[cluster.slug, organisation.slug])
    said = {
        "kind": "visit",
        "on": TODAY.isoformat(),
        "whom": organisation.name,
        "line": "Visita",
        "back": back,
    }

    answer = client.post(reverse("office:encounter_writing", args=[cluster.slug]), said)

    assert answer["Location"] == back
    assert "Visita" in client.get(back).content.decode()


def test_a_way_back_to_another_site_is_not_followed(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    said = {
        "kind": "call",
        "on": TODAY.isoformat(),
        "whom": "X",
        "line": "Y",
        "back": "https://evil.example/",
    }

    answer = client.post(reverse("office:encounter_writing", args=[cluster.slug]), said)

    assert answer["Location"] == reverse("office:encounters", args=[cluster.slug])


def test_a_line_of_tomorrow_is_refused_and_kept_on_the_page(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    said = {"kind": "call", "on": (TODAY + timedelta(days=1)).isoformat(), "whom": "X", "line": "Tra poco"}

    answer = client.post(reverse("office:encounter_writing", args=[cluster.slug]), said)

    assert answer.status_code == 422
    assert "Tra poco" in answer.content.decode()
    assert not Encounter.objects.exists()


def test_a_line_can_be_taken_away_and_the_trace_keeps_that():
    line = EncounterFactory.create()

    remove_encounter(line, by=keeper(line.cluster))

    assert not Encounter.objects.exists()
    assert Trace.objects.filter(verb="encounter.removed").exists()


# Contacts


def test_a_contact_is_kept_two_years_and_forgotten_by_the_clock():
    kept = ContactFactory.create(keep_until=TODAY)
    over = ContactFactory.create(keep_until=ago(1))
    line = EncounterFactory.create(cluster=over.cluster, contact=over)

    assert forget_contacts() == 1

    line.refresh_from_db()
    assert list(Contact.objects.all()) == [kept]
    assert line.contact is None


def test_a_contact_still_needed_is_kept_as_long_as_a_new_one():
    contact = ContactFactory.create(keep_until=TODAY)

    keep_longer(contact, by=keeper(contact.cluster))

    assert Contact.objects.get().keep_until == TODAY + CONTACTS_ARE_KEPT


def test_a_contact_is_written_found_and_taken_away_as_a_table(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    said = {
        "name": "Ada Neri",
        "organisation_name": "Fiera",
        "role": "Stand",
        "keep_until": TODAY.isoformat(),
    }

    client.post(reverse("office:contact_writing", args=[cluster.slug]), said)

    found = client.get(reverse("office:contacts", args=[cluster.slug]) + "?q=neri stand").content.decode()
    table = client.get(reverse("office:contacts_file", args=[cluster.slug, "csv"])).content.decode()
    assert "Ada Neri" in found
    assert "Ada Neri,Fiera,Stand" in table


def test_another_cluster_s_contact_is_a_missing_page(client):
    contact = ContactFactory.create()
    other = ClusterFactory.create()
    at_the_office(client, other)

    for slug in (other.slug, contact.cluster.slug):
        assert client.get(reverse("office:contact", args=[slug, contact.pk])).status_code == 404


# Who may not


WRITTEN: list[tuple[Any, Any]] = [
    (remove_note, NoteFactory),
    (remove_contact, ContactFactory),
    (keep_longer, ContactFactory),
    (write_contact, ContactFactory),
    (remove_encounter, EncounterFactory),
]


@pytest.mark.parametrize("kind", ["board", "facilitator", "other"])
@pytest.mark.parametrize(("act", "factory"), WRITTEN, ids=lambda one: getattr(one, "__name__", ""))
def test_only_the_office_of_the_cluster_writes(kind, act, factory):
    thing = factory.create()
    if kind == "other":
        who = keeper(ClusterFactory.create())
    else:
        who = acting_as(OfficeFactory.create(cluster=thing.cluster, kind=kind).person)

    with pytest.raises(NotAllowed):
        act(thing, by=who)


@pytest.mark.parametrize("who", [coordinator, lambda: OfficeFactory.create(kind="board").person])
def test_notes_and_lines_are_not_written_by_others(who):
    cluster = ClusterFactory.create()
    organisation = member(cluster)

    with pytest.raises(NotAllowed):
        write_note(cluster, organisation, "No", by=acting_as(who()))
    with pytest.raises(NotAllowed):
        write_encounter(cluster, Said("call", TODAY, "X", "Y"), by=acting_as(who()))


# A member's page


def test_a_member_s_page_tells_its_whole_life(client):
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    AccreditationFactory.create(organisation=organisation)
    person_of(organisation, Mandate.Right.SIGN, name="Ada Rossi")
    EncounterFactory.create(cluster=cluster, organisation=organisation, line="Vista in fiera")
    NoteFactory.create(cluster=cluster, organisation=organisation, text="Solo il venerdì", written_at=now())

    page = at_the_office(client, cluster).get(
        reverse("office:member", args=[cluster.slug, organisation.slug])
    )

    for said in ("Ada Rossi", "Vista in fiera", "Solo il venerdì"):
        assert said in page.content.decode()


def test_another_cluster_s_notes_and_lines_are_not_on_the_page(client):
    cluster, other = ClusterFactory.create_batch(2)
    organisation = member(cluster)
    MembershipFactory.create(organisation=organisation, cluster=other)
    NoteFactory.create(cluster=other, organisation=organisation, text="Riservato")
    EncounterFactory.create(cluster=other, organisation=organisation, line="Altrui")

    page = at_the_office(client, cluster).get(
        reverse("office:member", args=[cluster.slug, organisation.slug])
    )

    assert "Riservato" not in page.content.decode()
    assert "Altrui" not in page.content.decode()


def test_without_a_signatory_the_page_says_what_to_do(client):
    cluster = ClusterFactory.create()
    organisation = member(cluster)

    page = at_the_office(client, cluster).get(
        reverse("office:member", args=[cluster.slug, organisation.slug])
    )

    assert reverse("clusters:member_signatories", args=[organisation.slug]) in page.content.decode()


def test_a_note_is_written_and_taken_away_on_the_page(client):
    cluster = ClusterFactory.create()
    organisation = member(cluster)
    at_the_office(client, cluster)

    client.post(reverse("office:notes", args=[cluster.slug, organisation.slug]), {"text": "Da ricordare"})
    note = Note.objects.get()
    client.post(reverse("office:note_removal", args=[cluster.slug, organisation.slug, note.pk]))

    assert not Note.objects.exists()


def test_who_is_no_member_has_no_page_here(client):
    cluster = ClusterFactory.create()
    stranger = member(ClusterFactory.create())

    answer = at_the_office(client, cluster).get(reverse("office:member", args=[cluster.slug, stranger.slug]))

    assert answer.status_code == 404


def test_a_contact_without_a_name_is_refused_and_kept_on_the_page(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)
    address = reverse("office:contact_writing", args=[cluster.slug])

    answer = client.post(address, {"role": "Titolare"})

    assert client.post(address).status_code == answer.status_code == 422
    assert "Titolare" in answer.content.decode()
