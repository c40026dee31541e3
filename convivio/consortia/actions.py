"""What people do at a table: begin it, seat partners, share the budget, set it aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.calls.models import Call
from convivio.calls.rule_sets import is_rule_set
from convivio.clusters.capacities import kept_to
from convivio.consortia.errors import (
    ChangedMeanwhile,
    ConsortiumIsSetAside,
    NoSuchRole,
    NoSuchRules,
    SeatIsTaken,
    TableIsFull,
)
from convivio.consortia.models import Consortium, Departure, Seat
from convivio.consortia.permissions import may_begin, may_change
from convivio.kernel.audiences import Visibility
from convivio.kernel.rows import lock
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

MOST_SEATS = 60


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who takes a seat, in which role, and why, as it was read at that moment."""

    organisation: Organisation | None
    role: str = Seat.Role.BENEFICIARY
    reasons: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a consortium begins with."""

    name: str
    need: str = ""
    call: Call | None = None
    rule_set: str = ""
    budget: Decimal | None = None
    because: str = ""
    sittings: tuple[Sitting, ...] = ()


@transaction.atomic
def begin_consortium(beginning: Beginning, *, by: Acting) -> Consortium:
    """Keep a table as a draft that only those whom the person acts for may see.

    Raises:
        NotAllowed: the person may not speak for whom they act.
        NoSuchRules, NoSuchRole, TableIsFull, SeatIsTaken.
    """
    may_begin(by).enforce()
    _known_rules(beginning.rule_set)
    consortium = Consortium.objects.create(
        name=beginning.name,
        need=beginning.need,
        call=beginning.call,
        rule_set=beginning.rule_set,
        budget=beginning.budget,
        owner=by.key,
        visibility=Visibility.PRIVATE,
        audience=kept_to(by.key),
        because=beginning.because,
        begun_by=by.person,
    )
    for sitting in beginning.sittings:
        _seat(consortium, sitting)
    keys = [one.organisation.key for one in beginning.sittings if one.organisation]
    record("consortium.begun", consortium, by=by, because=beginning.because, facts={"partners": keys})
    has_changed(consortium.key)
    return consortium


@transaction.atomic
def seat_partners(
    consortium: Consortium, sittings: Iterable[Sitting], *, revision: int | None = None, by: Acting
) -> list[Seat]:
    """Seat partners, each in an empty seat of its role where there is one.

    With a revision, only at the table as it was seen then; without, at the table as it is.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside, NoSuchRole, TableIsFull, SeatIsTaken.
    """
    _hold(consortium, revision, by)
    seats = [_seat(consortium, sitting) for sitting in sittings]
    _changed(consortium, "consortium.seated", by, partners=_keys(seats))
    return seats


@transaction.atomic
def free_seat(seat: Seat, *, revision: int, by: Acting) -> Departure | None:
    """Take a partner from the table, and the seat with it; whoever left can be seated again.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside.
    """
    consortium = seat.consortium
    _hold(consortium, revision, by)
    departure = _departure(seat) if seat.organisation_id else None
    facts = {
        "partners": _keys([seat]),
        "role": seat.role,
        "position": seat.position,
        "departure": departure.pk if departure else None,
    }
    seat.delete()
    _changed(consortium, "consortium.seat_freed", by, **facts)
    return departure


@transaction.atomic
def seat_again(departure: Departure, *, by: Acting) -> Seat:
    """Seat a partner who left as they sat before: place, role, share and reasons.

    Where somebody else leads by now, they come back as a partner; where their place is taken, at the end.

    Raises:
        NotAllowed, ConsortiumIsSetAside, TableIsFull, SeatIsTaken.
    """
    consortium = departure.consortium
    _hold(consortium, None, by)
    seats = list(consortium.seats.all())
    role, position = departure.role, departure.position
    if role == Seat.Role.LEAD and any(seat.role == Seat.Role.LEAD for seat in seats):
        role = Seat.Role.BENEFICIARY
    if any(seat.position == position for seat in seats):
        position = max(seat.position for seat in seats) + 1
    _has_room(seats, departure.organisation)
    seat = Seat.objects.create(
        consortium=consortium,
        position=position,
        role=role,
        organisation=departure.organisation,
        share=departure.share,
        note=departure.note,
        reasons=departure.reasons,
    )
    departure.delete()
    _changed(consortium, "consortium.seated_again", by, partners=_keys([seat]), role=role)
    return seat


@transaction.atomic
def change_role(seat: Seat, role: str, *, revision: int, by: Acting) -> None:
    """Give a partner another role; a new lead makes the old one a partner.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside, NoSuchRole.
    """
    _known_role(role)
    consortium = seat.consortium
    _hold(consortium, revision, by)
    if role == Seat.Role.LEAD:
        consortium.seats.filter(role=Seat.Role.LEAD).exclude(pk=seat.pk).update(role=Seat.Role.BENEFICIARY)
    seat.role = role
    seat.save(update_fields=["role"])
    _changed(consortium, "consortium.role_changed", by, partners=_keys([seat]), role=role)


@transaction.atomic
def share_budget(
    consortium: Consortium,
    budget: Decimal | None,
    shares: Mapping[int, Decimal | None],
    *,
    revision: int,
    by: Acting,
) -> None:
    """Set the whole cost, and each seat's share of it, by the number of the seat.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside.
    """
    _hold(consortium, revision, by)
    consortium.budget = budget
    for seat in consortium.seats.all():
        if seat.pk in shares:
            seat.share = shares[seat.pk]
            seat.save(update_fields=["share"])
    _changed(consortium, "consortium.budget_shared", by, budget=str(budget) if budget is not None else None)


@transaction.atomic
def describe(consortium: Consortium, *, name: str, rule_set: str, revision: int, by: Acting) -> None:
    """Name the table anew, or judge it by other rules.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside, NoSuchRules.
    """
    _hold(consortium, revision, by)
    verb = "consortium.renamed" if rule_set == consortium.rule_set else "consortium.described"
    if rule_set != consortium.rule_set:
        _known_rules(rule_set)
    consortium.name, consortium.rule_set = name, rule_set
    _changed(consortium, verb, by, rule_set=rule_set)


@transaction.atomic
def set_aside(consortium: Consortium, *, revision: int, by: Acting) -> None:
    """Take the table out of the way; it can be taken back at any time.

    Raises:
        NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside.
    """
    _hold(consortium, revision, by)
    consortium.set_aside_at = now()
    _changed(consortium, "consortium.set_aside", by)


@transaction.atomic
def take_back(consortium: Consortium, *, by: Acting) -> None:
    """Put a table that was set aside back among the drafts.

    Raises:
        NotAllowed.
    """
    lock(consortium)
    may_change(by, consortium).enforce()
    if consortium.set_aside_at is not None:
        consortium.set_aside_at = None
        _changed(consortium, "consortium.taken_back", by)


@transaction.atomic
def note_export(consortium: Consortium, form: str, *, by: Acting) -> None:
    """Put on record that a table was taken away, in which form; whoever may see it may."""
    record("consortium.exported", consortium, by=by, because=consortium.because, facts={"form": form})


def _hold(consortium: Consortium, revision: int | None, by: Acting) -> None:
    """Take hold of a table to change it; without a revision, whatever changed meanwhile does no harm."""
    lock(consortium)
    may_change(by, consortium).enforce()
    if consortium.set_aside_at is not None:
        raise ConsortiumIsSetAside(consortium.name)
    if revision is not None and consortium.revision != revision:
        raise ChangedMeanwhile


def _known_rules(name: str) -> None:
    if name and not is_rule_set(name):
        raise NoSuchRules(name)


def _known_role(role: str) -> None:
    if role not in Seat.Role.values:
        raise NoSuchRole(role)


def _has_room(seats: list[Seat], organisation: Organisation | None) -> None:
    if organisation and any(seat.organisation_id == organisation.pk for seat in seats):
        raise SeatIsTaken(organisation.name)
    if len(seats) >= MOST_SEATS:
        raise TableIsFull(MOST_SEATS)


def _departure(seat: Seat) -> Departure:
    departure, _made = Departure.objects.update_or_create(
        consortium=seat.consortium,
        organisation=seat.organisation,
        defaults={
            "position": seat.position,
            "role": seat.role,
            "share": seat.share,
            "note": seat.note,
            "reasons": seat.reasons,
            "left_at": now(),
        },
    )
    return departure


def _changed(consortium: Consortium, verb: str, by: Acting, **facts: object) -> None:
    consortium.revision += 1
    consortium.changed_at = now()
    consortium.save()
    record(verb, consortium, by=by, because=consortium.because, facts=facts)
    has_changed(consortium.key)


def _seat(consortium: Consortium, sitting: Sitting) -> Seat:
    """Seat a partner in an empty seat of its role, or in one more."""
    _known_role(sitting.role)
    organisation = sitting.organisation
    seats = list(consortium.seats.all())
    waiting = [one for one in seats if one.organisation_id is None and one.role == sitting.role]
    _has_room(
        [one for one in seats if one.organisation_id] if organisation and waiting else seats, organisation
    )
    if organisation and waiting:
        seat = waiting[0]
        seat.organisation, seat.reasons = organisation, sitting.reasons
        seat.save()
        return seat
    return Seat.objects.create(
        consortium=consortium,
        position=max((seat.position for seat in seats), default=0) + 1,
        role=sitting.role,
        organisation=organisation,
        reasons=sitting.reasons,
    )


def _keys(seats: Iterable[Seat]) -> list[str]:
    return [seat.organisation.key for seat in seats if seat.organisation]
