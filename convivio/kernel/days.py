"""Things that hold from a day to a day."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows with `from_on` and `until_on`, both days included; no end means still."""

    def holding_on(self, day: date) -> Self:
        """Keep the rows that hold on this day."""
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))


class Dated(models.Model):
    """Something that holds from a day to a day."""

    from_on = models.DateField(default=localdate)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Refuse a last day before the first."""
    return models.CheckConstraint(
        condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
        name=name,
        violation_error_message="The last day comes before the first.",
    )
