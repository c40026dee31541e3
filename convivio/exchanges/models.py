from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.organisations.models import Organisation
from convivio.people.models import Person


class Kind(models.TextChoices):
    """What is given."""

    ADVICE = "advice", _("advice")
    MACHINE = "machine", _("time on a machine")
    ROOM = "room", _("a laboratory or a room")
    SERVICE = "service", _("a service")
    COURSE = "course", _("a course")
    DOCUMENT = "document", _("a document")
    DATA = "data", _("data")
    INTRODUCTION = "introduction", _("an introduction")
    OTHER = "other", _("something else")


class Unit(models.TextChoices):
    """What it is counted in."""

    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    USE = "use", _("uses")
    SEAT = "seat", _("seats")
    PIECE = "piece", _("how often")


UNITS: dict[Kind, tuple[Unit, ...]] = {
    Kind.ADVICE: (Unit.HOUR, Unit.DAY),
    Kind.MACHINE: (Unit.HOUR, Unit.DAY, Unit.USE),
    Kind.ROOM: (Unit.HOUR, Unit.DAY),
    Kind.SERVICE: (Unit.USE, Unit.HOUR, Unit.DAY),
    Kind.COURSE: (Unit.SEAT,),
    Kind.DOCUMENT: (Unit.PIECE,),
    Kind.DATA: (Unit.PIECE,),
    Kind.INTRODUCTION: (Unit.PIECE,),
    Kind.OTHER: (Unit.PIECE, Unit.HOUR, Unit.DAY),
}
"""Which units each kind may be counted in, the usual one first."""


class Side(models.TextChoices):
    """The two sides of an exchange."""

    GIVER = "giver", _("who gives")
    TAKER = "taker", _("who receives")

    @property
    def other(self) -> "Side":
        return Side.TAKER if self is Side.GIVER else Side.GIVER


class State(models.TextChoices):
    """How far an exchange has come; only what is confirmed counts."""

    ASKED = "asked", _("asked for, no answer yet")
    AGREED = "agreed", _("agreed")
    DELIVERED = "delivered", _("waits to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("seen differently")
    DECLINED = "declined", _("answered with a no")
    WITHDRAWN = "withdrawn", _("did not come about")


TOLD = (State.DELIVERED, State.CONFIRMED, State.DISPUTED)
"""The states in which one side has said that it took place."""
OPEN = (State.ASKED, State.AGREED, State.DELIVERED, State.DISPUTED)


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def of(self, organisations: Any) -> Self:
        """Keep those in which one of these gives or receives."""
        return self.filter(Q(giver__in=organisations) | Q(taker__in=organisations))

    def counted(self) -> Self:
        """Keep what the other side has confirmed."""
        return self.filter(state=State.CONFIRMED)

    def during(self, first: date, last: date) -> Self:
        return self.filter(on__gte=first, on__lte=last)


class Exchange(models.Model):
    """One act of sharing between two organisations, counted in its own unit.

    `said_by` is the side that says it took place: the other one confirms. `worth` is in euros, and counts once both
    agree (`worth_agreed_on`). `about` is the key of what it came from: one that a booking or an answer filled by
    itself (`is_automatic`) is there once.
    """

    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="given")
    taker = models.ForeignKey(Organisation, models.PROTECT, related_name="received")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    unit = models.CharField(max_length=5, choices=Unit.choices)
    amount = models.DecimalField(
        max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    words = models.CharField(_("what it is about"), max_length=300)
    on = models.DateField(_("day"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices)
    said_by = models.CharField(max_length=5, choices=Side.choices, blank=True)
    worth = EuroField(null=True, blank=True)
    worth_basis = models.CharField(_("how it is worked out"), max_length=200, blank=True)
    worth_by = models.CharField(max_length=5, choices=Side.choices, blank=True)
    worth_agreed_on = models.DateField(null=True, blank=True)
    about = models.CharField(max_length=40, blank=True)
    is_automatic = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="one_shares_with_another"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_exchange_has_an_amount"),
            models.CheckConstraint(
                condition=~Q(state__in=("delivered", "confirmed", "disputed"))
                | (Q(on__isnull=False) & ~Q(said_by="")),
                name="what_took_place_has_a_day_and_somebody_who_says_so",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_at=None)),
                name="what_is_confirmed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(worth=None, worth_agreed_on=None, worth_by="")
                | (Q(worth__gte=0) & ~Q(worth_by="")),
                name="a_worth_is_said_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["about"], condition=Q(is_automatic=True), name="one_exchange_of_one_cause"
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "on"], name="exchanges_given"),
            models.Index(fields=["taker", "on"], name="exchanges_received"),
            models.Index(fields=["state", "confirmed_at"], name="exchanges_by_state"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("exchanges:page", args=[self.pk])

    def organisation_of(self, side: str) -> Organisation:
        return self.giver if side == Side.GIVER else self.taker

    @property
    def is_over(self) -> bool:
        return self.state in {State.CONFIRMED, State.DECLINED, State.WITHDRAWN}


class Step(models.Model):
    """One step of an exchange: who took it, and how the exchange stood afterwards. None is ever changed."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=9, choices=State.choices)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    on = models.DateField(null=True, blank=True)
    said_by = models.CharField(max_length=5, blank=True)
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)  # blank: the clock
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "pk")
