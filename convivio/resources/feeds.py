"""Bookings in one's own calendar program, by an address that is a key: renewed, ended, and never more than one may see."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.resources.models import BookingQuerySet, Feed
from convivio.resources.permissions import bookings_seen

LOOKED_BACK = timedelta(days=60)
MOST = 1_000


@transaction.atomic
def make_feed(person: Person, *, by: Acting) -> str:
    """Make a new address and end the old one; its key is returned this once."""
    Person.objects.select_for_update().get(pk=person.pk)
    Feed.objects.filter(person=person, ended_at=None).update(ended_at=now())
    key = secrets.token_urlsafe(32)
    feed = Feed.objects.create(person=person, digest=_digest(key))
    record("feed.made", feed, by=by)
    return key


@transaction.atomic
def end_feed(person: Person, *, by: Acting) -> None:
    """End the address; the calendar program finds nothing there any more."""
    for feed in Feed.objects.filter(person=person, ended_at=None):
        feed.ended_at = now()
        feed.save(update_fields=["ended_at"])
        record("feed.ended", feed, by=by)


def person_by(key: str) -> Person | None:
    """Say whose address a key opens; None when it opens nothing now."""
    feed = Feed.objects.filter(digest=_digest(key), ended_at=None, person__is_active=True)
    found = feed.select_related("person").first()
    return found.person if found else None


def bookings_in(person: Person, *, organisation: str = "", resource: str = "") -> BookingQuerySet:
    """Give what this person may see now of the last two months and from then on, perhaps of one owner or resource."""
    rows = bookings_seen(acting_as(person)).holding().filter(until_at__gt=now() - LOOKED_BACK)
    if organisation:
        rows = rows.filter(organisation__slug=organisation) | rows.filter(resource__owner__slug=organisation)
    if resource:
        rows = rows.filter(resource__slug=resource)
    return rows.select_related("resource__site").order_by("from_at", "pk")[:MOST]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
