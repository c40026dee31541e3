"""Our own lists go into the tables once, and bring EuroSciVoc to them."""

import pytest

from convivio.kernel.translated import in_both
from convivio.sources.models import Reading
from convivio.sources.readings import reading_of
from convivio.vocabulary.entries import ConceptEntry, put_concepts
from convivio.vocabulary.errors import BroaderGoesRound, NoSuchBroader
from convivio.vocabulary.loading import OUR_LISTS, load_own_lists, map_euroscivoc
from convivio.vocabulary.models import Concept, Mapping, Place, Scheme
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def test_our_lists_are_taken_in_once() -> None:
    first = load_own_lists()
    again = load_own_lists(again=True)

    assert first is not None
    assert again is not None
    assert (first.new, again.new, again.updated) == (Concept.objects.count() + Place.objects.count(), 0, 0)
    assert Concept.objects.of_scheme(Scheme.TECHNOLOGY).count() == 418
    assert Place.objects.filter(level=3).count() == 9


def test_while_the_files_are_the_same_there_is_nothing_to_do() -> None:
    load_own_lists()

    assert load_own_lists() is None
    assert Reading.objects.count() == 1


def test_a_concept_hangs_below_the_broader_one() -> None:
    load_own_lists()

    concept = Concept.objects.get(code="regenerative-medicine")
    assert concept.path == "/health-technologies/advanced-therapies/regenerative-medicine/"
    assert concept.broader == Concept.objects.get(code="advanced-therapies")


def test_a_field_of_technology_serves_a_sector_and_a_sector_an_s3_area() -> None:
    load_own_lists()

    serves = Mapping.objects.filter(concept__code="health-technologies").values_list("means__code", flat=True)
    area = Mapping.objects.get(concept__scheme=Scheme.SECTOR, concept__code="health").means
    assert list(serves) == ["health"]
    assert area.code == "s3-health"


def test_a_name_of_ours_that_was_changed_comes_back() -> None:
    load_own_lists()
    Concept.objects.filter(code="stem-cells").update(label=in_both("Altro", "Other"))

    counts = load_own_lists(again=True)

    assert counts is not None
    assert counts.updated == 1
    assert Concept.objects.get(code="stem-cells").label["en"] == "Stem cells"


def test_a_published_list_adds_a_language_and_takes_none_away() -> None:
    ConceptFactory.create(code="a", label={"en": "Glass"}, synonyms={"en": ["glassware"]})
    entry = ConceptEntry(code="a", label={"it": "Vetro", "en": ""}, synonyms={"it": ["vetreria"]})

    put_concepts(Scheme.TECHNOLOGY, [entry], reading_of(OUR_LISTS))

    concept = Concept.objects.get(code="a")
    assert concept.label == {"en": "Glass", "it": "Vetro"}
    assert concept.synonyms == {"en": ["glassware"], "it": ["vetreria"]}


def test_a_broader_concept_must_exist() -> None:
    entry = ConceptEntry(code="a", label={"en": "Glass"}, broader="nowhere")

    with pytest.raises(NoSuchBroader, match="nowhere"):
        put_concepts(Scheme.TAG, [entry], reading_of(OUR_LISTS))


def test_a_concept_is_not_broader_than_itself() -> None:
    entries = [
        ConceptEntry(code="a", label={"en": "A"}, broader="b"),
        ConceptEntry(code="b", label={"en": "B"}, broader="a"),
    ]

    with pytest.raises(BroaderGoesRound):
        put_concepts(Scheme.TAG, entries, reading_of(OUR_LISTS))


def test_technologies_mean_fields_of_science_by_name_synonym_or_choice() -> None:
    load_own_lists()
    for code, label in [("/1", "tissue engineering"), ("/2", "genomes"), ("/3", "heraldry")]:
        ConceptFactory.create(scheme=Scheme.EUROSCIVOC, code=code, label={"en": label})

    count = map_euroscivoc()

    said = Mapping.objects.filter(means__scheme=Scheme.EUROSCIVOC)
    assert count == said.count() == 2
    assert said.get(means__code="/1", concept__code="tissue-engineering").exact
    assert not said.get(means__code="/2", concept__code="genomics").exact
