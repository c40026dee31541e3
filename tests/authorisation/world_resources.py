"""What an organisation lends to itself alone: a machine, a booking of it, a closure, somebody who waits."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from convivio.files.keeping import Sort, keep_file
from convivio.files.showing import link_to
from convivio.kernel.translated import in_both
from convivio.organisations.models import Organisation
from convivio.people.acting import acting_as
from convivio.people.models import Person
from convivio.resources.feeds import make_feed
from convivio.resources.models import Booking, Closure, Resource, Together, Waiting

AN_HOUR = timedelta(hours=1)


def resources(organisation: Organisation, person: Person) -> dict[str, Any]:
    """Lend a machine, book it, close it, wait for it."""
    begin = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    resource = Resource.objects.create(
        owner=organisation,
        slug="macchina-di-prova",
        kind="machine",
        name=in_both("Macchina", "Machine"),
        visibility="private",
        audience=organisation.key,
    )
    booking = Booking(
        resource=resource,
        organisation=organisation,
        person=person,
        place=1,
        together=Together.objects.create(),
        from_at=begin,
        until_at=begin + AN_HOUR,
        free_at=begin + AN_HOUR,
    )
    booking.become(Booking.State.ASKED)
    booking.save()
    closed = begin + timedelta(days=1)
    file = keep_file(SimpleUploadedFile("m.pdf", b"%PDF-"), about=resource.key, sort=Sort.DOCUMENT, by=person)
    return {
        "resource": resource,
        "file": file,
        "file_link": link_to(file, acting_as(person)).split("/")[2],
        "booking": booking,
        "feed": make_feed(person, by=acting_as(person)),
        "closure": Closure.objects.create(resource=resource, from_at=closed, until_at=closed + AN_HOUR),
        "waiting": Waiting.objects.create(
            resource=resource,
            organisation=organisation,
            person=person,
            from_at=begin,
            until_at=begin + AN_HOUR,
        ),
    }
