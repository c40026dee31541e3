from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.people.models import Person


class Channel(models.TextChoices):
    """How notices of a kind come to somebody."""

    AT_ONCE = "at once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("no letter")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, moment: datetime) -> "NoticeQuerySet":
        """Keep what is to be handed out at this moment, oldest first."""
        return self.filter(handed_at=None, parked_at=None, due_at__lte=moment).order_by("id")


class Notice(models.Model):
    """Something that happened and is to be told: its kind and its thing; whom it reaches is asked later."""

    kind = models.CharField(max_length=60, editable=False)
    about = models.CharField(max_length=60, editable=False)
    because = models.CharField(max_length=60, blank=True, editable=False)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    told_at = models.DateTimeField(default=now, editable=False)
    due_at = models.DateTimeField(default=now, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    handed_at = models.DateTimeField(null=True, blank=True, editable=False)
    parked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="notices_waiting",
                condition=Q(handed_at=None, parked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def digest_due(self, moment: datetime) -> "DeliveryQuerySet":
        """Keep what is to go into a digest at this moment."""
        return self.filter(settled_at=None, due_at__lte=moment)

    def unread(self) -> "DeliveryQuerySet":
        return self.filter(read_at=None)


class Delivery(models.Model):
    """A notice that has reached a person: once, whatever happens to the process that hands it out.

    `letter` is the number of the message in the outbox that brings it; none where no letter was wanted.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    made_at = models.DateTimeField(default=now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    letter = models.BigIntegerField(null=True, blank=True, editable=False)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="a_notice_reaches_a_person_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(due_at__isnull=False),
                name="a_delivery_is_settled_or_due",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notices_of_a_person"),
            models.Index(fields=["person"], name="notices_unread", condition=Q(read_at=None)),
            models.Index(fields=["due_at"], name="notices_for_digests", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.person_id}"


class Preference(models.Model):
    """How somebody wants notices of a kind; where there is none, they come as the kind says.

    `before` is what held until they were stopped from a letter, so that it can be undone.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    before = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_for_a_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.channel}"


class SignedAct(models.Model):
    """A link in a letter that does one thing, once, for the person it was written to.

    Only the digest of its secret is kept. `key` names the thing.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, editable=False)
    key = models.CharField(max_length=60, editable=False)
    acting_for = models.CharField(max_length=40, blank=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
