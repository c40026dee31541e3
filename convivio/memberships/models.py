from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.keys import key_of
from convivio.organisations.models import Organisation
from convivio.people.models import Person


class State(models.TextChoices):
    """Where an application stands, and so who has to act."""

    DRAFT = "draft", _("being written")
    SENT = "sent", _("with the office")
    RETURNED = "returned", _("back with the applicant")
    BOARD = "board", _("before the board")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("not admitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


WITH_THE_APPLICANT = (State.DRAFT, State.RETURNED)
UNDER_WAY = (State.SENT, State.RETURNED, State.BOARD)
"""Sent, and neither decided nor withdrawn: at most one of an organisation in a cluster."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def with_the_applicant(self) -> Self:
        return self.filter(state__in=WITH_THE_APPLICANT)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def sent_to(self, cluster: Cluster) -> Self:
        """Keep what the office of a cluster may read: what nobody has sent yet is the applicant's own."""
        was_sent = Passage.objects.filter(application=models.OuterRef("pk"), into=State.SENT)
        return self.filter(models.Exists(was_sent), cluster=cluster)

    def never_sent(self) -> Self:
        """Keep what is being written, or was given up, and no office has ever seen."""
        was_sent = Passage.objects.filter(application=models.OuterRef("pk"), into=State.SENT)
        return self.filter(~models.Exists(was_sent), state__in=(State.DRAFT, State.WITHDRAWN))

    def longest_waiting_first(self) -> Self:
        return self.order_by("state_since", "pk")


class Application(models.Model):
    """What an organisation writes to become a member of a cluster."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(default=now, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(max_length=5, default="it")
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=now, editable=False)
    touched_at = models.DateTimeField(default=now, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    is_another_body = models.BooleanField(default=False)
    answers: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    writers: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "organisation"],
                condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="one_application_under_way",
            )
        ]
        indexes = [
            models.Index(fields=["cluster", "state", "state_since"], name="applications_by_state"),
            models.Index(fields=["state", "touched_at"], name="applications_by_touch"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def name(self) -> str:
        """What the organisation is called, as far as it was said."""
        return str(self.organisation) if self.organisation else str(self.answers.get("name", ""))

    @property
    def key(self) -> str:
        return key_of(self)

    def touch(self) -> None:
        """Note that somebody worked on it now; a warning that it would be erased holds no more."""
        self.touched_at, self.warned_at = now(), None
        self.save(update_fields=["touched_at", "warned_at"])

    @property
    def is_with_the_applicant(self) -> bool:
        return self.state in WITH_THE_APPLICANT

    def get_absolute_url(self) -> str:
        return reverse("memberships:application", args=[self.pk])


class Passage(models.Model):
    """One change of an application's state: from where, to where, when, by whom, with which words."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="passages")
    out_of = models.CharField(max_length=10, choices=State.choices, blank=True)
    into = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["application", "into"], name="passages_by_state")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.out_of} → {self.into}"


class ReturnLinkQuerySet(models.QuerySet["ReturnLink"]):
    def unopened_at(self, moment: datetime) -> Self:
        return self.filter(opened_at=None, expires_at__gt=moment)

    def holding_at(self, moment: datetime) -> Self:
        """Keep those that were opened and still let in the browser that opened them."""
        return self.filter(opened_at__isnull=False, expires_at__gt=moment)


class ReturnLink(models.Model):
    """A letter that opens an application: once, before it expires, in the browser where it is opened.

    Without an application it begins one, or finds the one that the address has begun. Only the digest of
    its secret is kept.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    application = models.ForeignKey(
        Application, models.CASCADE, null=True, blank=True, related_name="return_links"
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(max_length=5, default="it")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReturnLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cluster", "email", "made_at"], name="return_links_by_address")]

    def __str__(self) -> str:
        return self.email


class Enclosure(models.Model):
    """A document that stands with an application; its file lies in the folder of files under its token."""

    class Kind(models.TextChoices):
        STATUTE = "statute", _("statute or founding document")
        RESOLUTION = "resolution", _("resolution")
        REGISTRATION = "registration", _("registration with the chamber of commerce")
        OTHER = "other", _("another document")

    application = models.ForeignKey(Application, models.CASCADE, related_name="enclosures")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    name = models.CharField(max_length=160)
    token = models.CharField(max_length=40, unique=True, editable=False)
    content_type = models.CharField(max_length=40, editable=False)
    size = models.PositiveIntegerField(editable=False)
    added_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name


class BoardDecision(models.Model):
    """What the board decided on a day, with its votes or a note; one that was undone stays on record."""

    class Outcome(models.TextChoices):
        ADMIT = "admit", _("admit")
        REFUSE = "refuse", _("refuse")

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    decided_on = models.DateField(_("decided on"))
    votes_for = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    sentence = models.TextField(_("why"), max_length=1000, blank=True)
    member_from = models.DateField(_("member from"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=now, editable=False)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(undone_at=None), name="one_standing_decision"
            ),
            models.CheckConstraint(
                condition=Q(outcome="refuse") | Q(member_from__isnull=False),
                name="who_is_admitted_is_a_member_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=False) | ~Q(note=""), name="a_decision_has_votes_or_a_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"


class DayTold(models.Model):
    """A day up to which the index was told who begins and who ends: each day is told once."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return self.day.isoformat()
