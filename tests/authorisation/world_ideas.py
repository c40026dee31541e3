"""What an organisation writes for itself alone: an idea that a team forms around, a comment, somebody asked to write."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from convivio.clusters.models import Cluster
from convivio.files.keeping import Sort, keep_file
from convivio.ideas.models import Author, Comment, Criterion, Entry, Idea, Reviewer, Round, Version
from convivio.kernel.translated import in_both
from convivio.organisations.models import Organisation
from convivio.people.models import Person


def ideas(organisation: Organisation, person: Person, cluster: Cluster) -> dict[str, Any]:
    """Write an idea, say something of it, ask somebody, have it reviewed in a round that is closed."""
    idea = Idea.objects.create(
        organisation=organisation,
        begun_by=person,
        kind="challenge",
        side="request",
        profile="research",
        title=in_both("Sfida", "Challenge"),
        summary=in_both("In breve", "In short"),
        what=in_both("A lungo", "At length"),
        visibility="private",
        audience=organisation.key,
        stage="team",
        opened_at=now(),
    )
    Author.objects.create(
        idea=idea, person=person, email=person.email, organisation=organisation, state="accepted"
    )
    Version.objects.create(idea=idea, number=1, person=person, kept=idea.written)
    round_ = Round.objects.create(cluster=cluster, name=in_both("Primavera", "Spring"), closed_at=now())
    Criterion.objects.create(round=round_, position=0, name="Novità")
    entry = Entry.objects.create(round=round_, idea=idea)
    return {
        "idea_round": round_,
        "idea_entry": entry,
        "idea_review": Reviewer.objects.create(entry=entry, person=person),
        "idea": idea,
        "idea_file": keep_file(
            SimpleUploadedFile("m.pdf", b"%PDF-"), about=idea.key, sort=Sort.DOCUMENT, by=person
        ),
        "idea_comment": Comment.objects.create(idea=idea, person=person, words="Un parere"),
        "idea_asking": Author.objects.create(idea=idea, email="chiesto@convivio.example"),
    }
