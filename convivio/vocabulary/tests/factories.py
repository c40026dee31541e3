from factory.declarations import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from convivio.kernel.translated import in_both
from convivio.vocabulary.models import Concept, Scheme


class ConceptFactory(DjangoModelFactory[Concept]):
    """A technology with a name in both languages."""

    class Meta:
        model = Concept

    scheme = Scheme.TECHNOLOGY
    code = Sequence(lambda n: f"technology-{n}")
    label = Sequence(lambda n: in_both(f"Tecnologia {n}", f"Technology {n}"))
    path = LazyAttribute(lambda concept: f"/{concept.code}/")
