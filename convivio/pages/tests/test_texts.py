"""Texts: every publication is a version, drafts are kept, two who write at once both keep their words."""

import pytest
from django.utils.translation import override

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import ClusterFactory, NetworkFactory, coordinator
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.pages.actions.texts import bring_back, keep_draft, publish_text, throw_draft_away
from convivio.pages.errors import NoSuchPart, NoSuchVersion, NothingChanged, TextChangedMeanwhile
from convivio.pages.models import TextDraft, TextVersion
from convivio.pages.permissions import may_write
from convivio.pages.publishers import of_cluster, of_network
from convivio.pages.tests.factories import acts, officer
from convivio.pages.texts import shown, still_to_write
from convivio.pages.writing import open_text

pytestmark = pytest.mark.django_db
FIRST, SECOND = in_both("Prima", "First"), in_both("Seconda", "Second")


@pytest.fixture
def cluster():
    return ClusterFactory.create(slug="salute")


@pytest.fixture
def publisher(cluster):
    return of_cluster(cluster)


@pytest.fixture
def writer(cluster):
    return acts(officer(cluster))


def test_what_is_published_is_shown_with_who_and_when(publisher, writer) -> None:
    version = publish_text(publisher, "strengths", FIRST, based_on=0, note="inizio", by=writer)

    assert shown(publisher, "strengths").words == FIRST
    assert (version.number, version.by, version.note) == (1, writer.person, "inizio")
    assert Trace.objects.get(verb="text.published").facts["part"] == "strengths"


def test_each_publication_is_a_version_and_the_older_ones_stay(publisher, writer) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=writer)
    publish_text(publisher, "strengths", SECOND, based_on=1, by=writer)

    assert shown(publisher, "strengths").number == 2
    assert list(TextVersion.objects.values_list("number", "words")) == [(2, SECOND), (1, FIRST)]


def test_an_older_version_comes_back_as_a_new_one(publisher, writer) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=writer)
    publish_text(publisher, "strengths", SECOND, based_on=1, by=writer)

    version = bring_back(publisher, "strengths", 1, by=writer)

    assert (version.number, version.words, version.repeats) == (3, FIRST, 1)
    assert shown(publisher, "strengths").words == FIRST


@pytest.mark.parametrize("number", [1, 7])
def test_neither_what_is_shown_nor_what_is_not_there_comes_back(publisher, writer, number) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=writer)

    with pytest.raises(NoSuchVersion):
        bring_back(publisher, "strengths", number, by=writer)


def test_whoever_publishes_second_is_told_and_replaces_nothing(publisher, writer, cluster) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=writer)
    other = acts(officer(cluster, "board"))

    with pytest.raises(TextChangedMeanwhile, match=str(writer.person)):
        publish_text(publisher, "strengths", SECOND, based_on=0, by=other)

    assert shown(publisher, "strengths").words == FIRST


def test_the_same_words_are_not_published_twice(publisher, writer) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=writer)

    with pytest.raises(NothingChanged):
        publish_text(publisher, "strengths", FIRST, based_on=1, by=writer)

    assert TextVersion.objects.count() == 1


def test_a_draft_is_kept_for_its_writer_alone_and_goes_when_published(publisher, writer, cluster) -> None:
    keep_draft(publisher, "strengths", SECOND, based_on=0, by=writer)
    other = acts(officer(cluster))

    assert open_text(publisher, "strengths", writer).words == SECOND
    assert not open_text(publisher, "strengths", other).words
    assert open_text(publisher, "strengths", other).others == [str(writer.person)]
    publish_text(publisher, "strengths", SECOND, based_on=0, by=writer)
    assert not TextDraft.objects.exists()


def test_a_draft_can_be_thrown_away(publisher, writer) -> None:
    keep_draft(publisher, "strengths", SECOND, based_on=0, by=writer)

    throw_draft_away(publisher, "strengths", by=writer)

    assert not TextDraft.objects.exists()


