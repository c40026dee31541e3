"""Is this still so? Once a year the people who look after a resource are asked, and say yes from the letter."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.activity.trace import record
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.notices.declarations import Answer, Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.telling import tell
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.resources.models import Resource
from convivio.resources.offering import confirm_resource
from convivio.resources.permissions import may_offer
from convivio.resources.telling import GROUP
from convivio.web.amounts import in_words

STILL, CONFIRM = "resource.still_so", "resource.confirm"
A_YEAR = timedelta(days=365)
AT_ONCE = 200


def ask_whether_still_so() -> int:
    """Ask of what nobody confirmed for a year, at most once a year.

    Units: how many resources.
    """
    before = localdate() - A_YEAR
    asked = Q(asked_still_on=None) | Q(asked_still_on__lte=before)
    old = Q(confirmed_on=None) | Q(confirmed_on__lte=before)
    rows = Resource.objects.offered().filter(asked, old).order_by("pk")[:AT_ONCE]
    return sum(_ask(one) for one in rows)


@transaction.atomic
def _ask(resource: Resource) -> bool:
    lock(resource)
    today = localdate()
    if resource.asked_still_on is not None and resource.asked_still_on > today - A_YEAR:
        return False
    resource.asked_still_on = today
    resource.save(update_fields=["asked_still_on"])
    entry = record("resource.asked_still", resource, by=None)
    tell(STILL, resource, because=entry)
    return True


def said_of_confirming(key: str, by: Acting) -> str | None:
    """Say what the button does, while it is open and this person looks after the resource."""
    found = _open(key)
    if found is None or not may_offer(by, found.owner):
        return None
    return _("Say that all of it still holds: %(what)s.") % {"what": found}


def confirm_by_letter(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed."""
    found = Resource.objects.select_related("owner").get(pk=split_key(key)[1])
    confirm_resource(found, by=by)
    return _("Confirmed today: all of it still holds.")


def _open(key: str) -> Resource | None:
    """Find what is offered and nobody has confirmed since it was asked."""
    rows = Resource.objects.offered().select_related("owner").filter(pk=split_key(key)[1])
    found = rows.exclude(asked_still_on=None).first()
    if found is None or found.asked_still_on is None:
        return None
    is_confirmed = found.confirmed_on is not None and found.confirmed_on >= found.asked_still_on
    return None if is_confirmed else found


def _recipients(about: str, _facts: Facts) -> Iterable[int]:
    found = _open(about)
    if found is None:
        return set()
    held = Mandate.objects.filter(organisation=found.owner_id, right=Mandate.Right.EDIT)
    return set(held.holding_on(localdate()).filter(person__is_active=True).values_list("person", flat=True))


def _words(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    found = _open(about)
    if found is None or person.pk not in set(_recipients(about, facts)):
        return None
    last = in_words(found.confirmed_on, "j F Y") if found.confirmed_on else _("never")
    return Line(
        _("Is this still so: %(what)s?") % {"what": found},
        _("Others find it in the catalogue. It was last confirmed: %(day)s.") % {"day": last},
        tuple(filter(None, (found.owner.name, str(found.description)[:300]))),
        found.get_absolute_url(),
        (Answer(CONFIRM, found.key, found.owner.key),),
    )


KIND = Kind(STILL, gettext_lazy("Once a year: is what you lend still so?"), _words, _recipients, group=GROUP)
