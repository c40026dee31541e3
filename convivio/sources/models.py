from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A data set that somebody publishes, and the terms on which it may be shown."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    url = models.URLField(max_length=300, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    attribution = models.CharField(max_length=240, blank=True)

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """One time that a source was read: when, what file, how it ended."""

    class State(models.TextChoices):
        BEGUN = "begun", _("begun")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    source = models.ForeignKey(Source, models.PROTECT, related_name="readings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.BEGUN)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    published_on = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    counts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="begun", ended_at=None) | ~Q(state="begun"),
                name="a_begun_reading_has_no_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.read_at:%Y-%m-%d})"
