"""Circulars: whom they reach, how they read, that they go out once."""

import random
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity.models import OutboxMessage, Trace
from convivio.activity.outbox import deliver
from convivio.clusters.models import Membership, Suspension
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, OfficeFactory
from convivio.dues.accounts import recipients
from convivio.dues.models import Account
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.office.circular_letters import stop_address
from convivio.office.circulating import (
    note_letters_given_up,
    remove_draft,
    send_circular,
    stop_circulars,
    take_circulars_again,
    try_circular,
    write_circular,
)
from convivio.office.errors import CircularIsEmpty, CircularIsSent, NobodyToWriteTo
from convivio.office.models import Addressee, Circular, NoCirculars
from convivio.office.recipients import reach_of
from convivio.office.tests.factories import (
    CircularFactory,
    SavedViewFactory,
    at_the_office,
    ends,
    keeper,
    member,
    person_of,
)
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import acting_as
from convivio.people.models import Person
from convivio.people.privacy.retention import clear_out
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = localdate()
GRAPHS, RIGHTS = 200, list(Mandate.Right.values)


def _graph(chance, cluster, others, people, organisations):
    """Spread memberships, mandates and wishes by chance; some ended, some not begun."""
    Mandate.objects.all().delete()
    Membership.objects.all().delete()
    NoCirculars.objects.all().delete()
    Membership.objects.bulk_create(
        Membership(
            organisation=one,
            cluster=chance.choice([cluster, cluster, others]),
            category="sme",
            **_days(chance),
        )
        for one in organisations
    )
    for person in people:
        for right in chance.sample(RIGHTS, chance.randint(0, 3)):
            organisation = chance.choice(organisations)
            Mandate.objects.create(person=person, organisation=organisation, right=right, **_days(chance))
    NoCirculars.objects.bulk_create(
        NoCirculars(cluster=chance.choice([cluster, others]), person=one) for one in chance.sample(people, 3)
    )
    for one in people:
        one.is_active = chance.random() < 0.9
    Person.objects.bulk_update(people, ["is_active"])


def _days(chance):
    from_on = TODAY + timedelta(days=chance.choice([-900, -30, 0, 1]))
    until = chance.choice([None, None, -1, 0, 40])
    return {
        "from_on": from_on,
        "until_on": None if until is None else max(from_on, TODAY + timedelta(days=until)),
    }


def _expected(circular):
    """Work the recipients out again, one row at a time, without the code that sends."""
    found = set()
    for mandate in Mandate.objects.all():
        person, organisation = mandate.person, mandate.organisation
        holds = mandate.from_on <= TODAY and (mandate.until_on is None or mandate.until_on >= TODAY)
        belongs = any(
            one.cluster_id == circular.cluster_id
            and one.from_on <= TODAY
            and (one.until_on is None or one.until_on >= TODAY)
            for one in organisation.memberships.all()
        )
        chosen = circular.segment == "all" or organisation.pk in circular.chosen
        wants = (
            circular.is_duty
            or not NoCirculars.objects.filter(person=person, cluster=circular.cluster).exists()
        )
        if (
            holds
            and belongs
            and chosen
            and wants
            and person.is_active
            and circular.right in {"", mandate.right}
        ):
            found.add(person.pk)
    return found


def test_in_two_hundred_random_graphs_nobody_is_missing_and_nobody_too_many():
    cluster, others = ClusterFactory.create_batch(2)
    people, organisations = PersonFactory.create_batch(8), OrganisationFactory.create_batch(5)
    reached_once = 0
    for seed in range(GRAPHS):
        chance = random.Random(seed)  # noqa: S311 - graphs that can be made again
        _graph(chance, cluster, others, people, organisations)
        circular = Circular(
            cluster=cluster,
            segment=chance.choice(["all", "chosen"]),
            chosen=[one.pk for one in chance.sample(organisations, 3)],
            right=chance.choice(["", "sign", "vote"]),
            is_duty=chance.random() < 0.3,
        )
        reached = [one.person.pk for one in reach_of(circular, TODAY).recipients]
        assert sorted(reached) == sorted(_expected(circular)), seed
        reached_once += bool(reached)
    assert reached_once > GRAPHS // 3


