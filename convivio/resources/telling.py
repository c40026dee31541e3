"""What people are told of bookings: those who look after what is lent, and whoever booked it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from convivio.kernel.keys import split_key
from convivio.notices.declarations import Answer, Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.telling import tell
from convivio.organisations.models import Mandate
from convivio.people.models import Person
from convivio.resources.models import Booking
from convivio.web.amounts import in_words

ASKED, LENT, OURS = "booking.asked", "booking.lent", "booking.ours"
YES, NO = "booking.yes", "booking.no"
ASKING = frozenset({"asked", "series_asked"})
SUBJECTS = {
    "asked": gettext_noop("%(who)s asks for %(what)s: yes or no?"),
    "made": gettext_noop("%(who)s has booked %(what)s"),
    "moved": gettext_noop("Another time for %(what)s"),
    "cancelled": gettext_noop("The booking of %(what)s is cancelled"),
    "approved": gettext_noop("%(what)s is yours"),
    "declined": gettext_noop("%(what)s: not this time"),
    "promoted": gettext_noop("A place is free: %(what)s is held for you"),
    "series_asked": gettext_noop("%(who)s asks for %(what)s on several dates: yes or no?"),
    "series_made": gettext_noop("%(who)s has booked %(what)s on several dates"),
    "series_cancelled": gettext_noop("Several bookings of %(what)s are cancelled"),
    "series_approved": gettext_noop("%(what)s is yours on several dates"),
    "series_declined": gettext_noop("%(what)s on several dates: not this time"),
    "off": gettext_noop("%(what)s is free again: not all that was asked for together could be had"),
    "released": gettext_noop("%(what)s was given back: nobody came"),
}


def tell_owner(what: str, booking: Booking, *, but: Person | None = None, times: int = 1) -> None:
    """Tell the people who look after the resource, but whoever did it; of a series, once for all its dates."""
    kind = ASKED if what in ASKING else LENT
    tell(kind, booking, facts={"what": what, "but": but.pk if but else 0, "times": times})


def tell_user(what: str, booking: Booking, *, but: Person | None = None, times: int = 1) -> None:
    """Tell whoever booked it, unless they did it themselves."""
    tell(OURS, booking, facts={"what": what, "but": but.pk if but else 0, "times": times})


def _booking(about: str) -> Booking | None:
    rows = Booking.objects.select_related("resource__owner", "organisation", "person")
    return rows.filter(pk=split_key(about)[1]).first()


def _owners(about: str, facts: Facts) -> Iterable[int]:
    """Give those who edit for the owner today, but whoever did it."""
    booking = _booking(about)
    if booking is None:
        return set()
    held = Mandate.objects.filter(organisation=booking.resource.owner_id, right=Mandate.Right.EDIT)
    editing = held.holding_on(localdate()).filter(person__is_active=True)
    return set(editing.values_list("person", flat=True)) - {facts["but"]}


def _users(about: str, facts: Facts) -> Iterable[int]:
    """Give whoever booked it, while they act for the organisation and did not do it themselves."""
    booking = _booking(about)
    if booking is None or booking.person_id in {None, facts["but"]}:
        return set()
    held = Mandate.objects.filter(organisation=booking.organisation_id, person=booking.person_id)
    return set(held.holding_on(localdate()).values_list("person", flat=True))


def _to_owners(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    booking = _booking(about)
    if booking is None or person.pk not in set(_owners(about, facts)):
        return None
    return _line(booking, facts["what"], (), facts.get("times", 1))


def _asked(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    """Ask the owner's people for a yes or no, while nobody has answered."""
    booking = _booking(about)
    is_open = booking is not None and booking.state == Booking.State.ASKED
    if booking is None or not is_open or person.pk not in set(_owners(about, facts)):
        return None
    owner = booking.resource.owner.key
    answers = (Answer(YES, booking.key, owner), Answer(NO, booking.key, owner))
    if facts["what"] == "series_asked":
        return _line(booking, "series_asked", (), facts["times"])
    return _line(booking, "asked", answers)


def _to_users(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    booking = _booking(about)
    if booking is None or person.pk not in set(_users(about, facts)):
        return None
    return _line(booking, facts["what"], (), facts.get("times", 1))


def _line(booking: Booking, what: str, answers: tuple[Answer, ...], times: int = 1) -> Line:
    said = {"who": booking.organisation.name, "what": str(booking.resource)}
    context = tuple(filter(None, (booking.organisation.name, booking.purpose, booking.words)))
    subject = _(SUBJECTS[what]) % said
    when = f"{said['what']}: {when_in_words(booking)}"
    if times > 1:
        when = _("%(what)s: %(times)d dates, the first on %(when)s") % {
            **said, "times": times, "when": when_in_words(booking),
        }  # fmt: skip
    return Line(subject, when, context, booking.get_absolute_url(), answers)


GROUP = gettext_lazy("Machines and rooms")
KINDS = (
    Kind(ASKED, gettext_lazy("Somebody asks for something that you lend"), _asked, _owners, group=GROUP),
    Kind(LENT, gettext_lazy("Bookings of what you lend"), _to_owners, _owners, group=GROUP),
    Kind(OURS, gettext_lazy("Your bookings, and places that become free"), _to_users, _users, group=GROUP),
)


def when_in_words(booking: Booking) -> str:
    return hours_in_words(booking.from_at, booking.until_at)


def hours_in_words(from_at: datetime, until_at: datetime) -> str:
    """Say a day and its hours, in the clock time of Rome."""
    begin, end = localtime(from_at), localtime(until_at)
    if begin.date() == end.date():
        return f"{in_words(begin.date(), 'l j F Y')}, {begin:%H:%M}–{end:%H:%M}"
    days = {"first": in_words(begin.date(), "j F Y"), "last": in_words(end.date(), "j F Y")}
    return _("from %(first)s, %(begin)s, to %(last)s, %(end)s") % {
        **days, "begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}",
    }  # fmt: skip
