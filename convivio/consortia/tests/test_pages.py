import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.calls.tests.factories import CallFactory
from convivio.consortia import causes
from convivio.consortia.actions import (
    Beginning,
    Sitting,
    begin_consortium,
    free_seat,
    seat_partners,
    set_aside,
)
from convivio.consortia.causes import Cause
from convivio.consortia.models import Consortium, Departure
from convivio.consortia.tests.factories import ConsortiumFactory, laid_table, reader_of, speaker_of
from convivio.kernel.audiences import Visibility
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import IdentifierFactory, OrganisationFactory
from convivio.people.acting import Acting
from convivio.search.finding import Question, find
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
REASON = {
    "kind": "past_work",
    "text": "It coordinated CORALLO.",
    "url": "/projects/1/",
    "opens": "Open CORALLO",
}


def signed_in(by: Acting, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    assert by.person is not None
    client.force_login(by.person)
    return client


def words_of(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def url(name: str, *numbers: object) -> str:
    return reverse(f"consortia:{name}", args=numbers)


# The list


def test_the_list_teaches_when_no_table_is_laid() -> None:
    page = signed_in(speaker_of(OrganisationFactory.create())).get(url("list"))

    assert "No table is laid yet" in words_of(page)
    assert "find partners" in words_of(page)


def test_the_list_shows_drafts_with_their_verdicts_and_not_those_of_others() -> None:
    _table, by = laid_table(name="Osso")
    ConsortiumFactory.create(name="Segreto")
    page = words_of(signed_in(by).get(url("list")))

    assert "Osso" in page
    assert "2 missing" in page
    assert "Segreto" not in page


def test_a_draft_of_mine_is_listed_whomever_i_act_for() -> None:
    by = speaker_of(OrganisationFactory.create())
    ConsortiumFactory.create(name="Idea mia", owner=by.person_key, audience=by.person_key)

    assert "Idea mia" in words_of(signed_in(by).get(url("list")))


def test_what_is_set_aside_stands_below_and_can_be_taken_back() -> None:
    table, by = laid_table(set_aside_at=now())
    client = signed_in(by)
    assert url("taking_back", table.pk) in client.get(url("list")).content.decode()

    answer = client.post(url("taking_back", table.pk))

    assert answer.headers["Location"] == url("page", table.pk)
    assert not Consortium.objects.exclude(set_aside_at=None).exists()


def test_a_table_begins_by_hand_with_whom_i_act_for_in_the_lead() -> None:
    by = speaker_of(OrganisationFactory.create())
    signed_in(by).post(url("list"), {"name": "Osso", "rule_set": "horizon-europe-ria"})

    table = Consortium.objects.get()
    assert (table.name, str(table.seats.get().organisation)) == ("Osso", by.current and by.current.label)


def test_a_table_without_a_name_is_refused_and_what_was_chosen_stays() -> None:
    by = speaker_of(OrganisationFactory.create())
    page = signed_in(by).post(url("list"), {"name": " ", "rule_set": "eic-pathfinder"})

    assert page.status_code == 422
    assert 'value="eic-pathfinder" selected' in page.content.decode()


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_asks_the_database_no_more_for_more_drafts(count: int) -> None:
    lead = OrganisationFactory.create()
    for _ in range(count):
        table = ConsortiumFactory.create(of=lead)
        seat_partners(table, [Sitting(OrganisationFactory.create())], by=speaker_of(lead))
    client = signed_in(speaker_of(lead))

    with CaptureQueriesContext(connection) as asked:
        client.get(url("list"))
    assert len(asked) <= 12


# The page


@pytest.mark.parametrize("path", ["", "?page=1"])
@pytest.mark.parametrize("number", ["hidden", "missing"])
def test_a_hidden_table_answers_like_a_missing_one(path: str, number: str) -> None:
    hidden = ConsortiumFactory.create().pk
    client = signed_in(speaker_of(OrganisationFactory.create()))
    answer = client.get(url("page", hidden if number == "hidden" else 999_999) + path)

    assert answer.status_code == 404
    assert "Osso" not in answer.content.decode()


@pytest.mark.parametrize(("language", "said"), [("en", "At the table"), ("it", "A tavola")])
def test_the_page_speaks_both_languages(language: str, said: str) -> None:
    table, by = laid_table()
    page = signed_in(by, language).get(url("page", table.pk))

    assert said in words_of(page)


@pytest.mark.parametrize("count", [3, 40])
def test_the_page_asks_the_database_no_more_for_more_seats(count: int) -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(count))
    client = signed_in(by)
    client.get(url("page", table.pk))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(url("page", table.pk))
    assert page.status_code == 200
    assert len(asked) <= 12


def test_the_page_of_a_long_story_asks_no_more_than_twelve_times() -> None:
    lead = OrganisationFactory.create()
    by = speaker_of(lead)
    table = begin_consortium(
        Beginning(name="Osso", rule_set="horizon-europe-ria", sittings=(Sitting(lead, "lead"),)), by=by
    )
    for _ in range(6):
        (seat,) = seat_partners(table, [Sitting(OrganisationFactory.create())], by=speaker_of(lead))
        free_seat(seat, revision=table.revision, by=speaker_of(lead))
    client = signed_in(by)

    with CaptureQueriesContext(connection) as asked:
        client.get(url("page", table.pk))
    assert len(asked) <= 12


def test_the_page_says_what_is_missing_rule_by_rule_with_source_and_day() -> None:
    table, by = laid_table()
    page = words_of(signed_in(by).get(url("page", table.pk)))

    assert "Somebody is missing At least three beneficiaries" in page
    assert "ISERD, consortium composition" in page
    assert "read on 22 November 2026" in page
    assert "not re-checked" in page


def test_the_page_has_every_part_and_closes_what_it_opens() -> None:
    table, by = laid_table()
    page = signed_in(by).get(url("page", table.pk)).content.decode()

    parts = re.findall(r'<(?:section|aside)[^>]*aria-label(?:ledby)?="([^"]+)"', page)
    assert parts == ["missing-title", "seats", "budget", "Verdict and trail", "verdict", "trail"]
    for tag in ("div", "section", "form", "details", "ol", "ul", "li", "p"):
        assert len(re.findall(rf"<{tag}[ >]", page)) == page.count(f"</{tag}>"), tag


def test_the_missing_piece_is_a_place_that_a_higher_room_fills_and_a_link_without_a_script() -> None:
    table, by = laid_table()
    page = signed_in(by).get(url("page", table.pk)).content.decode()

    assert f'hx-get="/partners/for-table/{table.pk}/"' in page
    assert f'href="/partners/for-table/{table.pk}/"' in page


def test_each_seat_says_why_and_a_foreign_address_is_no_link() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    foreign = {"kind": "strange", "text": "They say so.", "url": "//evil.example/"}
    table.seats.filter(position=2).update(reasons=[REASON, foreign])
    page = signed_in(by).get(url("page", table.pk)).content.decode()

    assert 'It coordinated CORALLO. <a href="/projects/1/">Open CORALLO</a>' in page
    assert "They say so." in page
    assert "evil.example" not in page


def test_a_partner_that_the_reader_may_not_see_keeps_no_name() -> None:
    secret = OrganisationFactory.create(
        name="Ditta Segreta", visibility=Visibility.PRIVATE, audience="organisation:999"
    )
    table, by = laid_table(OrganisationFactory.create(), secret)
    client = signed_in(by)

    for form in ("csv", "json"):
        assert b"Segreta" not in client.post(url("export", table.pk, form)).content
    page = client.get(url("page", table.pk)).content.decode()
    assert "Segreta" not in page
    assert "a partner you may not see" in page


def test_whoever_only_reads_is_told_why_nothing_can_be_changed() -> None:
    table, _by = laid_table()
    page = signed_in(reader_of(table.seats.get().organisation)).get(url("page", table.pk))

    assert "Only those who speak for its owner" in words_of(page)
    assert "/role/" not in page.content.decode()


def test_the_trail_tells_who_did_what_for_whom_because_of_what() -> None:
    lead = OrganisationFactory.create(name="Laboratorio Argilla")
    by, call = speaker_of(lead), CallFactory.create()
    begun = begin_consortium(
        Beginning(name="Osso", call=call, because=call.key, sittings=(Sitting(lead, "lead"),)), by=by
    )
    page = words_of(signed_in(by).get(url("page", begun.pk)))

    assert f"{by.person} began the table with Laboratorio Argilla" in page
    assert "for Laboratorio Argilla, because of the call" in page
    assert "Next:" in page


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_cause_is_named_for_who_may_see_it(monkeypatch: pytest.MonkeyPatch, *, is_seen: bool) -> None:
    cause = Cause("the need “scaffolds”", "/partners/abc/") if is_seen else None
    monkeypatch.setattr(causes, "_declared", {"question": lambda _number, _reader: cause})
    by = speaker_of(OrganisationFactory.create())
    begun = begin_consortium(Beginning(name="Osso", because="question:7"), by=by)

    page = words_of(signed_in(by).get(url("page", begun.pk)))
    assert ("because of the need “scaffolds”" in page) is is_seen


def test_looking_writes_nothing() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(3))
    client = signed_in(by)
    rebuild_index()
    before = Trace.objects.count()

    for name in ("page", "budget", "seats"):
        assert client.get(url(name, table.pk)).status_code == 200
    assert client.get(url("export", table.pk, "csv")).status_code == 405
    assert Trace.objects.count() == before


