from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import ValueChain
from convivio.kernel.days import Dated, DatedQuerySet, ends_after_it_begins
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation
from convivio.people.models import Person


class Text(models.Model):
    """One text of a public page: whose page, which part, and which of its versions is shown.

    The publisher is a key: `network:1`, `cluster:3`. With no version shown, nothing was published yet.
    """

    publisher = models.CharField(max_length=40)
    part = models.SlugField(max_length=100)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "part"], name="one_text_for_a_part")]

    def __str__(self) -> str:
        return f"{self.publisher} · {self.part}"

    @property
    def key(self) -> str:
        return key_of(self)


class TextVersion(models.Model):
    """What a text said from a moment on; a version is never changed, only followed by another.

    `repeats` is the number of the older version whose words it brings back; 0, of what stood there before any.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = TranslatedField(_("words"))
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    repeats = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=now, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_version_for_a_number")]

    def __str__(self) -> str:
        return f"{self.text} · {self.number}"


class TextDraft(models.Model):
    """What somebody is writing, as it was typed, until it is published or thrown away."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = TranslatedField(_("words"))
    based_on = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "person"], name="one_draft_for_a_person")]


class NewsQuerySet(models.QuerySet["News"]):
    def out_on(self, day: object) -> "NewsQuerySet":
        """Keep what anyone may read on this day."""
        return self.filter(state=News.State.PUBLISHED, on__lte=day)

    def newest_first(self) -> "NewsQuerySet":
        return self.order_by("-on", "-pk")


class News(models.Model):
    """Something that the network or a cluster tells anyone, from a day on."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    publisher = models.CharField(max_length=40)
    title = TranslatedField(_("title"))
    words = TranslatedField(_("words"))
    picture = models.CharField(max_length=64, blank=True, editable=False)
    picture_alt = TranslatedField(_("what the picture shows"))
    picture_width = models.PositiveSmallIntegerField(default=0, editable=False)
    picture_height = models.PositiveSmallIntegerField(default=0, editable=False)
    on = models.DateField(_("day"), default=localdate)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "news"
        indexes = [models.Index(fields=["publisher", "state", "on"], name="news_by_day")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def key(self) -> str:
        return key_of(self)

    def picture_url(self, size: str) -> str:
        return reverse("pages:news_picture", args=[self.pk, self.picture, size]) if self.picture else ""

    @property
    def large_picture_url(self) -> str:
        return self.picture_url("large")

    @property
    def small_picture_url(self) -> str:
        return self.picture_url("small")

    def is_out_on(self, day: object) -> bool:
        return self.state == self.State.PUBLISHED and self.on <= day  # type: ignore[operator]


class Body(models.Model):
    """A body of the network or of a cluster: its assembly, its board, the chair of a value chain."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("assembly")
        BOARD = "board", _("board")
        PRESIDENCY = "presidency", _("presidency")
        VALUE_CHAIN = "value_chain", _("value chain")
        COMMITTEE = "committee", _("technical committee")
        OFFICE = "office", _("office")
        OTHER = "other", _("another body")

    publisher = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.BOARD)
    name = TranslatedField(_("name"))
    words = TranslatedField(_("what it does"))
    chain = models.ForeignKey(ValueChain, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name_plural = "bodies"
        indexes = [models.Index(fields=["publisher", "position"], name="bodies_in_order")]

    def __str__(self) -> str:
        return str(self.name) or str(self.get_kind_display())


class Term(Dated):
    """Somebody's place in a body, from a day to a day; past terms are kept."""

    class Role(models.TextChoices):
        PRESIDENT = "president", _("president")
        VICE_PRESIDENT = "vice_president", _("vice-president")
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        TREASURER = "treasurer", _("treasurer")
        SECRETARY = "secretary", _("secretary")
        MANAGER = "manager", _("manager")
        MEMBER = "member", _("ordinary member")

    body = models.ForeignKey(Body, models.CASCADE, related_name="terms")
    person_name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.MEMBER)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    objects = DatedQuerySet["Term"].as_manager()

    class Meta:
        constraints = [ends_after_it_begins("term_ends_after_it_begins")]
        indexes = [models.Index(fields=["body", "from_on"], name="terms_of_a_body")]

    def __str__(self) -> str:
        return f"{self.person_name} · {self.body}"


class Programme(models.Model):
    """A programme of public money, as dated data with its source."""

    code = models.SlugField(max_length=60, unique=True)
    name = TranslatedField(_("name"))
    fund = TranslatedField(_("fund"))
    words = TranslatedField(_("what it is"))
    cci = models.CharField(_("CCI"), max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()
    source_title = models.CharField(_("source"), max_length=240, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    read_on = models.DateField(_("read on"), null=True, blank=True)

    class Meta:
        ordering = ("from_on", "code")

    def __str__(self) -> str:
        return str(self.name)


class Funding(Dated):
    """A programme finances the network or a cluster, from a day to a day, by an act."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="fundings")
    publisher = models.CharField(max_length=40)
    purpose = TranslatedField(_("what for"))
    act = models.CharField(_("act"), max_length=200, blank=True)

    objects = DatedQuerySet["Funding"].as_manager()

    class Meta:
        ordering = ("-from_on", "id")
        constraints = [ends_after_it_begins("funding_ends_after_it_begins")]
        indexes = [models.Index(fields=["publisher", "from_on"], name="fundings_of_a_publisher")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.publisher}"
