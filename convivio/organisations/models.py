from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import PUBLIC, Visibility, VisibleQuerySet
from convivio.kernel.days import Dated, DatedQuerySet, ends_after_it_begins
from convivio.kernel.keys import key_of
from convivio.kernel.translated import TranslatedField
from convivio.people.models import Person
from convivio.sources.models import Reading
from convivio.vocabulary.models import Concept


class Kind(models.TextChoices):
    """What a body is."""

    LARGE_COMPANY = "large_company", _("large company")
    SME = "sme", _("small or medium company")
    COMPANY = "company", _("company")
    LABORATORY = "laboratory", _("laboratory")
    RESEARCH_CENTRE = "research_centre", _("research centre")
    UNIVERSITY = "university", _("university")
    HEALTH_FACILITY = "health_facility", _("health facility")
    TRAINING_INSTITUTION = "training_institution", _("training institution")
    PUBLIC_AUTHORITY = "public_authority", _("public authority")
    TECHNOPOLE = "technopole", _("technopole")
    OTHER = "other", _("other body")


class Size(models.TextChoices):
    """How large a body is, when it is known."""

    UNKNOWN = "", _("size not known")
    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    SME = "sme", _("small or medium")
    LARGE = "large", _("large")


class CompanyGroup(models.Model):
    """Companies under one control: for a rule about independence, and in a count of groups, they are one."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)


class OrganisationQuerySet(VisibleQuerySet["Organisation"]):
    def with_identifier(self, scheme: str, value: str) -> "OrganisationQuerySet":
        return self.filter(identifiers__scheme=scheme, identifiers__value=value)

    def with_confirmations(self) -> "OrganisationQuerySet":
        """Read in the same question when each part was confirmed: `said_sites` and so on."""
        days = {
            f"said_{part}": models.Subquery(
                Confirmation.objects.filter(organisation=models.OuterRef("pk"), part=part).values("on")
            )
            for part in Confirmation.Part.values
        }
        return self.annotate(**days)

    def with_parts(self) -> "OrganisationQuerySet":
        """Read in the same question which lists of the profile have something in them: `has_sites` and so on."""
        rows = {
            "has_sites": Site.objects.all(),
            "has_identifiers": Identifier.objects.all(),
        }
        mine = {"organisation": models.OuterRef("pk")}
        return self.annotate(**{name: models.Exists(found.filter(**mine)) for name, found in rows.items()})


class Organisation(models.Model):
    """Any body, one identity for the whole network."""

    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, default=Kind.OTHER)
    size = models.CharField(_("size"), max_length=8, choices=Size.choices, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, db_index=True)
    nuts = models.CharField(_("territory"), max_length=5, blank=True, db_index=True)
    street = models.CharField(_("street"), max_length=240, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("address for anyone who writes"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    description = TranslatedField(_("what they do"))
    looking_for = TranslatedField(_("what they look for"))
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    staff_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    part_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="units")
    hosted_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="hosts")
    company_group = models.ForeignKey(
        "CompanyGroup", models.SET_NULL, null=True, blank=True, related_name="companies"
    )
    logo = models.CharField(max_length=80, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    concepts = models.ManyToManyField(Concept, through="Competence", related_name="organisations")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    audience = models.CharField(max_length=40, default=PUBLIC)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        # Nearly all rows share one audience: an index that begins with it leads SQLite to read them all
        # before it joins. This one only answers which of many rows a reader may see.
        indexes = [
            models.Index(fields=["name", "id"], name="organisations_by_name"),
            models.Index(fields=["id", "audience"], name="organisations_seen"),
            models.Index(
                fields=["audience", "id"], condition=~Q(audience=PUBLIC), name="organisations_hidden"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("organisations:page", self.slug)

    @property
    def logo_url(self) -> str:
        """The address of the logo; nothing while there is none."""
        return address_of("organisations:logo_picture", self.slug, self.logo) if self.logo else ""


class Identifier(models.Model):
    """How others know an organisation: a PIC, a VAT number, a ROR, an LEI, a fiscal code, a REA number.

    A VAT number or a fiscal code may stand for several bodies of one group; the others never do.
    """

    class Scheme(models.TextChoices):
        PIC = "pic", "PIC"
        VAT = "vat", _("VAT number")
        ROR = "ror", "ROR"
        LEI = "lei", "LEI"
        FISCAL_CODE = "fiscal", _("Italian fiscal code")
        REA = "rea", "REA"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=6, choices=Scheme.choices)
    value = models.CharField(max_length=40)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=~Q(scheme__in=["vat", "fiscal"]),
                name="one_body_for_an_identifier",
            ),
            models.UniqueConstraint(
                fields=["organisation", "scheme", "value"], name="an_identifier_is_said_once"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifiers_by_value")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Site(models.Model):
    """A place where an organisation works, beside its seat."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    name = models.CharField(_("what is there"), max_length=160)
    street = models.CharField(_("street"), max_length=240, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    nuts = models.CharField(_("territory"), max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Confirmation(models.Model):
    """Somebody of the organisation said on a day that one part of its profile is right."""

    class Part(models.TextChoices):
        DESCRIPTION = "description", _("what they do")
        LOOKING_FOR = "looking_for", _("what they look for")
        SITES = "sites", _("where they are")
        IDENTIFIERS = "identifiers", _("their numbers")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="confirmations")
    part = models.CharField(max_length=12, choices=Part.choices)
    on = models.DateField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "part"], name="a_part_is_confirmed_once")
        ]


