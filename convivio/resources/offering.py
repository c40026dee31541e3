"""What an owner says of a resource: offers it, changes it, closes it for a while, takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.resources.errors import AgainstItsRules, BookingsInTheWay, ResourceChangedMeanwhile
from convivio.resources.models import Booking, Closure, OpeningHours, Resource, Tariff
from convivio.resources.opening import Hours, Span
from convivio.resources.permissions import may_offer
from convivio.resources.telling import tell_user
from convivio.resources.together import hold_the_others, release_the_others
from convivio.resources.waiting import promote
from convivio.search.documents import has_changed

RESERVED = frozenset({"new", "bookings", "of", "waiting", "together", "feeds", "use"})
"""Words that stand in addresses where a resource's name would."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an owner says: columns of the resource, its hours of the week, what a kind of user pays."""

    columns: Mapping[str, Any]
    hours: Sequence[Hours]
    tariffs: Mapping[str, Decimal]
    unit: str


@transaction.atomic
def offer_resource(owner: Organisation, offer: Offer, *, by: Acting) -> Resource:
    """Offer something to others.

    Raises: NotAllowed.
    """
    lock(owner)
    may_offer(by, owner).enforce()
    slug = _free_slug(offer.columns["name"].in_language("it"))
    resource = Resource.objects.create(owner=owner, slug=slug, confirmed_on=localdate(), **offer.columns)
    _set_hours_and_tariffs(resource, offer)
    record("resource.offered", resource, by=by, because=owner)
    has_changed(resource.key)
    return resource


@transaction.atomic
def change_resource(resource: Resource, offer: Offer, *, version: int, by: Acting) -> None:
    """Say it anew.

    Raises: NotAllowed; ResourceChangedMeanwhile; AgainstItsRules, when a place that is booked would go.
    """
    lock(resource)
    may_offer(by, resource.owner).enforce()
    if resource.version != version:
        raise ResourceChangedMeanwhile
    _keep_booked_places(resource, int(offer.columns["places"]))
    for name, value in offer.columns.items():
        setattr(resource, name, value)
    resource.version += 1
    resource.confirmed_on = localdate()
    resource.save()
    _set_hours_and_tariffs(resource, offer)
    record("resource.changed", resource, by=by)
    has_changed(resource.key)
    promote(resource, because=resource)


@transaction.atomic
def confirm_resource(resource: Resource, *, by: Acting) -> None:
    """Say that all of it still holds.

    Raises: NotAllowed.
    """
    lock(resource)
    may_offer(by, resource.owner).enforce()
    resource.confirmed_on = localdate()
    resource.save(update_fields=["confirmed_on"])
    record("resource.confirmed", resource, by=by)


@transaction.atomic
def withdraw_resource(resource: Resource, *, by: Acting) -> None:
    """Take it out of the catalogue; what is booked stays booked, and it can be offered again.

    Raises: NotAllowed.
    """
    lock(resource)
    may_offer(by, resource.owner).enforce()
    if resource.withdrawn_at is None:
        resource.withdrawn_at = now()
        resource.save(update_fields=["withdrawn_at"])
        record("resource.withdrawn", resource, by=by)
        has_changed(resource.key)


@transaction.atomic
def offer_again(resource: Resource, *, by: Acting) -> None:
    """Put it back into the catalogue.

    Raises: NotAllowed.
    """
    lock(resource)
    may_offer(by, resource.owner).enforce()
    if resource.withdrawn_at is not None:
        resource.withdrawn_at = None
        resource.save(update_fields=["withdrawn_at"])
        record("resource.offered", resource, by=by, because=resource.owner)
        has_changed(resource.key)


@transaction.atomic
def close_resource(
    resource: Resource, span: Span, words: str, *, cancels: bool = False, by: Acting
) -> Closure:
    """Close every place for a time; with `cancels`, what is booked then is cancelled, and who booked it is told.

    What was asked for together with it, only if all could be had, is given back by the others too.

    Raises: NotAllowed; BookingsInTheWay, naming what is booked then.
    """
    rows = resource.bookings.holding().filter(from_at__lt=span.end, until_at__gt=span.begin)
    hold_the_others(*rows)
    lock(resource)
    may_offer(by, resource.owner).enforce()
    touched = list(rows.select_related("organisation", "person").order_by("from_at"))
    if touched and not cancels:
        raise BookingsInTheWay(touched)
    closure = Closure.objects.create(resource=resource, from_at=span.begin, until_at=span.end, words=words)
    record("resource.closed", resource, by=by)
    for booking in touched:
        _cancel(booking, words, by)
    return closure


@transaction.atomic
def reopen_resource(closure: Closure, *, by: Acting) -> None:
    """End a closure, and let who waits move up.

    Raises: NotAllowed.
    """
    resource = lock(closure.resource)
    may_offer(by, resource.owner).enforce()
    closure.delete()
    record("resource.reopened", resource, by=by)
    promote(resource, because=resource)


def _cancel(booking: Booking, words: str, by: Acting) -> None:
    booking.words = words
    booking.become(Booking.State.CANCELLED)
    booking.save(update_fields=["state", "holds", "words"])
    record("booking.cancelled", booking, by=by, because=booking.resource)
    tell_user("cancelled", booking, but=by.person)
    release_the_others(booking, by=by)


def _set_hours_and_tariffs(resource: Resource, offer: Offer) -> None:
    resource.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            resource=resource, weekday=one.weekday, from_time=one.from_time, until_time=one.until_time
        )
        for one in offer.hours
    )
    resource.tariffs.all().delete()
    Tariff.objects.bulk_create(
        Tariff(resource=resource, who=who, amount=amount, unit=offer.unit)
        for who, amount in offer.tariffs.items()
    )


def _keep_booked_places(resource: Resource, places: int) -> None:
    """Refuse fewer places than are booked in time to come. Raises: AgainstItsRules."""
    if resource.bookings.holding().filter(place__gt=places, until_at__gt=now()).exists():
        raise AgainstItsRules(_("More places are booked than that: move or cancel these bookings first."))


def _free_slug(name: str) -> str:
    """Make an address of a name that nothing else has."""
    stem = slugify(name)[:70] or "resource"
    taken = RESERVED | set(Resource.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tried, number = stem, 1
    while tried in taken:
        number += 1
        tried = f"{stem}-{number}"
    return tried
