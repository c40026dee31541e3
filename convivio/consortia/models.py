from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.calls.models import Call
from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Visibility, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.organisations.models import Organisation
from convivio.people.models import Person

JUST_NOW = timedelta(minutes=1)


class ConsortiumQuerySet(VisibleQuerySet["Consortium"]):
    def kept(self) -> "ConsortiumQuerySet":
        """Keep those not set aside."""
        return self.filter(set_aside_at=None)

    def latest_change_first(self) -> "ConsortiumQuerySet":
        return self.order_by("-changed_at", "-id")

    def owned_by(self, *keys: str) -> "ConsortiumQuerySet":
        return self.filter(owner__in=[key for key in keys if key])


class Consortium(models.Model):
    """Partners with roles for one call, as a draft."""

    name = models.CharField(_("name"), max_length=160)
    need = models.TextField(_("need"), blank=True)
    call = models.ForeignKey(Call, models.SET_NULL, null=True, blank=True, related_name="consortia")
    rule_set = models.CharField(_("rule set"), max_length=60, blank=True)
    budget = EuroField(_("budget"), null=True, blank=True)
    owner = models.CharField(max_length=40, db_index=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    audience = models.CharField(max_length=40, db_index=True)
    because = models.CharField(max_length=60, blank=True)
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=1)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(budget__gte=0), name="no_budget_below_nought"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("consortia:page", self.pk)

    @property
    def is_just_changed(self) -> bool:
        return now() - self.changed_at < JUST_NOW


class Seat(models.Model):
    """One place at the table: a role, and who takes it, if anybody does yet."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        BENEFICIARY = "beneficiary", _("partner")
        ASSOCIATED = "associated", _("associated partner")
        SUBCONTRACTOR = "subcontractor", _("subcontractor")
        SUPPORTING_FIRM = "supporting_firm", _("supporting company")

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.BENEFICIARY)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="seats"
    )
    share = EuroField(_("share of the budget"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["consortium", "position"], name="one_seat_at_a_place"),
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="nobody_sits_twice",
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=models.Q(role="lead"),
                name="one_lead_at_a_table",
            ),
            models.CheckConstraint(
                condition=models.Q(share=None) | models.Q(share__gte=0), name="no_share_below_nought"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.role}"


class Departure(models.Model):
    """A partner who left the table, with all that it takes to seat them again."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="departures")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=16, choices=Seat.Role.choices)
    share = EuroField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    left_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "organisation"], name="the_last_departure_counts")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"
