from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Visibility, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation
from convivio.people.models import Person
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept

HOLDS = timedelta(days=365)
"""How long a skill counts as lately confirmed."""


class Side(models.TextChoices):
    """Whether one has it to share, or looks for it."""

    OFFERED = "offered", _("can do it")
    NEEDED = "needed", _("looks for it")


class Level(models.IntegerChoices):
    """How well, in words that people use of themselves."""

    LEARNING = 1, _("is learning it")
    DOING = 2, _("does it")
    SKILLED = 3, _("does it often, and well")
    LEADING = 4, _("others come to learn it")


class SkillQuerySet(VisibleQuerySet["Skill"]):
    def standing(self) -> Self:
        """Keep those that were not taken away."""
        return self.filter(withdrawn_at=None)

    def offered(self) -> Self:
        return self.standing().filter(side=Side.OFFERED)

    def needed(self) -> Self:
        return self.standing().filter(side=Side.NEEDED)


class Skill(models.Model):
    """A concept that an organisation can do, or looks for.

    `person` is the one to ask, who said so themselves. What the organisation offers to whoever sees its page is
    also what it is known for (`organisations.known_for`).
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="skills")
    concept = models.ForeignKey(Concept, models.PROTECT, related_name="skills")
    side = models.CharField(max_length=7, choices=Side.choices, default=Side.OFFERED)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.DOING)
    words = TranslatedField(_("what exactly"))
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="skills")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    audience = models.CharField(max_length=40)
    begun_at = models.DateTimeField(default=now, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), default=localdate)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "concept", "side"], name="a_skill_is_said_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="a_skill_has_a_level"),
        ]
        indexes = [models.Index(fields=["concept", "side"], name="skills_by_concept")]

    def __str__(self) -> str:
        return str(self.concept)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("skills:page", args=[self.pk])

    @property
    def is_old(self) -> bool:
        """Whether nobody has said for a year that it still holds."""
        return localdate() - self.confirmed_on > HOLDS


class Evidence(models.Model):
    """What shows a skill: a past project, a publication, a certificate, or somebody from elsewhere who confirms it."""

    class Kind(models.TextChoices):
        PROJECT = "project", _("a past project")
        PUBLICATION = "publication", _("a publication")
        CERTIFICATE = "certificate", _("a certificate")
        COLLEAGUE = "colleague", _("somebody confirms it")
        TEXT = "text", _("a text of theirs")

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    words = models.CharField(_("what it is"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    project: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        Project, models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    of = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-said_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["skill", "person"], condition=Q(kind="colleague"), name="one_vouches_once"
            ),
            models.UniqueConstraint(
                fields=["skill", "project"], condition=Q(kind="project"), name="a_project_shows_a_skill_once"
            ),
        ]


class Word(models.Model):
    """A word that somebody missed in the vocabulary; an office makes it a name of a concept, or a concept."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        MERGED = "merged", _("a name of another")
        NEW = "new", _("a concept of its own")
        REFUSED = "refused", _("not taken in")

    class Language(models.TextChoices):
        ITALIAN = "it", _("Italian")
        ENGLISH = "en", _("English")

    text = models.CharField(_("the word"), max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    why = models.CharField(_("what it means"), max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    concept = models.ForeignKey(Concept, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text", "language"],
                condition=Q(state="open"),
                name="a_word_is_proposed_once",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        return key_of(self)


class Course(models.Model):
    """A skill on the move: a course, mentoring, a visit, a placement; offered or looked for, with seats and a day."""

    class Kind(models.TextChoices):
        COURSE = "course", _("course")
        MENTORING = "mentoring", _("mentoring")
        VISIT = "visit", _("visit")
        PLACEMENT = "placement", _("placement")

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="courses")
    kind = models.CharField(_("how"), max_length=9, choices=Kind.choices)
    words = models.CharField(_("in a line"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    on = models.DateField(_("day"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="a_course_has_seats")]

    def __str__(self) -> str:
        return self.words

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def is_to_come(self) -> bool:
        return self.ended_at is None and (self.on is None or self.on >= localdate())
