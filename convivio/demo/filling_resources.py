"""What the members of the demonstration lend, who booked it, and who waits."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from convivio.demo.drawing import drawn
from convivio.demo.network_files import Entry, entries
from convivio.files.keeping import Sort, keep_file
from convivio.kernel.audiences import Visibility
from convivio.kernel.money import euros
from convivio.kernel.translated import Translated
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.resources.hours_words import read_hours
from convivio.resources.models import (
    Booking,
    Closure,
    OpeningHours,
    Picture,
    Resource,
    Tariff,
    Together,
    Waiting,
)
from convivio.resources.opening import Span, moment
from convivio.search.documents import has_changed

PLAIN = (
    "manufacturer", "model", "places", "is_instant", "longest_hours", "buffer_minutes", "cancel_hours", "release_minutes",
)  # fmt: skip
WORKING_DAYS = 5


def fill_resources(network_key: str, organisations: Mapping[str, Organisation]) -> dict[str, int]:
    """Write what is lent, booked, waited for and closed, and count it."""
    resources = {
        one.slug: one
        for one in (_resource(entry, network_key, organisations) for entry in entries("resources"))
    }
    words = dict.fromkeys(entry["together"] for entry in entries("bookings") if "together" in entry)
    requests = {word: Together.objects.create(only_if_all=True) for word in words}
    bookings = [_booking(entry, resources, organisations, requests) for entry in entries("bookings")]
    for entry in entries("waiting"):
        organisation = organisations[entry["for"]]
        span, person = _span(entry), _who_books(organisation)
        Waiting.objects.create(
            resource=resources[entry["resource"]], organisation=organisation, person=person,
            from_at=span.begin, until_at=span.end, purpose=entry["purpose"],
        )  # fmt: skip
    for entry in entries("closures"):
        span = _span(entry)
        Closure.objects.create(
            resource=resources[entry["resource"]],
            from_at=span.begin,
            until_at=span.end,
            words=entry["why"],
        )
    has_changed(*(one.key for one in resources.values()))
    return {"resources": len(resources), "bookings": len(bookings)}


def _resource(entry: Entry, network_key: str, organisations: Mapping[str, Organisation]) -> Resource:
    is_public = entry["visibility"] == Visibility.PUBLIC
    resource = Resource.objects.create(
        owner=organisations[entry["owner"]],
        slug=entry["slug"],
        kind=entry["kind"],
        audience="public" if is_public else network_key,
        visibility=entry["visibility"],
        commissioned_on=date(entry["year"], 1, 1) if "year" in entry else None,
        confirmed_on=localdate() - timedelta(days=len(entry["slug"])),
        **{
            name: Translated(entry.get(name, {}))
            for name in ("name", "description", "terms", "prerequisites")
        },
        **{name: entry[name] for name in PLAIN if name in entry},
    )
    hours = [one for day, text in enumerate(entry.get("hours", ())) for one in read_hours(day, text)]
    OpeningHours.objects.bulk_create(
        OpeningHours(
            resource=resource, weekday=one.weekday, from_time=one.from_time, until_time=one.until_time
        )
        for one in hours
    )
    Tariff.objects.bulk_create(
        Tariff(resource=resource, who=who, amount=euros(amount), unit=entry["unit"])
        for who, amount in entry.get("tariffs", {}).items()
    )
    _show(resource, entry)
    return resource


def _show(resource: Resource, entry: Entry) -> None:
    """Give a resource its drawings, and a text to take away."""
    for place, one in enumerate(entry.get("pictures", ()), 1):
        upload = SimpleUploadedFile(f"{resource.slug}.png", drawn(one["drawn"]))
        file = keep_file(upload, about=resource.key, sort=Sort.PICTURE, by=None)
        Picture.objects.create(resource=resource, file=file, shows=Translated(one["shows"]), position=place)
    if "manual" in entry:
        manual = entry["manual"]
        upload = SimpleUploadedFile(manual["name"], manual["words"].encode())
        keep_file(upload, about=resource.key, sort=Sort.DOCUMENT, by=None)


def _booking(
    entry: Entry,
    resources: Mapping[str, Resource],
    organisations: Mapping[str, Organisation],
    requests: Mapping[str, Together],
) -> Booking:
    resource, organisation = resources[entry["resource"]], organisations[entry["for"]]
    span = _span(entry)
    held = resource.bookings.holding().during(span.begin, span.end)
    booking = Booking(
        resource=resource,
        organisation=organisation,
        person=_who_books(organisation),
        place=1 + held.count(),
        from_at=span.begin,
        until_at=span.end,
        free_at=span.end + timedelta(minutes=resource.buffer_minutes),
        together=requests.get(entry.get("together", "")),
        asked_at=span.begin - timedelta(days=12),
        **{name: entry[name] for name in ("purpose", "words", "used_minutes", "left_words") if name in entry},
    )
    booking.become(entry["state"])
    booking.save()
    return booking


def _who_books(organisation: Organisation) -> Person:
    rows = Mandate.objects.filter(organisation=organisation, right=Mandate.Right.BOOK, until_on=None)
    mandate = rows.select_related("person").order_by("pk").first()
    if mandate is None:
        message = f"nobody books for {organisation.slug}"
        raise LookupError(message)
    return mandate.person


def _span(entry: Entry) -> Span:
    """Read a stretch of a working day, so many days away."""
    day = localdate() + timedelta(days=entry["days"])
    if day.weekday() >= WORKING_DAYS:
        day += timedelta(days=7 - day.weekday()) if entry["days"] > 0 else timedelta(days=4 - day.weekday())
    return Span(
        moment(day, time.fromisoformat(entry["begins"])), moment(day, time.fromisoformat(entry["ends"]))
    )
