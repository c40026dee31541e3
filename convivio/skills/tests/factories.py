from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from convivio.organisations.tests.factories import OrganisationFactory
from convivio.skills.models import Evidence, Skill, Word
from convivio.vocabulary.tests.factories import ConceptFactory


class SkillFactory(DjangoModelFactory[Skill]):
    """Something that an organisation does, for anyone to see."""

    class Meta:
        model = Skill

    organisation = SubFactory(OrganisationFactory)
    concept = SubFactory(ConceptFactory)
    audience = "public"


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A certificate that shows a skill."""

    class Meta:
        model = Evidence

    skill = SubFactory(SkillFactory)
    kind = "certificate"
    words = "Certificato UNI EN ISO 13485"


class WordFactory(DjangoModelFactory[Word]):
    """A word that waits for an office."""

    class Meta:
        model = Word

    organisation = SubFactory(OrganisationFactory)
    text = "termoformatura dolce"
    language = "it"