class Competence(models.Model):
    """A concept that an organisation is known for, for its page, the API and the index.

    What is declared follows its skills (a room above), and is written by `known_for` alone.
    """

    class Origin(models.TextChoices):
        DECLARED = "declared", _("declared")
        SHOWN = "shown", _("shown by projects")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="competences")
    concept = models.ForeignKey(Concept, models.CASCADE, related_name="competences")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.DECLARED)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "concept", "origin"], name="a_competence_is_said_once"
            )
        ]


class Accreditation(Dated):
    """A status that a body granted to an organisation, from a day to a day."""

    class Kind(models.TextChoices):
        HTN_LABORATORY = "htn_laboratory", _("laboratory of the High Technology Network")
        HTN_INNOVATION_CENTRE = "htn_innovation_centre", _("innovation centre of the High Technology Network")
        RECOGNISED_CLUSTER = "recognised_cluster", _("cluster recognised by the Region")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="accreditations")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    granted_by = models.CharField(_("granted by"), max_length=160)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DatedQuerySet["Accreditation"].as_manager()

    class Meta:
        constraints = [ends_after_it_begins("accreditation_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.get_kind_display()


class MandateQuerySet(DatedQuerySet["Mandate"]):
    def of(self, person: Person | int, on: date) -> "MandateQuerySet":
        """Keep what this person may do on this day."""
        return self.filter(person=person).holding_on(on)


class Mandate(Dated):
    """What a person may do for an organisation, from a day to a day."""

    class Right(models.TextChoices):
        READ = "read", _("read")
        EDIT = "edit", _("edit the profile")
        SPEAK = "speak", _("speak")
        BOOK = "book", _("book")
        VOTE = "vote", _("vote")
        SIGN = "sign", _("sign")
        PAY = "pay", _("pay")

    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mandates")
    right = models.CharField(max_length=5, choices=Right.choices)
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [ends_after_it_begins("mandate_ends_after_it_begins")]
        indexes = [
            models.Index(fields=["person", "organisation", "right"], name="mandates_of_one_kind"),
            models.Index(fields=["until_on"], name="mandates_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_right_display()} · {self.organisation}"


class LikelyDouble(models.Model):
    """Two records that may be one body, for a person to decide; nothing is merged by itself."""

    class Verdict(models.TextChoices):
        OPEN = "", _("to be decided")
        SAME = "same", _("the same body")
        DIFFERENT = "different", _("two bodies")

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=now, editable=False)
    verdict = models.CharField(max_length=9, choices=Verdict.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_double_is_flagged_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_double_has_two_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def sides(self) -> tuple[Organisation, Organisation]:
        return self.first, self.second


class Claim(models.Model):
    """Somebody says that they may speak for an organisation that is on record already."""

    class State(models.TextChoices):
        OPEN = "open", _("to be looked at")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, models.CASCADE, related_name="claims")
    words = models.TextField(_("how you belong to it"), max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(state="open"), name="one_open_claim"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class Merge(models.Model):
    """Two records made one: which was kept, what was chosen and what was moved, so that it can be undone."""

    kept = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    choices: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    moved: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now, editable=False)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="a_merge_has_two_sides"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="a_record_is_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
