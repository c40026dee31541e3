"""Who sits at a table, as the reader may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from convivio.consortia.models import Consortium, Seat
from convivio.consortia.roles import ShownRole, role_shown
from convivio.engine.rules_phrases import percent
from convivio.kernel.audiences import Reader
from convivio.kernel.translated import Translated
from convivio.web.amounts import NARROW, number

ICONS = {
    "past_work": "project",
    "record": "list",
    "profile": "page",
    "collaboration": "shared",
    "introduction": "shared",
}
OWN_ICONS = frozenset(
    {
        "project",
        "skill",
        "resource",
        "idea",
        "shared",
        "concept",
        "publication",
        "certificate",
        "call",
        "warn",
    }
)


@dataclass(frozen=True, slots=True)
class ShownReason:
    """Why a partner sits there, as it was read when they took the seat."""

    kind: str
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """A seat and its partner, ready to be drawn."""

    seat: Seat
    name: str
    url: str
    kind: str
    kind_label: str
    place: str
    role: ShownRole
    roles: tuple[tuple[str, str | Promise], ...]
    reasons: tuple[ShownReason, ...]
    percent: str

    @property
    def is_lead(self) -> bool:
        return self.seat.role == Seat.Role.LEAD


def seats_of(consortium: Consortium, reader: Reader) -> list[Seat]:
    """Read who sits there, the lead first; a partner that the reader may not see keeps no name."""
    seats = list(consortium.seats.select_related("organisation"))
    for seat in seats:
        if seat.organisation and is_veiled(seat, reader):
            seat.organisation.name = _("a partner you may not see")
    return sorted(seats, key=lambda seat: (seat.role != Seat.Role.LEAD, seat.position))


def is_veiled(seat: Seat, reader: Reader) -> bool:
    return seat.organisation is not None and not reader.sees(seat.organisation.audience)


def shown_seats(
    consortium: Consortium,
    seats: Iterable[Seat],
    roles: Mapping[str, ShownRole],
    reader: Reader,
) -> list[ShownSeat]:
    """Draw the seats that are taken."""
    return [
        _shown(seat, consortium, dict(roles), veiled=is_veiled(seat, reader))
        for seat in seats
        if seat.organisation
    ]


def reasons_of(seat: Seat) -> tuple[ShownReason, ...]:
    """Read the reasons that were kept with a seat; only addresses of ours are links."""
    return tuple(reason for row in seat.reasons if (reason := _reason(row)))


def _reason(row: Any) -> ShownReason | None:
    if not isinstance(row, Mapping):
        return ShownReason("project", str(row)) if row else None
    said = row.get("text") or {code: row[code] for code in ("it", "en") if row.get(code)}
    text = str(Translated(said)) if isinstance(said, Mapping) else str(said)
    kind, url = str(row.get("kind", "")), str(row.get("url") or "")
    is_ours = url.startswith("/") and not url.startswith("//")
    link = str(row.get("opens") or row.get("link") or _("Open the evidence"))
    icon = kind if kind in OWN_ICONS else ICONS.get(kind, "project")
    return ShownReason(icon, text, url if is_ours else "", link) if text else None


def _shown(seat: Seat, consortium: Consortium, roles: dict[str, ShownRole], *, veiled: bool) -> ShownSeat:
    organisation = seat.organisation
    if organisation is None:
        message = "an empty seat has nobody to show"
        raise ValueError(message)
    role = role_shown(roles, seat.role)
    place = ", ".join(part for part in (organisation.city, organisation.country) if part)
    choices = {**roles, role.code: role}
    return ShownSeat(
        seat=seat,
        name=organisation.name,
        url="" if veiled else organisation.get_absolute_url(),
        kind="veiled" if veiled else organisation.kind,
        kind_label="" if veiled else organisation.get_kind_display(),
        place="" if veiled else place,
        role=role,
        roles=tuple((one.code, one.label) for one in choices.values()),
        reasons=() if veiled else reasons_of(seat),
        percent=share_in_words(seat.share, consortium.budget),
    )


def share_in_words(share: Decimal | None, whole: Decimal | None) -> str:
    """Say what part of the whole a share is; nothing when either is not told."""
    if share is None or not whole:
        return ""
    return f"{number(percent(share / whole))}{NARROW}%"