def test_whoever_acts_for_two_members_gets_one_letter_that_says_both():
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster, name="Alfa"))
    MandateFactory.create(person=person, organisation=member(circular.cluster, name="Beta"), right="sign")

    send_circular(circular, by=keeper(circular.cluster))

    letter = OutboxMessage.objects.get()
    assert letter.payload["to"] == person.email
    assert "Alfa, Beta" in letter.payload["text"]


def test_each_reads_their_own_language():
    circular = CircularFactory.create()
    organisation = member(circular.cluster)
    person_of(organisation, language="it", email="it@convivio.example")
    person_of(organisation, language="en", email="en@convivio.example")

    send_circular(circular, by=keeper(circular.cluster))

    subjects = {one.payload["to"][:2]: one.payload["subject"] for one in OutboxMessage.objects.all()}
    assert subjects == {"it": "Tre bandi", "en": "Three calls"}


def test_who_lost_the_mandate_between_writing_and_sending_gets_nothing():
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    gone = member(circular.cluster)
    person_of(gone, email="gone@convivio.example")
    assert len(reach_of(circular, TODAY).recipients) == 2
    ends(gone)

    send_circular(circular, by=keeper(circular.cluster))

    assert OutboxMessage.objects.count() == 1
    assert OutboxMessage.objects.get().payload["to"] != "gone@convivio.example"


def test_who_left_gets_nothing_and_who_is_suspended_does():
    circular = CircularFactory.create()
    left = MembershipFactory.create(cluster=circular.cluster, ended=True).organisation
    still = MembershipFactory.create(cluster=circular.cluster)
    Suspension.objects.create(membership=still, from_on=TODAY, reason="Quota")
    person_of(left)
    suspended = person_of(still.organisation)

    assert [one.person for one in reach_of(circular, TODAY).recipients] == [suspended]


def test_a_view_is_worked_out_anew_at_the_sending():
    circular = CircularFactory.create(segment="view", query="size=large")
    small = member(circular.cluster, size="small")
    person = person_of(small)
    assert reach_of(circular, TODAY).recipients == []

    Organisation.objects.filter(pk=small.pk).update(size="large")

    assert [one.person for one in reach_of(circular, TODAY).recipients] == [person]


def test_members_whom_it_reaches_nobody_of_are_named():
    circular = CircularFactory.create(right="sign")
    person_of(member(circular.cluster, name="Con firma"), "sign")
    person_of(member(circular.cluster, name="Senza firma"), "read")

    assert [one.name for one in reach_of(circular, TODAY).unreached] == ["Senza firma"]


def test_a_circular_goes_out_once_even_from_a_stale_page():
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    stale = Circular.objects.get(pk=circular.pk)
    send_circular(circular, by=keeper(circular.cluster))

    with pytest.raises(CircularIsSent):
        send_circular(stale, by=keeper(circular.cluster))

    assert OutboxMessage.objects.count() == Addressee.objects.count() == 1


def test_what_was_sent_is_neither_changed_nor_thrown_away():
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    by = keeper(circular.cluster)
    send_circular(circular, by=by)

    for act in (write_circular, remove_draft):
        with pytest.raises(CircularIsSent):
            act(Circular.objects.get(pk=circular.pk), by=by)


@pytest.mark.parametrize("missing", ["subject", "text"])
def test_a_circular_without_words_in_one_language_is_not_sent(missing):
    circular = CircularFactory.create(**{missing: in_both("Sì", "")})
    person_of(member(circular.cluster))

    with pytest.raises(CircularIsEmpty):
        send_circular(circular, by=keeper(circular.cluster))


def test_a_circular_to_nobody_is_not_sent():
    circular = CircularFactory.create()

    with pytest.raises(NobodyToWriteTo):
        send_circular(circular, by=keeper(circular.cluster))


@pytest.mark.parametrize("act", [send_circular, remove_draft, try_circular, write_circular])
def test_the_board_sends_no_circulars(act):
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    board = OfficeFactory.create(cluster=circular.cluster, kind="board").person

    with pytest.raises(NotAllowed):
        act(circular, by=acting_as(board))


