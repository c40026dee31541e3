from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import Visibility, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.needs.opaque import new_address
from convivio.organisations.models import Organisation
from convivio.people.models import Person

OPEN_FOR = timedelta(days=90)


def in_ninety_days() -> date:
    return localdate() + OPEN_FOR


class EntryQuerySet(VisibleQuerySet["Entry"]):
    def on_the_board(self) -> Self:
        """Keep what everybody who may see it finds on the board: what is open, and what was met."""
        return self.filter(state__in=(Entry.State.OPEN, Entry.State.MET))

    def open(self) -> Self:
        return self.filter(state=Entry.State.OPEN)


class Entry(models.Model):
    """A need or an offer on the board. Who asks is not here: see `Asker`.

    Days, never moments: the hour at which somebody wrote can tell who it was. `address` stands for it wherever it is
    named. `version` grows with each change, so that two who write do not undo one another.
    """

    class Side(models.TextChoices):
        NEED = "need", pgettext_lazy("on the board", "need")
        OFFER = "offer", pgettext_lazy("on the board", "offer")

    class About(models.TextChoices):
        SKILL = "skill", _("skills")
        IDEA = "idea", _("ideas")
        RESOURCE = "resource", _("machines, rooms, data")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", _("on the board")
        MET = "met", _("has been met")
        WITHDRAWN = "withdrawn", _("taken off the board")
        EXPIRED = "expired", _("its time is over")

    address = models.CharField(max_length=20, unique=True, default=new_address)
    side = models.CharField(max_length=5, choices=Side.choices)
    about = models.CharField(max_length=8, choices=About.choices)
    title = TranslatedField(_("title"))
    body = TranslatedField(_("what is needed or offered"))
    terms = TranslatedField(_("terms to accept before reading"))
    is_blinded = models.BooleanField(default=False)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="entries")
    facilitator = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.NETWORK)
    audience = models.CharField(max_length=40)
    posted_on = models.DateField(default=localdate)
    expires_on = models.DateField(default=in_ninety_days)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    closing_words = models.CharField(max_length=400, blank=True)
    met_by: "models.ForeignKey[Answer | None, Answer | None]" = models.ForeignKey(
        "Answer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_of_end_on = models.DateField(null=True, blank=True)
    told_of_silence_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-posted_on", "address")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_blinded=False) | Q(side="need", visibility__in=("public", "network")),
                name="a_blinded_entry_is_a_need_for_many",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="an_entry_has_a_day_once_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("posted_on")), name="an_entry_expires_after_it_is_posted"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-posted_on", "address"], name="entries_newest_first"),
            models.Index(fields=["state", "expires_on"], name="entries_by_end"),
            models.Index(fields=["cluster", "state"], name="entries_of_a_cluster"),
            models.Index(fields=["state", "audience", "side", "about", "cluster"], name="entries_by_kind"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("needs:page", args=[self.address])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_need(self) -> bool:
        return self.side == self.Side.NEED

    def close(self, state: str, words: str = "") -> None:
        """Leave the board, or stand there as met."""
        self.state, self.closed_on, self.closing_words = self.State(state), localdate(), words

    def open_again(self) -> None:
        """Stand on the board again, for ninety days if its time was over."""
        self.state, self.closed_on, self.closing_words, self.met_by = self.State.OPEN, None, "", None
        if self.expires_on <= localdate():
            self.expires_on = in_ninety_days()


class Asker(models.Model):
    """Who wrote an entry. Only `askers.py` reads this table; nothing leads to it from an entry."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")


class Reading(models.Model):
    """Who read a blinded need, for whom and when, after accepting its terms."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-read_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "organisation"], name="a_reader_accepts_terms_once"
            )
        ]


class AnswerQuerySet(models.QuerySet["Answer"]):
    def waiting(self) -> Self:
        """Keep those that somebody has still to do something about."""
        return self.filter(state__in=Answer.LIVE)


class Answer(models.Model):
    """What somebody says to an entry, in three questions, and what became of it.

    Each side's yes to the introduction has its moment; when both have one, they are named to one another.
    """

    class State(models.TextChoices):
        SENT = "sent", _("answer sent")
        INTRODUCED = "introduced", _("introduction proposed")
        AGREED = "agreed", _("both said yes")
        MET = "met", _("they meet")
        DELIVERED = "delivered", _("it was delivered")
        NOTHING = "nothing", _("came to nothing")
        DECLINED = "declined", _("not this time")
        WITHDRAWN = "withdrawn", _("answer taken back")

    LIVE = (State.SENT, State.INTRODUCED, State.AGREED, State.MET)

    address = models.CharField(max_length=20, unique=True, default=new_address)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposes = models.TextField(_("what you propose"), max_length=4000)
    asks = models.TextField(_("what you still need to know"), max_length=2000, blank=True)
    who = models.TextField(_("who you are"), max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField(default=now)
    introduced_on = models.DateField(null=True, blank=True)
    asker_agreed_at = models.DateTimeField(null=True, blank=True)
    answerer_agreed_at = models.DateTimeField(null=True, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    meeting_words = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ending_words = models.CharField(max_length=400, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "address")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation"],
                condition=~Q(state="withdrawn"),
                name="an_organisation_answers_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "met", "delivered"))
                | Q(asker_agreed_at__isnull=False, answerer_agreed_at__isnull=False),
                name="nobody_meets_before_both_agree",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="answers_of_an_organisation")]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("needs:answer", args=[self.address])

    @property
    def both_agreed(self) -> bool:
        """Whether the two sides may know one another by name."""
        return self.asker_agreed_at is not None and self.answerer_agreed_at is not None
