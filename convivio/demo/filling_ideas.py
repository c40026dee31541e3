"""What the members of the demonstration would do with others: ideas at every stage, their versions, what others say."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate, now

from convivio.clusters.models import Cluster
from convivio.demo.network_files import Entry as Read
from convivio.demo.network_files import entries
from convivio.ideas.models import (
    CODES,
    TEXTS,
    Author,
    Comment,
    Criterion,
    Entry,
    Idea,
    Reviewer,
    Round,
    Score,
    Support,
    Version,
)
from convivio.ideas.moving import STANDS_FOR
from convivio.ideas.stages import Stage
from convivio.kernel.audiences import Visibility
from convivio.kernel.translated import Translated
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.search.documents import has_changed


def fill_ideas(
    network_key: str, organisations: Mapping[str, Organisation], people: Mapping[str, Person]
) -> int:
    """Write the ideas, and count them."""
    ideas = [_idea(entry, network_key, organisations) for entry in entries("ideas")]
    for entry, idea in zip(entries("ideas"), ideas, strict=True):
        _authors(idea, entry, people)
        _versions(idea, entry)
        _said(idea, entry, people)
    _rounds({str(one.title["it"]): one for one in ideas}, people)
    has_changed(*(one.key for one in ideas))
    return len(ideas)


def _idea(entry: Read, network_key: str, organisations: Mapping[str, Organisation]) -> Idea:
    is_public, is_draft = entry["visibility"] == Visibility.PUBLIC, entry["stage"] == Stage.DRAFT
    begun = now() - timedelta(days=entry["days"])
    opened = None if is_draft else begun + timedelta(days=2)
    return Idea.objects.create(
        organisation=organisations[entry["organisation"]],
        stage=entry["stage"],
        reason=entry.get("reason", ""),
        visibility=entry["visibility"],
        audience="public" if is_public else network_key,
        begun_at=begun,
        opened_at=opened,
        changed_at=begun + timedelta(days=entry["days"] // 2),
        expires_on=localdate() + STANDS_FOR - timedelta(days=entry["days"]) if opened else None,
        version=1 + len(entry.get("earlier", ())),
        **{name: entry.get(name, "") for name in CODES},
        **{name: Translated(entry.get(name, {})) for name in TEXTS},
    )


def _authors(idea: Idea, entry: Read, people: Mapping[str, Person]) -> None:
    for position, email in enumerate(entry["authors"]):
        person = people[email]
        Author.objects.create(
            idea=idea,
            person=person,
            email=email,
            organisation=_organisation_of(person),
            state=Author.State.ACCEPTED,
            since=idea.begun_at + timedelta(days=position),
        )
    for email in entry.get("asked", ()):
        Author.objects.create(idea=idea, person=people[email], email=email, since=idea.changed_at)
    idea.begun_by = people[entry["authors"][0]]
    idea.save(update_fields=["begun_by"])


def _versions(idea: Idea, entry: Read) -> None:
    """Keep what it said before, oldest first, and what it says now."""
    written: list[dict[str, Any]] = [{**idea.written, **one} for one in entry.get("earlier", ())]
    step = (idea.changed_at - idea.begun_at) / (len(written) or 1)
    people = [one.person for one in idea.authors.writing()]
    for number, kept in enumerate([*written, idea.written], 1):
        Version.objects.create(
            idea=idea, number=number, kept=kept, person=people[(number - 1) % len(people)],
            at=idea.begun_at + step * (number - 1),
        )  # fmt: skip


def _said(idea: Idea, entry: Read, people: Mapping[str, Person]) -> None:
    for email in entry.get("supported_by", ()):
        Support.objects.create(idea=idea, person=people[email])
    for days, one in enumerate(entry.get("comments", ()), 1):
        person = people[one["by"]]
        Comment.objects.create(
            idea=idea,
            person=person,
            organisation=_organisation_of(person),
            words=one["words"],
            at=idea.begun_at + timedelta(days=2 + days),
        )


def _rounds(ideas: Mapping[str, Idea], people: Mapping[str, Person]) -> None:
    """Open the rounds of evaluation, with what was handed in, who reviews it, and what they gave."""
    for entry in entries("idea_rounds"):
        made = Round.objects.create(
            cluster=Cluster.objects.get(slug=entry["cluster"]),
            name=Translated(entry["name"]),
            opened_at=now() - timedelta(days=entry["days"]),
        )
        criteria = [
            Criterion.objects.create(round=made, position=position, **one)
            for position, one in enumerate(entry["criteria"])
        ]
        handed = {title: Entry.objects.create(round=made, idea=ideas[title]) for title in entry["handed_in"]}
        for one in entry["reviewers"]:
            _review(handed[one["idea"]], people[one["by"]], one, criteria)


def _review(entry: Entry, person: Person, said: Read, criteria: Sequence[Criterion]) -> None:
    conflict = Reviewer.Conflict.NONE if "points" in said else Reviewer.Conflict.UNSAID
    reviewer = Reviewer.objects.create(
        entry=entry,
        person=person,
        conflict=Reviewer.Conflict.SOME if "conflict" in said else conflict,
        words=said.get("conflict", ""),
        declared_at=now() if "conflict" in said or "points" in said else None,
    )
    for criterion, points in zip(criteria, said.get("points", ()), strict=False):
        Score.objects.create(reviewer=reviewer, criterion=criterion, points=points)


def _organisation_of(person: Person) -> Organisation:
    mandate = Mandate.objects.filter(person=person).select_related("organisation").order_by("pk").first()
    if mandate is None:
        message = f"{person.email} acts for nobody"
        raise LookupError(message)
    return mandate.organisation
