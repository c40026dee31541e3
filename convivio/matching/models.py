import secrets
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.calls.models import Call
from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.organisations.models import Organisation
from convivio.people.models import Person


def new_address() -> str:
    """Return 16 characters that nobody guesses."""
    return secrets.token_urlsafe(12)


class QuestionQuerySet(VisibleQuerySet["Question"]):
    def newest_first(self) -> "QuestionQuerySet":
        return self.order_by("-asked_at", "-id")


class Question(models.Model):
    """A need in somebody's own words, put to the network."""

    address = models.CharField(max_length=24, unique=True, default=new_address, editable=False)
    text = models.TextField(_("need"), blank=True)
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="questions")
    lead = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="questions")
    filters: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    rule_set = models.CharField(_("rule set"), max_length=60, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=6)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="questions")
    audience = models.CharField(max_length=40, db_index=True)
    because = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(default=now, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return self.text[:80] or str(self.call or "")

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("matching:answers", self.address)


class Pick(models.Model):
    """A partner that the asker wants at the table, with the reasons read at that moment."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="picks")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="picks")
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    picked_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("picked_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["question", "organisation"], name="nobody_is_picked_twice")
        ]