def test_a_draft_knows_that_another_version_came(publisher, writer, cluster) -> None:
    keep_draft(publisher, "strengths", SECOND, based_on=0, by=writer)
    publish_text(publisher, "strengths", FIRST, based_on=0, by=acts(officer(cluster)))

    newer = open_text(publisher, "strengths", writer).newer
    assert newer is not None
    assert newer.number == 1


def test_a_published_mission_is_the_cluster_s_and_the_old_one_stays_as_a_version(publisher, writer, cluster):
    before = cluster.mission
    publish_text(publisher, "mission", FIRST, based_on=0, by=writer)
    cluster.refresh_from_db()

    assert cluster.mission == FIRST
    assert TextVersion.objects.get(number=1).words == before
    assert shown(publisher, "mission").number == 2


@pytest.mark.parametrize(
    "kind", ["facilitator", "cluster_office of another", "coordinator", "region", "nobody"]
)
def test_only_its_office_and_its_board_write_the_pages_of_a_cluster(publisher, cluster, kind) -> None:
    people = {
        "facilitator": lambda: officer(cluster, "facilitator"),
        "cluster_office of another": lambda: officer(ClusterFactory.create()),
        "coordinator": coordinator,
        "region": lambda: officer(cluster.network, "region"),
        "nobody": lambda: None,
    }
    by = acts(people[kind]())

    for act in (
        lambda: publish_text(publisher, "strengths", FIRST, based_on=0, by=by),
        lambda: keep_draft(publisher, "strengths", FIRST, based_on=0, by=by),
        lambda: throw_draft_away(publisher, "strengths", by=by),
        lambda: bring_back(publisher, "strengths", 1, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not TextVersion.objects.exists()


def test_the_board_writes_too(publisher, cluster) -> None:
    publish_text(publisher, "strengths", FIRST, based_on=0, by=acts(officer(cluster, "board")))

    assert shown(publisher, "strengths").words == FIRST


def test_the_coordinator_alone_writes_the_pages_of_the_network(cluster) -> None:
    publisher = of_network(cluster.network)

    publish_text(publisher, "contact", FIRST, based_on=0, by=acts(coordinator()))

    assert shown(publisher, "contact").words == FIRST
    with pytest.raises(NotAllowed):
        publish_text(publisher, "contact", SECOND, based_on=1, by=acts(officer(cluster)))


def test_a_refusal_says_who_writes_these_pages(publisher, cluster) -> None:
    with override("en"):
        said = [str(may_write(acts(None), one).reason) for one in (publisher, of_network(cluster.network))]

    assert said[0] == f"Only the office and the board of {cluster.name['en']} write its pages."
    assert said[1] == "Only the coordinator writes the pages of the network."


def test_an_office_that_ended_writes_nothing_more(publisher, cluster) -> None:
    person = officer(cluster)
    person.offices.update(from_on="2019-01-01", until_on="2020-01-01")

    with pytest.raises(NotAllowed):
        publish_text(publisher, "strengths", FIRST, based_on=0, by=acts(person))


def test_a_page_has_only_its_own_parts(publisher, writer) -> None:
    with pytest.raises(NoSuchPart):
        publish_text(publisher, "privacy", FIRST, based_on=0, by=writer)


def test_the_first_texts_of_the_network_say_what_is_still_to_write() -> None:
    publisher = of_network(NetworkFactory.create())

    missing = {one.part.slug: one for one in still_to_write(publisher)}

    assert not missing["privacy"].is_done
    assert missing["privacy"].languages == []
    assert any("nome, sede" in place for place in missing["privacy"].places)
    assert "<mark>[da completare: nome, sede, posta elettronica]</mark>" in shown(publisher, "privacy").html


def test_a_text_in_one_language_misses_the_other(publisher, writer) -> None:
    publish_text(publisher, "strengths", {"it": "Solo questo", "en": ""}, based_on=0, by=writer)

    missing = {one.part.slug: one for one in still_to_write(publisher)}

    assert missing["strengths"].languages == ["en"]
