from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convivio.activity.models import OutboxMessage
from convivio.clusters.models import Cluster
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person

CONTACTS_ARE_KEPT = timedelta(days=730)
"""How long a contact who is not a member is kept, unless somebody says again that it is needed."""


def kept_until() -> date:
    return localdate() + CONTACTS_ARE_KEPT


class SavedView(models.Model):
    """A way to look at the members: filters, columns and order under a name; its owner's, or the office's."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="member_views")
    owner = models.ForeignKey(Person, models.CASCADE, related_name="member_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(_("for the whole office"), default=False)
    is_default = models.BooleanField(_("open the list with it"), default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "owner", "name"], name="one_view_for_a_name"),
            models.UniqueConstraint(
                fields=["cluster", "owner"], condition=Q(is_default=True), name="one_default_view"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address that shows the members in this way."""
        return f"{reverse('office:members', args=[self.cluster.slug])}?{self.query}&view={self.pk}"


class Note(models.Model):
    """What the office of a cluster wants to remember of an organisation; nobody else reads it."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="member_notes")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="office_notes")
    text = models.TextField(_("note"), max_length=2000)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = [models.Index(fields=["cluster", "organisation"], name="notes_of_organisation")]

    def __str__(self) -> str:
        return self.text[:60]


class Deed(models.Model):
    """What the office did to many members at once, with what it takes to undo it."""

    class Kind(models.TextChoices):
        CATEGORY = "category", _("another category")
        CHAINS = "chains", _("value chains")
        SUSPENSION = "suspension", _("suspension")
        NOTE = "note", _("note")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(default=now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {len(self.before)}"

    @property
    def key(self) -> str:
        return key_of(self)


class ContactQuerySet(models.QuerySet["Contact"]):
    def past_keeping(self, day: date) -> Self:
        """Keep those whose time is over."""
        return self.filter(keep_until__lt=day)


class Contact(models.Model):
    """Somebody to keep in touch with who is not of a member: for two years, unless said again."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="office_contacts"
    )
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    source = models.CharField(
        _("where you met"), max_length=160, blank=True, help_text=_("A fair, a colleague, a form…")
    )
    consent = models.CharField(
        _("what they agreed to"),
        max_length=240,
        blank=True,
        help_text=_("In which words, and when: for example, invitations to events, said at the stand."),
    )
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who keeps in touch")
    )
    added_on = models.DateField(default=localdate, editable=False)
    keep_until = models.DateField(_("keep until"), default=kept_until)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = [models.Index(fields=["keep_until"], name="contacts_by_end")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def of(self) -> str:
        """The organisation, as it is on record or as it was written."""
        return str(self.organisation) if self.organisation else self.organisation_name


class Encounter(models.Model):
    """A call, visit, meeting or mail of the office, in one line."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("encounter", "call")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        MAIL = "mail", _("mail")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="encounters")
    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices, default=Kind.CALL)
    on = models.DateField(_("day"), default=localdate)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="office_encounters"
    )
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="encounters")
    whom = models.CharField(_("with whom"), max_length=200, blank=True)
    line = models.CharField(_("in one line"), max_length=240)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = [
            models.Index(fields=["cluster", "on"], name="encounters_by_day"),
            models.Index(fields=["cluster", "organisation", "on"], name="encounters_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def who(self) -> str:
        """With whom, as it is on record or as it was written."""
        return str(self.organisation or self.contact or self.whom)


class Circular(models.Model):
    """A letter to the people of a segment of the members; a draft until it is sent, once."""

    class Segment(models.TextChoices):
        ALL = "all", _("all members")
        VIEW = "view", _("the members of a view")
        CHOSEN = "chosen", _("chosen members")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="circulars")
    subject = TranslatedField(_("subject"))
    text = TranslatedField(_("text"))
    segment = models.CharField(_("to whom"), max_length=6, choices=Segment.choices, default=Segment.ALL)
    query = models.CharField(max_length=2000, blank=True)
    chosen: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    right = models.CharField(
        _("people with the right to"), max_length=5, choices=Mandate.Right.choices, blank=True
    )
    is_duty = models.BooleanField(
        _("it is a duty: nobody can do without it"),
        default=False,
        help_text=_(
            "A convocation or another letter that the founding document asks for: it also reaches those who want no circulars."
        ),
    )
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def is_written(self) -> bool:
        """Whether everybody finds words in their language."""
        return all(said.get(code, "").strip() for said in (self.subject, self.text) for code in ("it", "en"))

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("office:circular", args=[self.cluster.slug, self.pk])


class Addressee(models.Model):
    """A person to whom a circular was sent, and why: once for each.

    A letter is kept for a month after it left or was given up; `is_given_up` remembers which it was.
    """

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="addressees")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=254)
    organisations = models.ManyToManyField(Organisation, related_name="circulars_received")
    rights: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    language = models.CharField(max_length=5)
    letter = models.ForeignKey(OutboxMessage, models.SET_NULL, null=True, related_name="+")
    is_given_up = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["circular", "person"], name="a_circular_comes_once")]

    def __str__(self) -> str:
        return self.name


class NoCirculars(models.Model):
    """A person wants no circulars of a cluster but those that are a duty."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "person"], name="circulars_stopped_once")]
