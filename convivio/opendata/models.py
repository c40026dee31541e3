from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from convivio.clusters.models import Cluster
from convivio.people.models import Person
from convivio.sources.models import Reading


class MemberList(models.Model):
    """A cluster's own member list, from the moment it is sent until it is taken in, or forgotten.

    `token` names its file and its pages. `columns` says which of our fields each column is, `same` the
    lines of which a person said that they are the body they look like, `made` what taking it in made.
    """

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    same: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=now)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="+")
    made: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_in_at=None, reading=None)
                | Q(taken_in_at__isnull=False, reading__isnull=False),
                name="a_list_taken_in_has_its_reading",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_in_at__isnull=False),
                name="only_a_list_taken_in_is_taken_back",
            ),
        ]
        indexes = [models.Index(fields=["person", "-sent_at"], name="member_lists_of_a_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waits(self) -> bool:
        """Whether nobody has taken it in yet."""
        return self.taken_in_at is None

    def column_choice(self) -> dict[int, str]:
        return {int(place): name for place, name in self.columns.items()}


class Workbook(models.Model):
    """A workbook to move in with, from the moment it is sent until it is taken in, or forgotten.

    `same` are the lines of the sheet of organisations of which a person said that they are the body they
    look like, `made` the numbers of what taking it in made, `undone` what taking it back did.
    """

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    same: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    sent_at = models.DateTimeField(default=now)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="+")
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    made: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    undone: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_in_at=None, reading=None)
                | Q(taken_in_at__isnull=False, reading__isnull=False),
                name="a_workbook_taken_in_has_its_reading",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_in_at__isnull=False),
                name="only_a_workbook_taken_in_is_taken_back",
            ),
        ]
        indexes = [models.Index(fields=["person", "-sent_at"], name="workbooks_of_a_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waits(self) -> bool:
        """Whether nobody has taken it in yet."""
        return self.taken_in_at is None
