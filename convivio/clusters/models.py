from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convivio.kernel.addresses import address_of
from convivio.kernel.days import Dated, DatedQuerySet, ends_after_it_begins
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation
from convivio.people.models import Person
from convivio.vocabulary.models import Concept


class Network(models.Model):
    """The coordinated whole of several clusters."""

    slug = models.SlugField(max_length=80, unique=True)
    name = TranslatedField(_("name"))
    mission = TranslatedField(_("mission"))

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        return key_of(self)


class Cluster(models.Model):
    """One association of the network, for one strategic sector."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="clusters")
    slug = models.SlugField(max_length=80, unique=True)
    name = TranslatedField(_("name"))
    mission = TranslatedField(_("mission"))
    sector = models.ForeignKey(Concept, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("pages:cluster", self.slug)


class ValueChain(models.Model):
    """One thematic chain of a cluster."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="value_chains")
    slug = models.SlugField(max_length=80)
    name = TranslatedField(_("name"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "slug"], name="one_chain_for_a_name")]

    def __str__(self) -> str:
        return str(self.name)


class Category(models.TextChoices):
    """The codes that a cluster begins with; how it names them is in its own categories."""

    LARGE_COMPANY = "large_company", _("large company")
    SME = "sme", _("small or medium company")
    LABORATORY = "laboratory", _("laboratory")
    RESEARCH_CENTRE = "research_centre", _("research centre")
    HEALTH_FACILITY = "health_facility", _("health facility")
    TRAINING_INSTITUTION = "training_institution", _("training institution")
    OTHER = "other", _("other")


class MembershipCategory(models.Model):
    """One category of members, as the founding document of a cluster names it.

    A membership keeps the code, so that its history stays when the names change.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="categories")
    code = models.SlugField(max_length=40)
    name = TranslatedField(_("name"))
    position = models.PositiveSmallIntegerField(default=0)
    joins_by_resolution = models.BooleanField(_("joins by a dated resolution"), default=False)
    is_open = models.BooleanField(_("takes new members"), default=True)

    class Meta:
        ordering = ("position", "code")
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="one_category_for_a_code")]

    def __str__(self) -> str:
        return str(self.name)


class MembershipQuerySet(DatedQuerySet["Membership"]):
    def with_rights_on(self, day: date) -> Self:
        """Keep those that hold on this day and do not stand still: whoever is suspended has no member's rights."""
        standing_still = Suspension.objects.filter(membership=models.OuterRef("pk")).holding_on(day)
        return self.holding_on(day).filter(~models.Exists(standing_still))


class Membership(Dated):
    """An organisation in a cluster, by category, from a day to a day.

    A membership that was left and taken up again is two rows: what was is never rewritten.
    """

    class Ending(models.TextChoices):
        LEFT = "left", _("left")
        EXCLUDED = "excluded", _("excluded")
        DISSOLVED = "dissolved", _("no longer exists")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="memberships")
    category = models.CharField(max_length=40)
    resolution = models.CharField(_("resolution"), max_length=160, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)
    ending_words = models.CharField(max_length=400, blank=True)
    value_chains = models.ManyToManyField(ValueChain, blank=True, related_name="memberships")
    category_name: str  # in the reader's language, where a page asked for it (categories.py)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("membership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["organisation", "cluster"],
                condition=Q(until_on=None),
                name="one_open_membership_for_a_cluster",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "cluster", "from_on"], name="memberships_of_one_kind"),
            models.Index(fields=["cluster", "until_on"], name="memberships_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.cluster}"

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("memberships:membership", self.pk)


class Suspension(Dated):
    """Days on which a membership stands still: the organisation is a member without a member's rights."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="suspensions")
    reason = models.CharField(_("reason"), max_length=400)

    objects = DatedQuerySet["Suspension"].as_manager()

    class Meta:
        constraints = [ends_after_it_begins("suspension_ends_after_it_begins")]
        indexes = [models.Index(fields=["membership", "from_on"], name="suspensions_of_membership")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.from_on}"


class Office(Dated):
    """What a person may do for a cluster or for the whole network, from a day to a day."""

    class Kind(models.TextChoices):
        CLUSTER_OFFICE = "cluster_office", _("cluster office")
        FACILITATOR = "facilitator", _("facilitator")
        BOARD = "board", _("board")
        COORDINATOR = "coordinator", _("coordinator of the network")
        REGION = "region", _("Region")
        AUDITOR = "auditor", _("auditor")

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    cluster = models.ForeignKey(Cluster, models.CASCADE, null=True, blank=True, related_name="offices")
    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="offices")
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DatedQuerySet["Office"].as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("office_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(cluster=None, network__isnull=False) | Q(cluster__isnull=False, network=None),
                name="an_office_is_of_a_cluster_or_of_the_network",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind", "cluster"], name="offices_of_one_kind"),
            models.Index(fields=["until_on"], name="offices_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.body}"

    @property
    def body(self) -> Cluster | Network:
        """The cluster or the network that it is kept for; the database lets none be without."""
        body = self.cluster or self.network
        if body is None:
            raise Network.DoesNotExist
        return body
