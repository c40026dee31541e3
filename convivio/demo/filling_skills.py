"""What the members of the demonstration can do and look for, with what shows it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.utils.timezone import localdate, now

from convivio.demo.network_files import Entry, entries
from convivio.kernel.translated import Translated
from convivio.organisations.models import Mandate, Organisation
from convivio.search.documents import has_changed
from convivio.skills.models import Course, Evidence, Level, Side, Skill, Word
from convivio.skills.saying import keep_known_for
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept

LEVELS = (Level.LEADING, Level.SKILLED, Level.SKILLED, Level.DOING)
"""How well, from what an organisation names first to what it names last."""
Organisations = Mapping[str, Organisation]
Concepts = Mapping[str, Concept]
Skills = dict[tuple[str, str], Skill]


def fill_skills(organisations: Organisations, concepts: Concepts) -> dict[str, int]:
    """Write every skill, its words, evidence and courses, and count the skills."""
    skills = _offered(organisations, concepts)
    _shown_by_projects(skills)
    for skill, entry in _found(skills, "skill_words"):
        _say_more(skill, entry)
    for skill, entry in _found(skills, "skill_vouches"):
        _vouch(skill, organisations[entry["by"]], entry)
    for skill, entry in _found(skills, "skill_courses"):
        Course.objects.create(
            skill=skill,
            kind=entry["kind"],
            words=entry["text"],
            seats=entry["seats"],
            on=localdate() + timedelta(days=entry["in_days"]),
        )
    _needed(organisations, concepts)
    for entry in entries("skill_new_words"):
        Word.objects.create(
            organisation=organisations[entry["organisation"]],
            text=entry["text"],
            language=entry["language"],
            why=entry["why"],
            proposed_at=now() - timedelta(days=entry["days_ago"]),
        )
    for organisation in organisations.values():
        keep_known_for(organisation)
    rows = Skill.objects.values_list("pk", flat=True)
    has_changed(*(f"skill:{number}" for number in rows))
    return {"skills": len(rows)}


def _found(skills: Skills, table: str) -> Iterator[tuple[Skill, Entry]]:
    """Give the entries of a table with their skills, as far as the vocabulary knows them."""
    for entry in entries(table):
        skill = skills.get((entry["organisation"], entry["concept"].casefold()))
        if skill is not None:
            yield skill, entry


def _offered(organisations: Organisations, concepts: Concepts) -> Skills:
    found: Skills = {}
    for entry in entries("organisations"):
        organisation = organisations[entry["slug"]]
        for place, label in enumerate(dict.fromkeys(entry.get("concepts", []))):
            if (concept := concepts.get(label.casefold())) is not None:
                found[entry["slug"], label.casefold()] = Skill(
                    organisation=organisation,
                    concept=concept,
                    level=LEVELS[min(place, len(LEVELS) - 1)],
                    audience=organisation.audience,
                    visibility=organisation.visibility,
                    confirmed_on=organisation.confirmed_on or localdate(),
                    begun_at=now() - timedelta(days=300),
                )
    Skill.objects.bulk_create(found.values())
    return found


def _shown_by_projects(skills: Skills) -> None:
    """Let a past project show a skill, where the two are of one concept."""
    wanted = {(one.organisation_id, one.concept_id): one for one in skills.values()}
    links = Project.objects.values_list("pk", "participations__organisation", "concepts")
    Evidence.objects.bulk_create(
        Evidence(skill=wanted[organisation, concept], kind=Evidence.Kind.PROJECT, project_id=project)
        for project, organisation, concept in links.order_by("pk", "participations", "concepts").distinct()
        if (organisation, concept) in wanted
    )


def _say_more(skill: Skill, entry: Entry) -> None:
    skill.words = Translated(entry["words"])
    skill.save(update_fields=["words"])
    for kind in ("certificate", "publication"):
        if kind in entry:
            Evidence.objects.create(skill=skill, kind=kind, words=entry[kind])


def _vouch(skill: Skill, of: Organisation, entry: Entry) -> None:
    held = Mandate.objects.filter(organisation=of, right=Mandate.Right.SPEAK).holding_on(localdate())
    mandate = held.select_related("person").order_by("pk").first()
    if mandate is not None:
        Evidence.objects.create(
            skill=skill, kind=Evidence.Kind.COLLEAGUE, words=entry["words"], person=mandate.person, of=of
        )


def _needed(organisations: Organisations, concepts: Concepts) -> None:
    for entry in entries("skill_needs"):
        concept = concepts.get(entry["concept"].casefold())
        if concept is None:
            continue
        since = now() - timedelta(days=entry["days_ago"])
        Skill.objects.create(
            organisation=organisations[entry["organisation"]],
            concept=concept,
            side=Side.NEEDED,
            level=Level.LEARNING,
            words=Translated(entry.get("words", {})),
            audience="public",
            begun_at=since,
            confirmed_on=since.date(),
        )
