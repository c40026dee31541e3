from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.keys import key_of
from convivio.people.models import Person


class Sort(models.TextChoices):
    """What a file is for: to be looked at on a page, or to be taken away."""

    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")


class Kind(models.TextChoices):
    """What the bytes of a file are, whatever its name says."""

    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WEBP = "webp", "WebP"
    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    ODP = "odp", "ODP"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    PPTX = "pptx", "PPTX"
    CSV = "csv", "CSV"
    TXT = "txt", _("text")


class FileQuerySet(models.QuerySet["File"]):
    def of(self, key: str, sort: str = "") -> Self:
        """Keep what is about this thing, perhaps of one sort, in the order in which it came."""
        found = self.filter(about=key, removed_at=None)
        return (found.filter(sort=sort) if sort else found).order_by("pk")


class File(models.Model):
    """One file that somebody sent, about something: `about` is the key of that thing.

    Of a picture only what was drawn anew is kept, so `digest` and `size` are those of what is kept. `stored` is
    its name on disk, which nobody can guess. What is removed stays for a while, so that it can be brought back.
    """

    about = models.CharField(max_length=60)
    sort = models.CharField(max_length=8, choices=Sort.choices)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=32, unique=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    kept_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        indexes = [models.Index(fields=["about", "sort"], name="files_about_something")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sort="document") | Q(width__gt=0, height__gt=0), name="a_picture_has_a_size"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def is_picture(self) -> bool:
        return self.sort == Sort.PICTURE