# Changing


def test_a_role_is_changed_and_the_table_comes_back_to_htmx() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    seat = table.seats.get(position=2)
    answer = signed_in(by).post(
        url("role", table.pk, seat.pk), {"role": "associated", "revision": 1}, headers=HTMX
    )

    seat.refresh_from_db()
    assert seat.role == "associated"
    assert answer.content.decode().lstrip().startswith('<div id="table">')


def test_a_stale_page_is_told_so_and_keeps_what_was_chosen() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    seat = table.seats.get(position=2)
    seat_partners(table, [Sitting(OrganisationFactory.create())], by=by)
    answer = signed_in(by).post(url("role", table.pk, seat.pk), {"role": "associated", "revision": 1})

    assert answer.status_code == 409
    assert "Somebody changed this table since you opened it" in words_of(answer)
    assert 'value="associated" selected' in answer.content.decode()


def test_a_stale_name_is_not_lost() -> None:
    table, by = laid_table()
    seat_partners(table, [Sitting(OrganisationFactory.create())], by=by)
    answer = signed_in(by).post(
        url("description", table.pk), {"name": "Nome nuovo", "revision": 1}, headers=HTMX
    )

    assert answer.status_code == 409
    assert 'value="Nome nuovo"' in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#table"


def test_a_name_left_blank_is_refused_beside_its_field() -> None:
    table, by = laid_table(name="Osso")
    answer = signed_in(by).post(url("description", table.pk), {"name": "", "revision": 1})

    assert answer.status_code == 422
    assert "Write a name" in words_of(answer)