def test_another_cluster_s_office_sends_none_here():
    circular = CircularFactory.create()
    person_of(member(circular.cluster))

    with pytest.raises(NotAllowed):
        send_circular(circular, by=keeper(ClusterFactory.create()))


def test_the_trial_goes_to_oneself_alone():
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    by = keeper(circular.cluster)

    try_circular(circular, by=by)

    assert by.person is not None
    assert [one.payload["to"] for one in OutboxMessage.objects.all()] == [by.person.email]
    assert Circular.objects.get().sent_at is None


def test_one_click_stops_them_and_another_brings_them_back(client):
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster))
    address = stop_address(circular.cluster, person).partition("8000")[2]

    assert client.get(address).status_code == 200
    client.post(address)
    assert reach_of(circular, TODAY).wanting_none[0].person == person
    client.post(address, {"again": "yes"})

    assert reach_of(circular, TODAY).recipients[0].person == person


def test_looking_at_the_page_stops_nothing(client):
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster))

    client.get(stop_address(circular.cluster, person).partition("8000")[2])

    assert not NoCirculars.objects.exists()


def test_an_address_that_was_not_given_out_is_a_missing_page(client):
    address = reverse("office:stopping", args=["WzEsMV0:forged:sig"])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_a_duty_reaches_whoever_wants_none_and_offers_no_way_out():
    circular = CircularFactory.create(is_duty=True)
    person = person_of(member(circular.cluster))
    stop_circulars(circular.cluster, person)
    stop_circulars(circular.cluster, person)

    send_circular(circular, by=keeper(circular.cluster))

    assert "/circulars/stop/" not in OutboxMessage.objects.get().payload["text"]


def test_stopping_one_cluster_s_circulars_does_not_stop_another_s():
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster))
    stop_circulars(ClusterFactory.create(), person)

    assert len(reach_of(circular, TODAY).recipients) == 1
    take_circulars_again(circular.cluster, person)


def test_the_archive_counts_what_left(client, mailoutbox):
    circular = CircularFactory.create()
    organisation = member(circular.cluster)
    person_of(organisation)
    person_of(organisation)
    send_circular(circular, by=keeper(circular.cluster))
    deliver(1)

    page = at_the_office(client, circular.cluster).get(circular.get_absolute_url()).content.decode()

    assert len(mailoutbox) == 1
    assert 'max="2" value="1"' in page


def test_a_letter_that_left_counts_also_when_it_is_no_longer_kept(client):
    circular = CircularFactory.create()
    for organisation in (member(circular.cluster), member(circular.cluster)):
        person_of(organisation)
    send_circular(circular, by=keeper(circular.cluster))
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.earliest("pk").pk).update(sent_at=now())
    OutboxMessage.objects.filter(sent_at=None).update(parked_at=now())
    counts = []

    note_letters_given_up()
    for days in (0, 31):
        clear_out(now() + timedelta(days=days))
        shown = at_the_office(client, circular.cluster).get(circular.get_absolute_url()).context["circular"]
        counts.append((shown.letter_count, shown.left_count, shown.parked_count))

    assert not OutboxMessage.objects.exists()
    assert counts == [(2, 1, 1), (2, 1, 1)]


def test_the_preview_of_a_recipient_is_what_is_sent(client):
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster, name="Alfa"), language="en")
    address = reverse("office:circular_for", args=[circular.cluster.slug, circular.pk, person.pk])

    page = at_the_office(client, circular.cluster).get(address).content.decode()

    assert "Three calls" in page
    assert "because you act for Alfa" in page
    assert "<strong>three calls</strong>" in page


def test_a_person_whom_it_does_not_reach_has_no_preview(client):
    circular = CircularFactory.create()
    address = reverse(
        "office:circular_for", args=[circular.cluster.slug, circular.pk, PersonFactory.create().pk]
    )

    assert at_the_office(client, circular.cluster).get(address).status_code == 404


