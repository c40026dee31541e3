from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from convivio.activity.models import Trace
from convivio.consortia import actions
from convivio.consortia.errors import (
    ChangedMeanwhile,
    ConsortiumIsSetAside,
    NoSuchRole,
    NoSuchRules,
    SeatIsTaken,
    TableIsFull,
)
from convivio.consortia.models import Consortium, Departure, Seat
from convivio.consortia.tests.factories import (
    ConsortiumFactory,
    SeatFactory,
    laid_table,
    reader_of,
    speaker_of,
)
from convivio.kernel.errors import NotAllowed
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting
from convivio.search.models import Change

pytestmark = pytest.mark.django_db
Act = Callable[[Consortium, int, Acting], Any]
REASON = {"kind": "past_work", "text": "It coordinated CORALLO.", "url": "/projects/1/"}


def last_trace() -> Trace:
    return Trace.objects.newest_first()[0]


CHANGES: dict[str, Act] = {
    "seat": lambda table, revision, by: actions.seat_partners(
        table, [actions.Sitting(OrganisationFactory.create())], revision=revision, by=by
    ),
    "free": lambda table, revision, by: actions.free_seat(seat_at(table), revision=revision, by=by),
    "role": lambda table, revision, by: actions.change_role(
        seat_at(table), "associated", revision=revision, by=by
    ),
    "budget": lambda table, revision, by: actions.share_budget(
        table, Decimal(10), {}, revision=revision, by=by
    ),
    "describe": lambda table, revision, by: actions.describe(
        table, name="Altro", rule_set="", revision=revision, by=by
    ),
    "aside": lambda table, revision, by: actions.set_aside(table, revision=revision, by=by),
}
each_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def seat_at(table: Consortium) -> Seat:
    seat = table.seats.select_related("consortium").last()
    assert seat is not None
    return seat


@each_change
def test_a_change_raises_the_revision_and_is_on_record_and_to_be_found_anew(change: Act) -> None:
    table, by = laid_table()
    change(table, table.revision, by)

    table.refresh_from_db()
    assert table.revision == 2
    assert (last_trace().subject, last_trace().person) == (table.key, by.person_key)
    assert Change.objects.filter(key=table.key).exists()


@each_change
def test_a_stale_page_changes_nothing(change: Act) -> None:
    table, by = laid_table()
    actions.share_budget(table, Decimal(5), {}, revision=1, by=by)
    stale = Consortium.objects.get(pk=table.pk)

    with pytest.raises(ChangedMeanwhile):
        change(stale, 1, by)
    assert Consortium.objects.get(pk=table.pk).revision == 2


@each_change
def test_whoever_only_reads_changes_nothing(change: Act) -> None:
    table, _by = laid_table()
    reader = reader_of(table.seats.get().organisation)

    with pytest.raises(NotAllowed):
        change(table, 1, reader)


@each_change
def test_a_table_set_aside_is_not_changed(change: Act) -> None:
    table, by = laid_table()
    actions.set_aside(table, revision=1, by=by)

    with pytest.raises(ConsortiumIsSetAside):
        change(table, table.revision, by)


def test_a_table_begins_with_its_partners_and_their_reasons() -> None:
    lead, partner = OrganisationFactory.create_batch(2)
    sittings = (actions.Sitting(lead, "lead"), actions.Sitting(partner, reasons=[REASON]))
    table = actions.begin_consortium(actions.Beginning(name="Osso", sittings=sittings), by=speaker_of(lead))

    assert [seat.role for seat in table.seats.all()] == ["lead", "beneficiary"]
    assert table.seats.get(organisation=partner).reasons == [REASON]
    assert (table.owner, table.audience) == (lead.key, lead.key)
    assert last_trace().facts["partners"] == [lead.key, partner.key]


def test_a_table_is_judged_by_rules_that_there_are() -> None:
    by = speaker_of(OrganisationFactory.create())

    with pytest.raises(NoSuchRules):
        actions.begin_consortium(actions.Beginning(name="Osso", rule_set="nothing"), by=by)
    assert not Consortium.objects.exists()


def test_a_partner_takes_the_empty_seat_of_their_role() -> None:
    table, by = laid_table()
    empty = SeatFactory.create(consortium=table, empty=True, position=9)
    partner = OrganisationFactory.create()

    actions.seat_partners(table, [actions.Sitting(partner, reasons=[REASON])], by=by)

    empty.refresh_from_db()
    assert (empty.organisation, empty.reasons) == (partner, [REASON])