def test_other_rules_keep_the_name() -> None:
    table, by = laid_table(name="Osso")
    signed_in(by).post(url("description", table.pk), {"rule_set": "eic-pathfinder", "revision": 1})

    table.refresh_from_db()
    assert (table.name, table.rule_set) == ("Osso", "eic-pathfinder")


def test_who_leaves_can_be_seated_again_from_the_page() -> None:
    table, by = laid_table(OrganisationFactory.create(), OrganisationFactory.create(name="Valmora"))
    client = signed_in(by)
    page = client.post(
        url("departure", table.pk, table.seats.get(position=2).pk), {"revision": 1}, follow=True
    )
    again = url("return", table.pk, Departure.objects.get().pk)
    assert "Valmora has left the table" in words_of(page)
    assert again in page.content.decode()

    client.post(again)

    assert table.seats.filter(organisation__name="Valmora").exists()


def test_the_offer_to_seat_them_again_goes_once_somebody_changes_the_table() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    free_seat(table.seats.get(position=2), revision=1, by=by)
    table.refresh_from_db()
    seat_partners(table, [Sitting(OrganisationFactory.create())], by=by)

    assert "has left the table" not in words_of(signed_in(by).get(url("page", table.pk)))


def test_a_table_set_aside_offers_only_to_be_taken_back() -> None:
    table, by = laid_table()
    set_aside(table, revision=1, by=by)
    page = signed_in(by).get(url("page", table.pk)).content.decode()

    assert url("taking_back", table.pk) in page
    assert url("setting_aside", table.pk) not in page


# Seating by name


@pytest.fixture
def valmora() -> Organisation:
    found = OrganisationFactory.create(name="Istituto Ortopedico Valmora")
    IdentifierFactory.create(organisation=found, value="999888777")
    return found


