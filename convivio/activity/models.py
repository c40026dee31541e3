from typing import Any

from django.db import models
from django.utils.timezone import now


class TraceQuerySet(models.QuerySet["Trace"]):
    def about(self, key: str) -> "TraceQuerySet":
        """Keep what happened to this thing, or because of it."""
        return self.filter(models.Q(subject=key) | models.Q(because=key))

    def newest_first(self) -> "TraceQuerySet":
        return self.order_by("-number")


class Trace(models.Model):
    """One thing that someone did: who, for whom, when, and because of what.

    People and things are plain keys, so that erasing a person leaves the chain whole. The database
    numbers entries as they are written, so that nobody waits; numbers may have gaps.
    """

    number = models.BigAutoField(primary_key=True, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    verb = models.CharField(max_length=60, editable=False)
    subject = models.CharField(max_length=60, editable=False)
    person = models.CharField(max_length=40, blank=True, editable=False)
    acting_for = models.CharField(max_length=40, blank=True, editable=False)
    because = models.CharField(max_length=60, blank=True, editable=False)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        indexes = [
            models.Index(fields=["subject", "number"], name="trace_by_subject"),
            models.Index(fields=["because", "number"], name="trace_by_cause"),
            models.Index(fields=["acting_for", "number"], name="trace_by_body"),
            models.Index(fields=["person", "number"], name="trace_by_person"),
            models.Index(fields=["verb", "number"], name="trace_by_verb"),
            models.Index(fields=["at"], name="trace_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class Link(models.Model):
    """The place of an entry in the chain: it holds the digest of the entry and of the link before."""

    position = models.BigIntegerField(primary_key=True, editable=False)
    entry = models.BigIntegerField(unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position} → {self.entry}"


class TraceHead(models.Model):
    """The end of the chain: one row, which whoever seals holds until done; writers never ask for it.

    Every entry up to `settled` is in the chain, and no other can appear there any more. Whoever had
    drawn a number up to `waiting_until` had begun by `waiting_since`.
    """

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    settled = models.BigIntegerField(default=0)
    waiting_until = models.BigIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_trace_head")]


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, moment: Any) -> "OutboxQuerySet":
        """Keep the messages that wait to be sent at this moment."""
        return self.filter(sent_at=None, parked_at=None, due_at__lte=moment).order_by("due_at", "id")


class OutboxMessage(models.Model):
    """Something that must leave the installation, written in the same transaction as its cause."""

    kind = models.CharField(max_length=60)
    payload: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=now, editable=False)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_waiting",
                condition=models.Q(sent_at=None, parked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
