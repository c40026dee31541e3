from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import PUBLIC, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.kernel.translated import TranslatedField
from convivio.sources.models import Reading


class CallQuerySet(VisibleQuerySet["Call"]):
    def open_on(self, day: date) -> "CallQuerySet":
        """Keep the calls that take proposals on this day."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=day), deadline__gte=day)

    def coming_after(self, day: date) -> "CallQuerySet":
        return self.filter(opens_on__gt=day)

    def soonest_deadline_first(self) -> "CallQuerySet":
        return self.order_by(F("deadline").asc(nulls_last=True), "id")


class Call(models.Model):
    """An opportunity to be answered until a deadline."""

    code = models.CharField(_("topic"), max_length=120, unique=True)
    slug = models.SlugField(max_length=140, unique=True)
    title = TranslatedField(_("title"))
    text = TranslatedField(_("text"))
    family = models.CharField(_("call"), max_length=160, blank=True)
    family_title = models.CharField(max_length=400, blank=True)
    action_type = models.CharField(_("type of action"), max_length=160, blank=True)
    programme = models.CharField(_("programme"), max_length=160, blank=True)
    keywords = models.TextField(_("keywords"), blank=True)
    status = models.CharField(_("status at the source"), max_length=60, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True, db_index=True)
    deadlines: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    budget = EuroField(_("budget"), null=True, blank=True)
    grants_expected = models.PositiveIntegerField(_("grants expected"), null=True, blank=True)
    least_contribution = EuroField(_("from"), null=True, blank=True)
    most_contribution = EuroField(_("to"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=400, blank=True)
    rule_set = models.CharField(_("rule set"), max_length=60, blank=True)
    audience = models.CharField(max_length=40, default=PUBLIC, db_index=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def __str__(self) -> str:
        return str(self.title) or self.code

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("calls:page", self.slug)

    def is_open_on(self, day: date) -> bool:
        begun = self.opens_on is None or self.opens_on <= day
        return begun and self.deadline is not None and day <= self.deadline
