"""What authors write: an idea begun, changed, restored; each change that is kept is a version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.ideas.errors import IdeaChangedMeanwhile
from convivio.ideas.models import CODES, TEXTS, Author, Idea, Version
from convivio.ideas.permissions import may_begin, may_write
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

Said = Mapping[str, Any]
"""What an author wrote and chose, by column; its audience and visibility among them."""


@transaction.atomic
def begin_idea(organisation: Organisation, said: Said, *, by: Acting) -> Idea:
    """Begin an idea as a draft that its author alone may read.

    Raises: NotAllowed.
    """
    may_begin(by).enforce()
    assert by.person is not None  # noqa: S101 - whoever acts for an organisation has signed in
    idea = Idea.objects.create(organisation=organisation, begun_by=by.person, **said)
    Author.objects.create(
        idea=idea,
        person=by.person,
        email=by.person.email,
        organisation=organisation,
        state=Author.State.ACCEPTED,
    )
    _keep_version(idea, by)
    record("idea.begun", idea, by=by, because=organisation)
    return idea


@transaction.atomic
def change_idea(idea: Idea, said: Said, *, version: int, by: Acting) -> None:
    """Say it anew; what changes nothing keeps no version.

    Raises: NotAllowed; IdeaChangedMeanwhile.
    """
    lock(idea)
    may_write(by, idea).enforce()
    if idea.version != version:
        raise IdeaChangedMeanwhile
    before = (idea.written, idea.audience)
    for name, value in said.items():
        setattr(idea, name, value)
    if (idea.written, idea.audience) == before:
        return
    _save(idea, by)
    record("idea.changed", idea, by=by, facts={"version": idea.version})


@transaction.atomic
def restore_version(idea: Idea, number: int, *, by: Acting) -> None:
    """Write again what a version said; who may read the idea stays as it is.

    Raises: NotAllowed; Version.DoesNotExist.
    """
    lock(idea)
    may_write(by, idea).enforce()
    kept = idea.versions.get(number=number).kept
    for name in CODES:
        setattr(idea, name, kept.get(name, ""))
    for name in TEXTS:
        setattr(idea, name, Translated(kept.get(name, {})))
    _save(idea, by, restores=number)
    record("idea.restored", idea, by=by, facts={"version": number})


def _save(idea: Idea, by: Acting, restores: int | None = None) -> None:
    idea.version += 1
    idea.changed_at = now()
    idea.save()
    _keep_version(idea, by, restores)
    has_changed(idea.key)


def _keep_version(idea: Idea, by: Acting, restores: int | None = None) -> None:
    Version.objects.create(
        idea=idea, number=idea.version, person=by.person, kept=idea.written, restores=restores
    )
