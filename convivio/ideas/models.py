from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster
from convivio.ideas.stages import LISTED, Stage
from convivio.kernel.audiences import Reader, Visibility, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation
from convivio.people.models import Person


class Kind(models.TextChoices):
    """Whether somebody has the question or the answer."""

    CHALLENGE = "challenge", _("challenge")
    PROPOSAL = "proposal", _("proposal")


class Side(models.TextChoices):
    """Whether its authors give or seek, in the way of the profiles of the Enterprise Europe Network."""

    OFFER = "offer", _("offer")
    REQUEST = "request", _("request")


class Profile(models.TextChoices):
    """What kind of cooperation it is for, in the way of the profiles of the Enterprise Europe Network."""

    BUSINESS = "business", _("business")
    TECHNOLOGY = "technology", _("technology")
    RESEARCH = "research", _("research and development")


class Readiness(models.TextChoices):
    """How far what it speaks of is developed."""

    THOUGHT = "thought", _("a thought")
    DEVELOPED = "developed", _("being developed")
    PROTOTYPE = "prototype", _("a prototype to be shown")
    TRIED = "tried", _("tried in use")
    MARKET = "market", _("on the market")


class Protection(models.TextChoices):
    """How what it speaks of is protected."""

    NONE = "none", _("not protected")
    SECRET = "secret", _("secret know-how")
    APPLIED = "applied", _("patent applied for")
    GRANTED = "granted", _("patent granted")
    COPYRIGHT = "copyright", _("copyright")
    DESIGN = "design", _("registered design")


class Role(models.TextChoices):
    """What the partner sought would be."""

    RESEARCH = "research", _("partner in research")
    TECHNICAL = "technical", _("technical partner")
    TRIAL = "trial", _("place to try it")
    MAKER = "maker", _("manufacturer")
    LICENCE = "licence", _("holder or user of a licence")
    SELLER = "seller", _("commercial partner")
    INVESTOR = "investor", _("investor")


TEXTS = ("title", "summary", "what", "advantages", "sought")
CODES = ("kind", "side", "profile", "readiness", "protection", "role")
"""What an author writes and chooses, and what a version keeps."""


class IdeaQuerySet(VisibleQuerySet["Idea"]):
    def visible_to(self, reader: Reader) -> Self:
        """Keep those that were opened, to those for whom they are; drafts are seen by their authors alone."""
        return super().visible_to(reader).exclude(opened_at=None)

    def listed(self) -> Self:
        """Keep those that stand in the list: opened, not set aside, not expired."""
        return self.filter(stage__in=LISTED).filter(Q(expires_on=None) | Q(expires_on__gte=localdate()))