@pytest.mark.parametrize("typed", ["valm", "Istituto Orto", "999888777"])
def test_partners_are_found_by_name_or_pic_and_seated_without_a_script(
    valmora: Organisation, typed: str
) -> None:
    table, by = laid_table()
    rebuild_index()
    client = signed_in(by)
    assert valmora.key in client.get(url("seats", table.pk), {"q": typed}).content.decode()

    client.post(url("seats", table.pk), {"organisation": valmora.key})

    assert table.seats.filter(organisation=valmora, role="beneficiary").exists()


def test_who_sits_already_is_not_offered_again(valmora: Organisation) -> None:
    table, by = laid_table(valmora)
    rebuild_index()
    page = signed_in(by).get(url("seats", table.pk), {"q": "valmora"}, headers=HTMX)

    assert "sits here already" in words_of(page)
    assert 'value="organisation:' not in page.content.decode()


@pytest.mark.parametrize("key", ["", "organisation:999999", "person:1", "organisation:x", "hidden"])
def test_nobody_is_seated_who_is_not_to_be_seen(key: str) -> None:
    table, by = laid_table()
    hidden = OrganisationFactory.create(audience="organisation:999")
    told = hidden.key if key == "hidden" else key

    assert signed_in(by).post(url("seats", table.pk), {"organisation": told}).status_code == 404
    assert table.seats.count() == 1


# The budget


def test_shares_that_add_up_are_kept() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    one, two = table.seats.all()
    signed_in(by).post(
        url("budget", table.pk),
        {
            "revision": 1,
            "budget": "1.000",
            f"share_{one.pk}": "600",
            f"share_{two.pk}": "400,00",
            "do": "keep",
        },
    )

    table.refresh_from_db()
    assert table.budget == Decimal(1000)
    assert [seat.share for seat in table.seats.all()] == [Decimal(600), Decimal(400)]


def test_shares_that_do_not_add_up_are_refused_with_all_that_was_typed() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    one, two = table.seats.all()
    answer = signed_in(by).post(
        url("budget", table.pk),
        {"revision": 1, "budget": "1000", f"share_{one.pk}": "600", f"share_{two.pk}": "300"},
        headers=HTMX,
    )

    assert answer.status_code == 422
    assert "€\u00a0100 of €\u00a01,000 is nobody’s yet" in answer.content.decode()
    assert 'value="600"' in answer.content.decode()
    assert Consortium.objects.get().budget is None


@pytest.mark.parametrize(("do", "expected"), [("equal", "500"), ("weights", "750")])
def test_a_suggestion_fills_the_form_and_keeps_nothing(do: str, expected: str) -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    one, two = table.seats.all()
    typed = {"revision": 1, "budget": "1000", f"weight_{one.pk}": "3", f"weight_{two.pk}": "1", "do": do}
    answer = signed_in(by).post(url("budget", table.pk), typed)

    assert f'value="{expected}"' in answer.content.decode()
    assert (Consortium.objects.get().revision, Consortium.objects.get().budget) == (1, None)


def test_a_budget_from_a_stale_page_is_refused_with_all_that_was_typed() -> None:
    table, by = laid_table()
    seat = table.seats.get()
    seat_partners(table, [Sitting(OrganisationFactory.create())], by=by)
    answer = signed_in(by).post(
        url("budget", table.pk), {"revision": 1, "budget": "777", f"share_{seat.pk}": "7"}
    )

    assert answer.status_code == 409
    assert 'value="777"' in answer.content.decode()
    assert 'name="revision" value="2"' in answer.content.decode()


def test_whoever_only_reads_does_not_share_the_budget() -> None:
    table, _by = laid_table()
    client = signed_in(reader_of(table.seats.get().organisation))

    assert client.get(url("budget", table.pk)).status_code == 403


# Search


def test_search_finds_my_draft_and_never_that_of_others() -> None:
    table, by = laid_table(name="Osso che si scioglie")
    ConsortiumFactory.create(name="Osso che si scioglie altrove")
    rebuild_index()

    hits = find(Question(words="scioglie", types=["consortium"]), by.reader).hits
    assert [hit.key for hit in hits] == [table.key]
    assert "Osso che si scioglie" in words_of(signed_in(by).get("/search/", {"q": "scioglie"}))


def test_a_draft_set_aside_is_not_found() -> None:
    _table, by = laid_table(name="Osso che si scioglie", set_aside_at=now())
    rebuild_index()

    assert find(Question(words="scioglie", types=["consortium"]), by.reader).total == 0
