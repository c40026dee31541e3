"""What an owner shows of a resource: pictures with what they show in words, in an order; documents to take away."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from convivio.activity.trace import record
from convivio.files.keeping import Sort, keep_file, put_back, remove_file
from convivio.files.models import File
from convivio.files.showing import link_to
from convivio.kernel.audiences import PUBLIC
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.people.acting import NOBODY, Acting
from convivio.resources.models import Picture, Resource
from convivio.resources.permissions import may_offer

MOST_PICTURES = 6
MOST_DOCUMENTS = 10


@transaction.atomic
def add_picture(resource: Resource, upload: "UploadedFile[Any]", shows: Translated, *, by: Acting) -> Picture:
    """Show a picture, after those that are there.

    Raises: NotAllowed; whatever keeping a file refuses.
    """
    _hold(resource, by)
    file = keep_file(upload, about=resource.key, sort=Sort.PICTURE, by=by.person)
    last = resource.pictures.aggregate(last=Max("position"))["last"] or 0
    picture = Picture.objects.create(resource=resource, file=file, shows=shows, position=last + 1)
    record("resource.picture_added", resource, by=by)
    return picture


@transaction.atomic
def say_anew(picture: Picture, shows: Translated, *, by: Acting) -> None:
    """Say anew what a picture shows.

    Raises: NotAllowed.
    """
    _hold(picture.resource, by)
    picture.shows = shows
    picture.save(update_fields=["shows"])
    record("resource.picture_changed", picture.resource, by=by)


@transaction.atomic
def show_earlier(picture: Picture, *, by: Acting) -> None:
    """Show a picture before the one that stands before it; the first one stands in lists.

    Raises: NotAllowed.
    """
    _hold(picture.resource, by)
    lock(picture)
    before = picture.resource.pictures.shown().filter(position__lt=picture.position).last()
    if before is None:
        return
    before.position, picture.position = picture.position, before.position
    before.save(update_fields=["position"])
    picture.save(update_fields=["position"])
    record("resource.picture_changed", picture.resource, by=by)


@transaction.atomic
def add_document(resource: Resource, upload: "UploadedFile[Any]", *, by: Acting) -> File:
    """Put a document with a resource.

    Raises: NotAllowed; whatever keeping a file refuses.
    """
    _hold(resource, by)
    file = keep_file(upload, about=resource.key, sort=Sort.DOCUMENT, by=by.person)
    record("resource.document_added", resource, by=by)
    return file


@transaction.atomic
def take_away(resource: Resource, file: File, *, by: Acting) -> None:
    """Remove a picture or a document; for thirty days it can be brought back.

    Raises: NotAllowed.
    """
    _hold(resource, by)
    lock(file)
    if file.removed_at is None:
        remove_file(file)
        record("resource.file_removed", resource, by=by)


@transaction.atomic
def bring_back(resource: Resource, file: File, *, by: Acting) -> None:
    """Bring a removed picture or document back.

    Raises: NotAllowed; FileIsGone; TooManyFiles.
    """
    _hold(resource, by)
    put_back(file)
    record("resource.file_brought_back", resource, by=by)


def reader_of(resource: Resource, acting: Acting) -> Acting:
    """Say for whom its links are made: those of a public resource are everybody's, and a browser keeps them."""
    return NOBODY if resource.audience == PUBLIC else acting


def shown_as(picture: Picture, resource: Resource, acting: Acting) -> dict[str, Any]:
    """Say a picture as `resources/_picture.html` wants it."""
    reader = reader_of(resource, acting)
    return {
        "row": picture,
        "shows": picture.shows,
        "small": link_to(picture.file, reader, size="small"),
        "large": link_to(picture.file, reader),
        "width": picture.file.width,
        "height": picture.file.height,
    }


def files_of(resource: Resource, acting: Acting) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Say the pictures of a resource and its documents, with where each is read, in one question."""
    rows = list(File.objects.of(resource.key).select_related("picture_of_resource"))
    pictures = [one.picture_of_resource for one in rows if one.is_picture]
    for file, picture in zip((one for one in rows if one.is_picture), pictures, strict=True):
        picture.file = file
    reader = reader_of(resource, acting)
    ordered = sorted(pictures, key=lambda one: (one.position, one.pk))
    documents = [{"row": one, "url": link_to(one, reader)} for one in rows if not one.is_picture]
    return [shown_as(one, resource, acting) for one in ordered], documents


def with_covers(resources: Iterable[Resource], acting: Acting) -> list[Resource]:
    """Give each resource its first picture as `cover`, in one question for all of them."""
    rows = list(resources)
    first: dict[int, Picture] = {}
    for one in Picture.objects.shown().filter(resource__in=[row.pk for row in rows]):
        first.setdefault(one.resource_id, one)
    for row in rows:
        found = first.get(row.pk)
        row.cover = shown_as(found, row, acting) if found else None  # type: ignore[attr-defined]
    return rows


def _hold(resource: Resource, by: Acting) -> None:
    lock(resource)
    may_offer(by, resource.owner).enforce()
