from datetime import datetime, timedelta
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from convivio.files.models import File
from convivio.kernel.audiences import Visibility, VisibleQuerySet
from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation, Site
from convivio.people.models import Person
from convivio.vocabulary.models import Concept

MOST_PLACES = 200


class Kind(models.TextChoices):
    """What a resource is."""

    MACHINE = "machine", _("machine")
    LABORATORY = "laboratory", _("laboratory")
    ROOM = "room", _("room")
    SERVICE = "service", _("service")
    DATA_SET = "data_set", _("data set")
    DOCUMENT = "document", _("document")


NOT_BOOKED = (Kind.DATA_SET, Kind.DOCUMENT)


class ResourceQuerySet(VisibleQuerySet["Resource"]):
    def offered(self) -> Self:
        """Keep those that their owners still offer."""
        return self.filter(withdrawn_at=None)

    def bookable(self) -> Self:
        return self.offered().exclude(kind__in=NOT_BOOKED)


class Resource(models.Model):
    """Something that an organisation lends or shares, and how one comes to use it.

    The names of the equipment's facts follow the UNIQUIP profile, so that a catalogue can be exchanged.
    `places` is how many can use it at once; `step_minutes` is the grain of its calendar; the buffer is kept free
    after each booking. `version` grows with each change, so that two who write do not undo one another.
    """

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="resources")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="resources")
    slug = models.SlugField(max_length=90, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("what it is, and what it is good for"))
    terms = TranslatedField(_("terms"))
    prerequisites = TranslatedField(_("what one needs before"))
    concepts = models.ManyToManyField(Concept, blank=True, related_name="resources")
    manufacturer = models.CharField(_("manufacturer"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    asset_number = models.CharField(_("asset number"), max_length=60, blank=True)
    doi = models.CharField(_("DOI"), max_length=120, blank=True)
    commissioned_on = models.DateField(_("in use since"), null=True, blank=True)
    contact = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.NETWORK)
    audience = models.CharField(max_length=40)
    places = models.PositiveSmallIntegerField(
        _("how many at once"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    is_instant = models.BooleanField(_("booked at once, without approval"), default=False)
    step_minutes = models.PositiveSmallIntegerField(_("grain"), default=30)
    buffer_minutes = models.PositiveSmallIntegerField(_("kept free after each booking"), default=0)
    longest_hours = models.PositiveSmallIntegerField(_("at most, in one go"), default=8)
    ahead_days = models.PositiveSmallIntegerField(_("how far ahead"), default=180)
    cancel_hours = models.PositiveSmallIntegerField(_("free cancellation until"), default=24)
    release_minutes = models.PositiveSmallIntegerField(_("released when nobody came after"), default=0)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    asked_still_on = models.DateField(_("asked whether it still holds"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES), name="a_resource_has_places"
            ),
            models.CheckConstraint(condition=Q(step_minutes__gte=5), name="a_calendar_has_a_grain"),
        ]
        indexes = [models.Index(fields=["owner", "kind"], name="resources_of_an_owner")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("resources:page", args=[self.slug])

    @property
    def is_booked(self) -> bool:
        """Whether one books it: data and documents are asked for."""
        return self.kind not in NOT_BOOKED

    @property
    def nuts(self) -> str:
        """Where it stands: on its site, or with its owner."""
        return (self.site.nuts if self.site else "") or self.owner.nuts

    @property
    def city(self) -> str:
        return (self.site.city if self.site else "") or self.owner.city


class OpeningHours(models.Model):
    """When a resource is open on a weekday, in the hours of Europe/Rome; with none, it is always open."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    from_time = models.TimeField()
    until_time = models.TimeField()

    class Meta:
        ordering = ("weekday", "from_time")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_time__gt=F("from_time")), name="hours_end_after_they_begin"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_are_on_a_weekday"),
        ]


class Tariff(models.Model):
    """What the use of a resource costs a kind of user; it is proposed to them, and collected by the owner."""

    class For(models.TextChoices):
        MEMBER = "member", _("members of our clusters")
        NETWORK = "network", _("members of the network")
        RESEARCH = "research", _("universities and research bodies")
        OTHER = "other", _("everybody else")

    class Unit(models.TextChoices):
        HOUR = "hour", _("an hour")
        DAY = "day", _("a day")
        USE = "use", _("a use")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="tariffs")
    who = models.CharField(max_length=8, choices=For.choices)
    amount = EuroField()
    unit = models.CharField(max_length=4, choices=Unit.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "who"], name="one_tariff_for_a_kind_of_user"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_tariff_is_not_negative"),
        ]


class PictureQuerySet(models.QuerySet["Picture"]):
    def shown(self) -> Self:
        """Keep those that were not removed, in the order that the owner gave them."""
        return self.filter(file__removed_at=None).select_related("file")


class Picture(models.Model):
    """A picture of a resource, and in words what it shows, for whoever does not see it."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="pictures")
    file = models.OneToOneField(File, models.CASCADE, related_name="picture_of_resource")
    shows = TranslatedField(_("what it shows"))
    position = models.PositiveIntegerField()

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")


class Closure(models.Model):
    """A time in which a resource cannot be used, and why."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="closures")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="a_closure_ends_after_it_begins"
            )
        ]


class Series(models.Model):
    """The same hours on several days, booked in one act; each date is a booking of its own."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="series")
    made_at = models.DateTimeField(default=now)


class Together(models.Model):
    """One request for several resources at the same hours; each is a booking of its own.

    With `only_if_all`, a no to one of them gives the others back.
    """

    only_if_all = models.BooleanField(_("only if all of them can be had"), default=False)
    asked_at = models.DateTimeField(default=now)

    def get_absolute_url(self) -> str:
        return reverse("resources:together_page", args=[self.pk])


class BookingQuerySet(models.QuerySet["Booking"]):
    def holding(self) -> Self:
        return self.filter(holds=True)

    def during(self, from_at: datetime, until_at: datetime) -> Self:
        """Keep those that share a moment with this span, their buffer included."""
        return self.filter(from_at__lt=until_at, free_at__gt=from_at)


class Booking(models.Model):
    """One place of a resource, held for an organisation from a moment to a moment.

    `until_at` is when the user leaves and `free_at` when the next may come: the buffer lies between. `holds` is true while
    the place is taken, also while the owner has not answered yet: who asks first is answered first.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for approval")
        BOOKED = "booked", _("booked")
        USED = "used", _("used")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")
        RELEASED = "released", _("released: nobody came")

    HOLDING = (State.ASKED, State.BOOKED, State.USED)

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings")
    place = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    free_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices)
    holds = models.BooleanField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="bookings")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="bookings")
    together = models.ForeignKey(Together, models.SET_NULL, null=True, blank=True, related_name="bookings")
    purpose = models.CharField(_("what for"), max_length=300, blank=True)
    words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=now)
    used_minutes = models.PositiveIntegerField(null=True, blank=True)
    left_words = models.CharField(_("for whoever comes next"), max_length=500, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it came into the ledger

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at"), free_at__gte=F("until_at")),
                name="a_booking_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="a_booking_has_a_place"),
            models.CheckConstraint(
                condition=Q(holds=True, state__in=("asked", "booked", "used"))
                | Q(holds=False, state__in=("declined", "cancelled", "released")),
                name="a_booking_holds_while_its_state_does",
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "from_at"], name="bookings_of_a_resource"),
            models.Index(fields=["organisation", "from_at"], name="bookings_of_an_organisation"),
            models.Index(fields=["until_at"], condition=Q(counted_at=None), name="bookings_to_count"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}, {localtime(self.from_at):%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("resources:booking", args=[self.pk])

    @property
    def minutes(self) -> int:
        return int((self.until_at - self.from_at).total_seconds() // 60)

    @property
    def is_to_come(self) -> bool:
        return self.from_at > now()

    @property
    def is_late_to_cancel(self) -> bool:
        """Whether the time for cancelling freely is over: the owner may charge it."""
        return self.from_at - timedelta(hours=self.resource.cancel_hours) <= now()

    @property
    def is_current(self) -> bool:
        return self.until_at > now()

    def become(self, state: str) -> None:
        """Change the state, and with it whether the place is held."""
        self.state = self.State(state)
        self.holds = self.state in self.HOLDING


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def open(self) -> Self:
        """Keep who still waits for a time to come."""
        return self.filter(became=None, given_up_at=None, from_at__gt=now())


class Waiting(models.Model):
    """Who would come if a place became free, in the order in which they asked."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="waiting")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(default=now)
    became: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        Booking, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="a_wait_is_for_a_stretch"),
            models.UniqueConstraint(
                fields=["resource", "organisation", "from_at", "until_at"],
                condition=Q(became=None, given_up_at=None),
                name="nobody_waits_twice",
            ),
        ]


class Feed(models.Model):
    """An address by which a calendar program reads somebody's bookings; its key is shown once and kept as a digest."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_feed_of_a_person"
            )
        ]
