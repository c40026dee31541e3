"""Beginning, changing and restoring: a draft is its author's alone, and each change that is kept is a version."""

import pytest

from convivio.ideas.errors import IdeaChangedMeanwhile
from convivio.ideas.models import Idea
from convivio.ideas.permissions import ideas_seen
from convivio.ideas.tests.factories import IdeaFactory, author_of, somebody
from convivio.ideas.versions import marked
from convivio.ideas.writing import begin_idea, change_idea, restore_version
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import NOBODY, Acting, acting_as
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SAID = {
    "title": in_both("Filtri", "Filters"), "kind": "proposal", "side": "offer", "profile": "research",
    "audience": "public", "visibility": "public",
}  # fmt: skip


def begun(by: Acting | None = None) -> tuple[Idea, Acting]:
    organisation = OrganisationFactory.create()
    acting = by or somebody(organisation)
    return begin_idea(organisation, SAID, by=acting), acting


def test_a_draft_is_its_authors_alone() -> None:
    idea, author = begun()
    colleague = somebody(idea.organisation, "read", "edit", "sign")

    assert idea in ideas_seen(author)
    assert idea not in ideas_seen(colleague)
    assert idea not in ideas_seen(NOBODY)


def test_who_acts_for_nobody_begins_nothing() -> None:
    with pytest.raises(NotAllowed):
        begin_idea(OrganisationFactory.create(), SAID, by=acting_as(PersonFactory.create()))


def test_who_only_reads_for_an_organisation_writes_nothing_for_it() -> None:
    organisation = OrganisationFactory.create()

    with pytest.raises(NotAllowed):
        begin_idea(organisation, SAID, by=somebody(organisation, "read"))


def test_an_author_whose_mandate_ended_is_none() -> None:
    idea, author = begun()
    assert author.person is not None
    author.person.mandates.all().delete()

    assert idea not in ideas_seen(acting_as(author.person))


def test_each_change_keeps_a_version() -> None:
    idea, author = begun()

    change_idea(idea, {"title": in_both("Membrane", "Membranes")}, version=1, by=author)
    change_idea(idea, {"title": in_both("Membrane", "Membranes")}, version=2, by=author)

    assert list(idea.versions.values_list("number", flat=True)) == [2, 1]


def test_only_authors_change_it() -> None:
    idea = IdeaFactory.create()

    with pytest.raises(NotAllowed):
        change_idea(idea, {"title": in_both("Mia", "Mine")}, version=1, by=somebody())


def test_who_saw_an_older_version_overwrites_nothing() -> None:
    idea, author = begun()
    stale = Idea.objects.get(pk=idea.pk)
    change_idea(idea, {"title": in_both("Membrane", "Membranes")}, version=1, by=author)

    with pytest.raises(IdeaChangedMeanwhile):
        change_idea(stale, {"title": in_both("Altro", "Other")}, version=1, by=author)


def test_a_version_is_restored_as_a_new_one() -> None:
    idea, author = begun()
    change_idea(
        idea, {"title": in_both("Membrane", "Membranes"), "audience": "network:1"}, version=1, by=author
    )

    restore_version(idea, 1, by=author)

    idea.refresh_from_db()
    assert (idea.title["it"], idea.audience, idea.version) == ("Filtri", "network:1", 3)
    assert idea.versions.get(number=3).restores == 1


def test_only_authors_restore() -> None:
    idea = IdeaFactory.create()
    author_of(idea)

    with pytest.raises(NotAllowed):
        restore_version(idea, 1, by=somebody())


def test_words_that_went_and_came_are_marked_and_written_out() -> None:
    said = marked("un filtro <b> usato", "un filtro <b> nuovo e usato")

    assert said == "un filtro &lt;b&gt; <ins>nuovo e </ins>usato"
