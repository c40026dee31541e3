"""Skills in a text and in past projects; words that the vocabulary does not know; what is missing."""

import pytest

from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, coordinator
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import NotAllowed
from convivio.organisations.tests.factories import OrganisationFactory, editor_of
from convivio.people.tests.factories import acting
from convivio.skills.errors import WordIsKnown, WordIsSettled
from convivio.skills.gaps import gaps_of
from convivio.skills.naming import make_concept, merge_word, open_again, propose_word, refuse_word
from convivio.skills.suggesting import suggested_by_projects, suggested_by_text
from convivio.skills.tests.factories import SkillFactory, WordFactory
from convivio.trackrecord.tests.factories import ParticipationFactory, ProjectFactory
from convivio.vocabulary.models import Concept
from convivio.vocabulary.tests.factories import ConceptFactory
from convivio.vocabulary.words import concepts_in

pytestmark = pytest.mark.django_db
ABSTRACT = """We report on porous bioceramics for bone regeneration. The scaffolds were printed, and their
behaviour in tissue engineering was followed for twelve weeks."""


def vocabulary() -> dict[str, Concept]:
    pairs = {
        "Bioceramics": "Bioceramiche",
        "Bone regeneration": "Rigenerazione ossea",
        "Tissue engineering": "Ingegneria tissutale",
    }
    return {
        english: ConceptFactory.create(label={"en": english, "it": italian})
        for english, italian in pairs.items()
    }


def test_a_text_suggests_what_it_speaks_of_with_the_passage() -> None:
    known = vocabulary()

    found = suggested_by_text(OrganisationFactory.create(), ABSTRACT)

    assert {one.concept for one in found} == set(known.values())
    assert found[0].passage.casefold() == "bioceramics"
    assert "porous" in found[0].before


def test_what_is_said_already_is_not_suggested() -> None:
    known = vocabulary()
    skill = SkillFactory.create(concept=known["Bioceramics"])

    found = suggested_by_text(skill.organisation, ABSTRACT)

    assert known["Bioceramics"] not in {one.concept for one in found}


def test_past_projects_suggest_what_they_were_about_the_most_frequent_first() -> None:
    known, organisation = vocabulary(), OrganisationFactory.create()
    for title in ("Bioceramics for all", "More bioceramics", "Tissue engineering today"):
        ParticipationFactory.create(
            organisation=organisation, project=ProjectFactory.create(title=title, keywords="")
        )

    found = suggested_by_projects(organisation)

    assert [(one.concept, one.times) for one in found] == [
        (known["Bioceramics"], 2),
        (known["Tissue engineering"], 1),
    ]


def test_a_word_becomes_a_name_of_a_concept_and_is_found_by_it() -> None:
    concept, word = (
        ConceptFactory.create(label={"en": "Thermoforming", "it": "Termoformatura"}),
        WordFactory.create(),
    )
    by = acting(coordinator())

    merge_word(word, concept, by=by)
    assert [one.concept.number for one in concepts_in("Facciamo termoformatura dolce", "it")] == [concept.pk]
    open_again(word, by=by)

    assert [one.passage for one in concepts_in("Facciamo termoformatura dolce", "it")] == ["termoformatura"]


def test_a_word_becomes_a_concept_and_goes_while_nobody_uses_it() -> None:
    word, by = WordFactory.create(), acting(coordinator())

    concept = make_concept(word, "termoformatura dolce", "gentle thermoforming", by=by)
    open_again(word, by=by)

    assert not Concept.objects.filter(pk=concept.pk).exists()


def test_a_concept_that_somebody_uses_stays() -> None:
    word, by = WordFactory.create(), acting(coordinator())
    concept = make_concept(word, "termoformatura dolce", "gentle thermoforming", by=by)
    SkillFactory.create(concept=concept)

    with pytest.raises(WordIsSettled):
        open_again(word, by=by)


def test_a_word_is_decided_once_and_by_an_office_alone() -> None:
    word = WordFactory.create()

    with pytest.raises(NotAllowed):
        refuse_word(word, by=acting(editor_of(word.organisation)))
    refuse_word(word, by=acting(coordinator()))
    with pytest.raises(WordIsSettled):
        merge_word(word, ConceptFactory.create(), by=acting(coordinator()))


def test_what_the_vocabulary_has_is_not_proposed_nor_a_word_twice() -> None:
    ConceptFactory.create(label={"it": "Termoformatura"})
    organisation = OrganisationFactory.create()
    by = acting(editor_of(organisation))

    with pytest.raises(WordIsKnown):
        propose_word(organisation, "termoformatura", "it", "", by=by)
    propose_word(organisation, "saldatura fredda", "it", "", by=by)
    with pytest.raises(WordIsKnown):
        propose_word(organisation, "saldatura fredda", "it", "", by=by)


def test_what_is_looked_for_and_offered_by_nobody_comes_first() -> None:
    sought, found = ConceptFactory.create(), ConceptFactory.create()
    SkillFactory.create(concept=sought, side="needed")
    SkillFactory.create(concept=found, side="needed")
    SkillFactory.create(concept=found)

    assert [(one.concept, one.is_open) for one in gaps_of(ANYONE)] == [(sought, True), (found, False)]


def test_a_clusters_gaps_are_those_of_its_members_and_what_is_hidden_does_not_count() -> None:
    cluster = ClusterFactory.create()
    member = MembershipFactory.create(cluster=cluster).organisation
    ours = SkillFactory.create(organisation=member, side="needed")
    SkillFactory.create(side="needed")
    SkillFactory.create(organisation=member, side="needed", audience=member.key, visibility="private")

    assert [one.concept for one in gaps_of(ANYONE, cluster)] == [ours.concept]
