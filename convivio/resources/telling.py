"""What people are told of bookings: a letter each, in their own language, with the page where they answer."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from convivio.activity.letters import post
from convivio.organisations.models import Mandate
from convivio.people.models import Person
from convivio.resources.models import Booking
from convivio.web.amounts import in_words

SUBJECTS = {
    "asked": gettext_noop("%(who)s asks for %(what)s: yes or no?"),
    "made": gettext_noop("%(who)s has booked %(what)s"),
    "moved": gettext_noop("Another time for %(what)s"),
    "cancelled": gettext_noop("The booking of %(what)s is cancelled"),
    "approved": gettext_noop("%(what)s is yours"),
    "declined": gettext_noop("%(what)s: not this time"),
    "promoted": gettext_noop("A place is free: %(what)s is held for you"),
    "released": gettext_noop("%(what)s was given back: nobody came"),
}


def tell_owner(what: str, booking: Booking, *, but: Person | None = None) -> None:
    """Write to the people who look after the resource today."""
    rows = Mandate.objects.holding_on(localdate()).filter(
        organisation=booking.resource.owner_id, right=Mandate.Right.EDIT, person__is_active=True
    )
    for mandate in rows.select_related("person").order_by("person"):
        if but is None or mandate.person_id != but.pk:
            _write(what, booking, mandate.person)


def tell_user(what: str, booking: Booking, *, but: Person | None = None) -> None:
    """Write to whoever booked it, while they are there."""
    person = booking.person
    if person is not None and person.is_active and (but is None or person.pk != but.pk):
        _write(what, booking, person)


def _write(what: str, booking: Booking, person: Person) -> None:
    with translation.override(person.language):
        said = {
            "who": booking.organisation.name,
            "what": str(booking.resource),
            "when": when_in_words(booking),
            "why": booking.purpose,
            "words": booking.words,
            "page": f"{settings.ADDRESS}{booking.get_absolute_url()}",
        }
        lines = [f"{said['what']}\n{said['when']}\n{said['who']}", said["why"], said["words"]]
        lines.append(_("Answer, change it or add it to your calendar: %(page)s") % said)
        post(person.email, _(SUBJECTS[what]) % said, "\n\n".join(filter(None, lines)))


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
