from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from convivio.kernel.translated import TranslatedField
from convivio.sources.models import Reading


class Scheme(models.TextChoices):
    """The lists of concepts that the network uses."""

    TECHNOLOGY = "technology", _("technologies")
    SECTOR = "sector", _("sectors")
    S3 = "s3", _("S3 areas")
    NACE = "nace", _("economic activities (NACE)")
    EUROSCIVOC = "euroscivoc", _("fields of science (EuroSciVoc)")
    TAG = "tag", _("tags")


class ConceptQuerySet(models.QuerySet["Concept"]):
    def of_scheme(self, scheme: str) -> "ConceptQuerySet":
        return self.filter(scheme=scheme)


class Concept(models.Model):
    """One idea of the field, with its names in several languages.

    `synonyms` is {"it": […], "en": […]}. `path` holds the codes from the top of its scheme
    down to this concept, each between slashes, so that “everything below” is a prefix.
    """

    scheme = models.CharField(max_length=12, choices=Scheme.choices)
    code = models.CharField(max_length=80)
    label = TranslatedField()
    synonyms: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    broader = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="narrower")
    path = models.CharField(max_length=400, blank=True, db_index=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ConceptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_concept_for_a_code")]

    def __str__(self) -> str:
        return str(self.label)


class Naming(models.Model):
    """A name that this installation gave a concept, or took off it again; the last one counts.

    Lists that are taken in replace synonyms, and leave these alone.
    """

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="namings")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=80)
    holds = models.BooleanField(default=True)

    class Meta:
        ordering = ("pk",)


class Mapping(models.Model):
    """A concept of one scheme that means, or nearly means, a concept of another."""

    concept = models.ForeignKey(Concept, models.CASCADE, related_name="mappings")
    means = models.ForeignKey(Concept, models.CASCADE, related_name="mapped_from")
    exact = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concept", "means"], name="one_mapping_for_a_pair")]


class Place(models.Model):
    """A territory of the NUTS classification, from a country to a province."""

    code = models.CharField(max_length=5, unique=True)
    level = models.PositiveSmallIntegerField()
    name = TranslatedField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.name) or self.code
