from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from convivio.clusters.models import Cluster
from convivio.people.models import Person
from convivio.sources.models import Reading


def taken_in_before_back(what: str) -> list[models.BaseConstraint]:
    """Give what holds of every file that was sent: it is taken in with a reading, and only then taken back."""
    return [
        models.CheckConstraint(
            condition=Q(taken_in_at=None, reading=None) | Q(taken_in_at__isnull=False, reading__isnull=False),
            name=f"a_{what}_taken_in_has_its_reading",
        ),
        models.CheckConstraint(
            condition=Q(taken_back_at=None) | Q(taken_in_at__isnull=False),
            name=f"only_a_{what}_taken_in_is_taken_back",
        ),
    ]


class SentFile(models.Model):
    """A file of a cluster's office, from the moment it is sent until it is taken in, or forgotten.

    `token` names it and its pages. `same` are the lines of organisations of which a person said that they
    are the body they look like, `made` the numbers of what taking it in made.
    """

    TAKEN_BACK_WITHIN: ClassVar[timedelta] = timedelta(hours=1)

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    same: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=now)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="+")
    made: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the file is kept until it is taken in."""
        return Path(settings.FILES_FOLDER) / "imports" / self.token

    @property
    def waits(self) -> bool:
        """Whether nobody has taken it in yet."""
        return self.taken_in_at is None

    def can_be_taken_back(self, moment: datetime) -> bool:
        if self.taken_in_at is None or self.taken_back_at is not None:
            return False
        return moment - self.taken_in_at <= self.TAKEN_BACK_WITHIN


class MemberList(SentFile):
    """A cluster's own member list; `columns` says which of our fields each column is."""

    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = taken_in_before_back("list")
        indexes = [models.Index(fields=["person", "-sent_at"], name="member_lists_of_a_person")]

    def get_absolute_url(self) -> str:
        return reverse("opendata:preview" if self.waits else "opendata:result", args=[self.token])

    def column_choice(self) -> dict[int, str]:
        return {int(place): name for place, name in self.columns.items()}


class Workbook(SentFile):
    """A workbook to move in with: `counts` its rows by sheet, `undone` what taking it back did."""

    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    undone: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = taken_in_before_back("workbook")
        indexes = [models.Index(fields=["person", "-sent_at"], name="workbooks_of_a_person")]

    def get_absolute_url(self) -> str:
        return reverse("opendata:workbook" if self.waits else "opendata:workbook_result", args=[self.token])