class Idea(models.Model):
    """A challenge or a proposal, in the words of its authors.

    `opened_at` is empty until it is opened for the first time: until then its authors alone know of it, whatever its
    audience. `version` is the number of its latest version.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ideas")
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=now)
    kind = models.CharField(_("challenge or proposal"), max_length=9, choices=Kind.choices)
    side = models.CharField(_("offer or request"), max_length=7, choices=Side.choices)
    profile = models.CharField(_("kind of cooperation"), max_length=10, choices=Profile.choices)
    readiness = models.CharField(_("how far it is"), max_length=9, choices=Readiness.choices, blank=True)
    protection = models.CharField(_("protection"), max_length=9, choices=Protection.choices, blank=True)
    role = models.CharField(_("role of the partner"), max_length=9, choices=Role.choices, blank=True)
    title = TranslatedField(_("title"))
    summary = TranslatedField(_("summary"))
    what = TranslatedField(_("what it is about"))
    advantages = TranslatedField(_("what is new and better"))
    sought = TranslatedField(_("the partner sought"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    reason = models.CharField(_("why it is set aside"), max_length=300, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.NETWORK)
    audience = models.CharField(max_length=40)
    opened_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now)
    expires_on = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, stage="draft") | (Q(opened_at__isnull=False) & ~Q(stage="draft")),
                name="an_idea_is_a_draft_until_it_is_opened",
            ),
            models.CheckConstraint(
                condition=~Q(stage="aside") | ~Q(reason=""), name="an_idea_is_set_aside_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "stage"], name="ideas_of_an_organisation")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("ideas:page", args=[self.pk])

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < localdate()

    @property
    def written(self) -> dict[str, Any]:
        """What its authors wrote and chose, as a version keeps it."""
        return {name: getattr(self, name) for name in CODES} | {
            name: dict(getattr(self, name)) for name in TEXTS
        }


class AuthorQuerySet(models.QuerySet["Author"]):
    def writing(self) -> Self:
        return self.filter(state=Author.State.ACCEPTED)

    def of(self, person: int, organisations: Collection[int]) -> Self:
        """Keep where a person writes for an organisation for which they still act."""
        return self.writing().filter(person=person, organisation__in=organisations)


class Author(models.Model):
    """Somebody who writes an idea with others, for an organisation; while only asked, for none yet.

    Whoever is asked is named by an address, also where nobody has an account with it: who asks cannot tell.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked to write")
        ACCEPTED = "accepted", _("writes with us")
        DECLINED = "declined", _("said no")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    since = models.DateTimeField(default=now)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = [
            models.UniqueConstraint(fields=["idea", "email"], name="nobody_is_asked_twice"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(person__isnull=False, organisation__isnull=False),
                name="an_author_writes_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.email)

    @property
    def key(self) -> str:
        return key_of(self)


class Version(models.Model):
    """An idea as it was kept once: its words, who kept them and when."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    restores = models.PositiveIntegerField(null=True, blank=True)
    kept = models.JSONField(default=dict)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="one_version_of_an_idea"),
        ]


class Support(models.Model):
    """Somebody who finds an idea worth it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="nobody_supports_twice")]


class Comment(models.Model):
    """What somebody says of an idea; removed by whom it is of, or hidden by an office, with a reason."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(max_length=4000)
    at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None) | ~Q(hidden_because=""), name="a_comment_is_hidden_with_a_reason"
            )
        ]
        indexes = [models.Index(fields=["idea", "at"], name="comments_on_an_idea")]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return f"{reverse('ideas:page', args=[self.idea_id])}#comment-{self.pk}"


class RoundQuerySet(models.QuerySet["Round"]):
    def of_offices(self, clusters: Collection[int]) -> Self:
        return self.filter(cluster__in=clusters)

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Round(models.Model):
    """A call for ideas of a cluster: authors hand ideas in, reviewers score them on its criteria until it is closed."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="idea_rounds")
    name = TranslatedField(_("name"))
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("ideas:round", args=[self.pk])


class Criterion(models.Model):
    """One thing that reviewers look at in a round, and how much it weighs."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="a_criterion_weighs"),
            models.UniqueConstraint(fields=["round", "position"], name="one_criterion_for_a_position"),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """An idea that its authors handed in to a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["round", "idea"], name="an_idea_is_handed_in_once")]


class Reviewer(models.Model):
    """Somebody who is asked to score an idea: first they say whether they have a conflict of interest."""

    class Conflict(models.TextChoices):
        UNSAID = "unsaid", _("not said yet")
        NONE = "none", _("no conflict of interest")
        SOME = "some", _("conflict of interest")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    conflict = models.CharField(max_length=6, choices=Conflict.choices, default=Conflict.UNSAID)
    words = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="nobody_reviews_twice"),
            models.CheckConstraint(
                condition=Q(conflict="unsaid", declared_at=None)
                | (~Q(conflict="unsaid") & Q(declared_at__isnull=False)),
                name="a_conflict_is_declared_at_a_moment",
            ),
        ]

    @property
    def key(self) -> str:
        return key_of(self)


class Score(models.Model):
    """What a reviewer gives an idea on a criterion: none to five, and why."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "criterion"], name="one_score_on_a_criterion"),
            models.CheckConstraint(condition=Q(points__lte=5), name="a_score_is_five_at_most"),
        ]