def test_a_circular_is_written_kept_and_sent_from_its_pages(client):
    cluster = ClusterFactory.create()
    person_of(member(cluster))
    at_the_office(client, cluster)
    view = SavedViewFactory.create(cluster=cluster, is_shared=True)
    words = {"subject_it": "Ciao", "text_it": "Testo", "subject_en": "Hello", "text_en": "Text"}

    client.post(
        reverse("office:circular_beginning", args=[cluster.slug]), {**words, "segment": f"view:{view.pk}"}
    )
    circular = Circular.objects.get()
    assert (circular.segment, circular.query) == ("view", view.query)
    client.post(reverse("office:circular_sending", args=[cluster.slug, circular.pk]))

    assert Addressee.objects.filter(circular=circular).count() == 1


def test_a_circular_with_an_answer_missing_keeps_what_was_typed(client):
    cluster = ClusterFactory.create()
    at_the_office(client, cluster)

    answer = client.post(
        reverse("office:circular_beginning", args=[cluster.slug]),
        {"subject_it": "Solo questo", "segment": "all"},
    )

    assert answer.status_code == 422
    assert "Solo questo" in answer.content.decode()


def test_the_list_has_drafts_and_sent_ones(client):
    circular = CircularFactory.create()
    person_of(member(circular.cluster))
    CircularFactory.create(cluster=circular.cluster, subject={}, text={})
    send_circular(circular, by=keeper(circular.cluster))

    answer = at_the_office(client, circular.cluster).get(
        reverse("office:circulars", args=[circular.cluster.slug])
    )

    assert answer.status_code == 200
    assert "Tre bandi" in answer.content.decode()


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_a_mail_program_stops_them_by_its_own_button_without_a_session_or_a_token():
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster))
    send_circular(circular, by=keeper(circular.cluster))
    deliver()
    [letter] = mail.outbox
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").partition("8000")[2]

    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client(enforce_csrf_checks=True).post(address, ONE_CLICK).status_code == 200
    assert NoCirculars.objects.get().person == person


def test_a_mail_program_that_asks_twice_is_answered_alike():
    circular = CircularFactory.create()
    address = stop_address(circular.cluster, person_of(member(circular.cluster))).partition("8000")[2]
    program = Client(enforce_csrf_checks=True)

    assert [program.post(address, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert NoCirculars.objects.count() == Trace.objects.filter(verb="circulars.stopped").count() == 1


def test_a_forged_address_stops_nothing_for_a_mail_program():
    address = reverse("office:stopping", args=["WzEsMV0:forged:sig"])

    assert Client(enforce_csrf_checks=True).post(address, ONE_CLICK).status_code == 404
    assert not NoCirculars.objects.exists()


def test_a_duty_has_no_button_in_the_mail_program():
    circular = CircularFactory.create(is_duty=True)
    person_of(member(circular.cluster))
    send_circular(circular, by=keeper(circular.cluster))
    deliver()

    assert not [name for name in mail.outbox[0].extra_headers if name.startswith("List-")]


def test_who_stopped_circulars_still_gets_notices_of_dues():
    circular = CircularFactory.create()
    person = person_of(member(circular.cluster))
    MandateFactory.create(person=person, organisation=Organisation.objects.get(), right=Mandate.Right.PAY)
    stop_circulars(circular.cluster, person)
    account = Account.objects.create(cluster=circular.cluster, organisation=Organisation.objects.get())

    assert reach_of(circular, TODAY).recipients == []
    assert [one.email for one in recipients([account], TODAY)[account.pk]] == [person.email]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_office_sees_who_stopped_and_not_who_left(client, language):
    circular = CircularFactory.create()
    here, gone = person_of(member(circular.cluster)), PersonFactory.create(name="Gone Away")
    for one in (here, gone):
        stop_circulars(circular.cluster, one)
    client.force_login(keeper(circular.cluster).person)
    page = reverse("office:circulars", args=[circular.cluster.slug])
    shown = client.get(page, headers={"accept-language": language}).content.decode()

    assert (str(here) in shown, "Gone Away" in shown) == (True, False)
