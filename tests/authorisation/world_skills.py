"""What an organisation says that it can do, to itself alone: a skill with its evidence, and a word it misses."""

from typing import Any

from convivio.organisations.models import Organisation
from convivio.people.models import Person
from convivio.skills.models import Evidence, Skill, Word
from convivio.vocabulary.models import Concept


def skills(organisation: Organisation, person: Person) -> dict[str, Any]:
    """Say a skill, show it, propose a word."""
    concept = Concept.objects.order_by("pk").first()
    assert concept is not None
    skill = Skill.objects.create(
        organisation=organisation,
        concept=concept,
        person=person,
        visibility="private",
        audience=organisation.key,
    )
    return {
        "skill": skill,
        "skill_evidence": Evidence.objects.create(skill=skill, kind="certificate", words="Prova"),
        "word": Word.objects.create(organisation=organisation, text="parola di prova", language="it"),
    }
