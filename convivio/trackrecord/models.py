from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from convivio.kernel.addresses import address_of
from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation
from convivio.sources.models import Reading
from convivio.vocabulary.models import Concept


class Topic(models.Model):
    """What a call asked for, in the words of the programme."""

    code = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=600, blank=True)
    keywords = models.TextField(blank=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.title or self.code


class ProjectQuerySet(models.QuerySet["Project"]):
    def signed_before(self, day: date) -> "ProjectQuerySet":
        """Keep the projects that were known before this day."""
        return self.filter(signed_on__lt=day)

    def newest_first(self) -> "ProjectQuerySet":
        return self.order_by(models.F("signed_on").desc(nulls_last=True), "-id")


class Project(models.Model):
    """A past funded project, from a public source.

    `signed_is_start` marks a day of signature that the source does not give: its first day stands for it.
    """

    programme = models.CharField(_("programme"), max_length=60)
    code = models.CharField(_("number"), max_length=40)
    acronym = models.CharField(_("acronym"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    objective = models.TextField(_("objective"), blank=True)
    summary = TranslatedField(_("in short"))
    keywords = models.TextField(_("keywords"), blank=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="projects")
    scheme = models.CharField(_("type of action"), max_length=80, blank=True)
    legal_basis = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, db_index=True)
    signed_is_start = models.BooleanField(default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    total_cost = EuroField(_("total cost"), null=True, blank=True)
    contribution = EuroField(_("public contribution"), null=True, blank=True)
    url = models.URLField(max_length=300, blank=True)
    concepts = models.ManyToManyField(Concept, blank=True, related_name="projects")
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="one_project_for_a_number")]

    def __str__(self) -> str:
        return self.acronym or self.title

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("trackrecord:project", self.pk)


class Participation(models.Model):
    """An organisation in a past project, with its role and what it received."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        PARTICIPANT = "participant", _("partner")
        ASSOCIATED = "associated", _("associated partner")
        THIRD_PARTY = "third_party", _("third party")
        OTHER = "other", _("other role")

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    position = models.PositiveIntegerField(default=0)
    contribution = EuroField(null=True, blank=True)
    total_cost = EuroField(null=True, blank=True)
    has_left = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"], name="a_participation_is_said_once"
            )
        ]