def test_who_sits_already_is_not_seated_again() -> None:
    table, by = laid_table()

    with pytest.raises(SeatIsTaken):
        actions.seat_partners(table, [actions.Sitting(table.seats.get().organisation)], by=by)


def test_a_table_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_SEATS", 1)
    table, by = laid_table()

    with pytest.raises(TableIsFull):
        actions.seat_partners(table, [actions.Sitting(OrganisationFactory.create())], by=by)


def test_nobody_sits_in_a_role_that_there_is_not() -> None:
    table, by = laid_table()

    with pytest.raises(NoSuchRole):
        actions.change_role(seat_at(table), "king", revision=1, by=by)


def test_a_new_lead_makes_the_old_one_a_partner() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    actions.change_role(seat_at(table), "lead", revision=1, by=by)

    assert list(table.seats.values_list("role", flat=True)) == ["beneficiary", "lead"]


def test_who_left_comes_back_as_they_sat() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(3))
    middle = table.seats.get(position=2)
    Seat.objects.filter(pk=middle.pk).update(share=Decimal("7.50"), role="associated", reasons=[REASON])
    departure = actions.free_seat(Seat.objects.get(pk=middle.pk), revision=1, by=by)
    assert departure is not None

    seat = actions.seat_again(departure, by=by)

    assert (seat.organisation, seat.position, seat.role) == (middle.organisation, 2, "associated")
    assert (seat.share, seat.reasons) == (Decimal("7.50"), [REASON])
    assert not Departure.objects.exists()
    assert last_trace().verb == "consortium.seated_again"


def test_a_lead_who_left_comes_back_as_a_partner_when_somebody_else_leads() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    departure = actions.free_seat(table.seats.get(role="lead"), revision=1, by=by)
    actions.change_role(seat_at(table), "lead", revision=2, by=by)
    assert departure is not None

    assert actions.seat_again(departure, by=by).role == "beneficiary"


def test_who_was_seated_meanwhile_does_not_come_back_a_second_time() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    partner = seat_at(table).organisation
    departure = actions.free_seat(seat_at(table), revision=1, by=by)
    actions.seat_partners(table, [actions.Sitting(partner)], by=by)
    assert departure is not None

    with pytest.raises(SeatIsTaken):
        actions.seat_again(departure, by=by)


def test_the_budget_is_shared_by_seat_and_others_keep_theirs() -> None:
    table, by = laid_table(*OrganisationFactory.create_batch(2))
    first, second = table.seats.all()
    Seat.objects.filter(pk=second.pk).update(share=Decimal(3))

    actions.share_budget(table, Decimal(10), {first.pk: Decimal(7)}, revision=1, by=by)

    assert list(table.seats.values_list("share", flat=True)) == [Decimal(7), Decimal(3)]


def test_what_is_set_aside_can_be_taken_back_once() -> None:
    table, by = laid_table()
    actions.set_aside(table, revision=1, by=by)
    actions.take_back(table, by=by)
    actions.take_back(table, by=by)

    table.refresh_from_db()
    assert table.set_aside_at is None
    assert Trace.objects.filter(verb="consortium.taken_back").count() == 1


def test_other_rules_and_another_name_are_told_apart_on_record() -> None:
    table, by = laid_table()
    actions.describe(table, name="Nuovo", rule_set=table.rule_set, revision=1, by=by)
    renamed = last_trace().verb
    actions.describe(table, name="Nuovo", rule_set="eic-pathfinder", revision=2, by=by)

    assert (renamed, last_trace().verb) == ("consortium.renamed", "consortium.described")


def test_an_export_is_on_record_with_its_form() -> None:
    table, by = laid_table()
    actions.note_export(table, "csv", by=by)

    assert (last_trace().verb, last_trace().facts) == ("consortium.exported", {"form": "csv"})


def test_a_table_begun_for_a_call_says_so_in_every_trace() -> None:
    lead = OrganisationFactory.create()
    table, by = laid_table(lead)
    ConsortiumFactory._meta.model.objects.filter(pk=table.pk).update(because="call:9")
    table.refresh_from_db()

    actions.set_aside(table, revision=1, by=by)

    assert last_trace().because == "call:9"
