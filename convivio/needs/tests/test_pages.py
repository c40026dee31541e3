"""The pages: the board, an entry with its asker hidden, an answer step by step, what the office accompanies."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.needs.answering import agree, introduce
from convivio.needs.models import Answer, Entry
from convivio.needs.tests.factories import AnswerFactory, EntryFactory, agreed
from convivio.needs.tests.people import of_office, writer
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db
BOARD = reverse("needs:board")


def client_of(acting: Acting) -> Client:
    client = Client()
    assert acting.person
    client.force_login(acting.person)
    return client


def said_by(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def test_the_board_shows_what_one_may_see_and_is_open(client: Client) -> None:
    seen, kept = EntryFactory.create(), EntryFactory.create(audience="cluster:9999", visibility="cluster")
    gone, met = EntryFactory.create(state="withdrawn"), EntryFactory.create(state="met")

    said = said_by(client, BOARD)

    assert [one.address in said for one in (seen, kept, gone, met)] == [True, False, False, False]
    assert met.address in said_by(client, BOARD, state="met")


def test_what_one_may_not_see_is_not_there(client: Client) -> None:
    for entry in (
        EntryFactory.create(audience="cluster:9999", visibility="cluster"),
        EntryFactory.create(state="expired"),
    ):
        assert client.get(entry.get_absolute_url()).status_code == 404


def test_words_of_the_other_language_find_it_but_hidden_words_do_not(client: Client) -> None:
    entry = EntryFactory.create(is_blinded=True)
    rebuild_index()

    assert entry.address in said_by(client, BOARD, q="validation laboratory")
    assert entry.address not in said_by(client, BOARD, q="sensore")


def test_the_board_is_narrowed_and_taken_away(client: Client) -> None:
    need, offer = EntryFactory.create(), EntryFactory.create(side="offer")

    table = said_by(client, BOARD, side="offer", format="csv")

    assert (need.address in table, offer.address in table) == (False, True)


def test_the_feed_tells_titles(client: Client) -> None:
    entry = EntryFactory.create(is_blinded=True)

    said = said_by(client, reverse("needs:feed"))

    assert (entry.address in said, "sensore" in said) == (True, False)


def test_an_asker_is_named_where_nobody_is_hidden(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Sensori Bassa")
    openly = EntryFactory.create(organisation=organisation)
    hidden = EntryFactory.create(organisation=organisation, is_blinded=True)

    shown = ["Sensori Bassa" in said_by(client, one.get_absolute_url()) for one in (openly, hidden)]

    assert shown == [True, False]
    of = said_by(client, reverse("needs:of_organisation", args=[organisation.slug]))
    assert (openly.address in of, hidden.address in of) == (True, False)


def test_a_blinded_need_is_read_after_accepting_and_the_asker_sees_who_did() -> None:
    organisation = OrganisationFactory.create()
    entry, reader = EntryFactory.create(organisation=organisation, is_blinded=True), writer()
    client = client_of(reader)
    assert "sensore" not in said_by(client, entry.get_absolute_url())

    client.post(reverse("needs:read", args=[entry.address]))

    assert "sensore" in said_by(client, entry.get_absolute_url())
    assert str(reader.person) in said_by(client_of(writer(organisation)), entry.get_absolute_url())


def test_a_need_is_put_on_the_board_from_the_page() -> None:
    cluster = EntryFactory.create().cluster
    typed = {"side": "need", "about": "skill", "title_it": "Un tossicologo", "body_it": "Per tre mesi",
             "audience": "public", "cluster": cluster.pk, "is_blinded": "on"}  # fmt: skip

    answer = client_of(writer()).post(reverse("needs:new"), typed)

    entry = Entry.objects.get(about="skill")
    assert (answer.status_code, answer["Location"], entry.is_blinded) == (302, entry.get_absolute_url(), True)


def test_what_cannot_be_read_is_kept_as_typed() -> None:
    EntryFactory.create()

    answer = client_of(writer()).post(
        reverse("needs:new"), {"side": "offer", "title_it": "Banco", "is_blinded": "on"}
    )

    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Banco"' in said
    assert "Solo un bisogno" in said


def test_it_is_changed_renewed_and_taken_off_on_pages() -> None:
    organisation = OrganisationFactory.create()
    entry, client = EntryFactory.create(organisation=organisation), client_of(writer(organisation))
    standing = reverse("needs:standing", args=[entry.address])

    assert client.get(reverse("needs:edit", args=[entry.address])).status_code == 200
    for answer, state in (("renew", "open"), ("withdraw", "withdrawn"), ("reopen", "open"), ("met", "met")):
        assert client.post(standing, {"answer": answer}).status_code == 302
        entry.refresh_from_db()
        assert entry.state == state
    assert client.post(standing, {"answer": "met"}).status_code == 409


def test_it_is_answered_in_three_questions() -> None:
    entry, client = EntryFactory.create(), client_of(writer())
    address = reverse("needs:give", args=[entry.address])

    assert client.post(address, {"proposes": "Prove"}).status_code == 422
    answer = client.post(address, {"proposes": "Prove", "who": "Noi"})

    assert answer["Location"] == Answer.objects.get().get_absolute_url()


def test_an_answer_is_for_both_sides_and_the_office() -> None:
    organisation = OrganisationFactory.create()
    answer = AnswerFactory.create(entry=EntryFactory.create(organisation=organisation))
    sides = [writer(organisation), writer(answer.organisation), of_office(answer.entry.cluster), writer()]

    found = [client_of(one).get(answer.get_absolute_url()).status_code for one in sides]

    assert found == [200, 200, 200, 404]


def test_the_steps_are_taken_on_pages() -> None:
    organisation = OrganisationFactory.create()
    answer = AnswerFactory.create(entry=EntryFactory.create(organisation=organisation, is_blinded=True))
    asker, ours = client_of(writer(organisation)), client_of(writer(answer.organisation))
    step = reverse("needs:step", args=[answer.address])
    walk = ((asker, "introduce"), (ours, "agree"), (ours, "meet"), (asker, "deliver"))

    for client, name in walk:
        assert client.post(step, {"step": name, "day": str(localdate())}).status_code == 302

    answer.refresh_from_db()
    assert answer.state == "delivered"
    assert organisation.name in said_by(ours, answer.get_absolute_url())


def test_each_reads_on_whom_an_introduction_waits() -> None:
    organisation = OrganisationFactory.create()
    entry = EntryFactory.create(organisation=organisation)
    answer = AnswerFactory.create(entry=entry)
    office, asker = of_office(entry.cluster), writer(organisation)
    introduce(answer, by=office)
    page = answer.get_absolute_url()

    assert "Tutti e due devono ancora dire sì." in said_by(client_of(office), page)
    agree(answer, by=asker)
    assert "Uno dei due deve ancora dire sì." in said_by(client_of(office), page)
    assert "L’altra parte deve ancora dire sì." in said_by(client_of(asker), page)
    assert "deve ancora dire sì" not in said_by(client_of(writer(answer.organisation)), page)


def test_a_step_that_is_over_is_refused_on_the_page() -> None:
    answer = agreed()
    client = client_of(of_office(answer.entry.cluster))

    assert client.post(reverse("needs:step", args=[answer.address]), {"step": "introduce"}).status_code == 409


def test_the_office_sees_what_waits_and_chooses_who_accompanies() -> None:
    entry = EntryFactory.create()
    office, elsewhere = of_office(entry.cluster), of_office(EntryFactory.create().cluster)
    address = reverse("needs:office", args=[entry.cluster.slug])
    assert office.person

    client_of(office).post(reverse("needs:facilitator", args=[entry.address]), {"person": office.person.pk})

    entry.refresh_from_db()
    assert entry.facilitator == office.person
    assert entry.address in said_by(client_of(office), address)
    assert client_of(elsewhere).get(address).status_code == 404


def test_mine_gathers_what_we_ask_and_answer() -> None:
    answer = AnswerFactory.create()
    hidden = EntryFactory.create(organisation=answer.organisation, is_blinded=True)

    said = said_by(client_of(writer(answer.organisation)), reverse("needs:mine"))

    assert (hidden.address in said, answer.address in said) == (True, True)
