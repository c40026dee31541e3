"""News: written, out from a day on, withdrawn, out again; two who write at once."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import ClusterFactory, coordinator
from convivio.kernel.errors import NotAllowed
from convivio.pages.actions.news import Writing, change_news, send_out_again, withdraw_news, write_news
from convivio.pages.errors import NewsChangedMeanwhile, NewsIsNotOut, NewsIsUnfinished
from convivio.pages.models import News
from convivio.pages.publishers import of_cluster, of_network
from convivio.pages.reading_news import news_out, plain
from convivio.pages.tests.factories import NewsFactory, acts, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory.create()


@pytest.fixture
def publisher(cluster):
    return of_cluster(cluster)


@pytest.fixture
def writer(cluster):
    return acts(officer(cluster))


def writing(title: str = "Prova", words: str = "Riuscita.", **more) -> Writing:
    return Writing(
        title={"it": title, "en": ""}, words={"it": words, "en": ""}, on=more.get("on", localdate())
    )


def test_a_draft_is_read_by_nobody_else(publisher, writer) -> None:
    news = write_news(publisher, writing(), out=False, by=writer)

    assert news.state == News.State.DRAFT
    assert not news_out(localdate(), publisher).exists()


def test_what_goes_out_is_read_and_on_record(publisher, writer) -> None:
    news = write_news(publisher, writing(), out=True, by=writer)

    assert list(news_out(localdate(), publisher)) == [news]
    assert Trace.objects.get(verb="news.written").subject == news.key


def test_news_for_a_later_day_waits_for_it(publisher, writer) -> None:
    tomorrow = localdate() + timedelta(days=1)
    news = write_news(publisher, writing(on=tomorrow), out=True, by=writer)

    assert not news_out(localdate(), publisher).exists()
    assert list(news_out(tomorrow, publisher)) == [news]


@pytest.mark.parametrize(("title", "words"), [("", "Riuscita."), ("Prova", " ")])
def test_news_without_title_or_text_does_not_go_out(publisher, writer, title, words) -> None:
    with pytest.raises(NewsIsUnfinished):
        write_news(publisher, writing(title, words), out=True, by=writer)

    assert not News.objects.exists()


def test_a_title_in_one_language_and_a_text_in_the_other_are_unfinished(publisher, writer) -> None:
    crossed = Writing(title={"it": "Prova", "en": ""}, words={"it": "", "en": "Passed."}, on=localdate())

    with pytest.raises(NewsIsUnfinished):
        write_news(publisher, crossed, out=True, by=writer)


def test_what_is_out_stays_out_when_it_is_changed(publisher, writer, cluster) -> None:
    news = NewsFactory.create(cluster=cluster)

    change_news(publisher, news, writing("Nuovo"), revision=1, out=False, by=writer)

    news.refresh_from_db()
    assert (news.title["it"], news.state, news.revision) == ("Nuovo", News.State.PUBLISHED, 2)


def test_whoever_keeps_second_is_told(publisher, writer, cluster) -> None:
    news = NewsFactory.create(cluster=cluster)
    change_news(publisher, news, writing("Uno"), revision=1, out=False, by=writer)

    with pytest.raises(NewsChangedMeanwhile):
        change_news(publisher, news, writing("Due"), revision=1, out=False, by=writer)

    news.refresh_from_db()
    assert news.title["it"] == "Uno"


def test_what_was_withdrawn_can_go_out_again(publisher, writer, cluster) -> None:
    news = NewsFactory.create(cluster=cluster)

    withdraw_news(publisher, news, by=writer)
    assert not news_out(localdate(), publisher).exists()
    send_out_again(publisher, news, by=writer)

    assert news_out(localdate(), publisher).exists()


def test_a_draft_cannot_be_withdrawn_nor_an_unfinished_one_sent_out(publisher, writer, cluster) -> None:
    news = NewsFactory.create(cluster=cluster, draft=True, words={})

    with pytest.raises(NewsIsNotOut):
        withdraw_news(publisher, news, by=writer)
    with pytest.raises(NewsIsUnfinished):
        send_out_again(publisher, news, by=writer)


@pytest.mark.parametrize("who", ["other office", "coordinator", "nobody"])
def test_nobody_else_writes_changes_or_withdraws(publisher, cluster, who) -> None:
    news = NewsFactory.create(cluster=cluster)
    person = {"other office": lambda: officer(ClusterFactory.create()), "coordinator": coordinator}.get(who)
    by = acts(person() if person else None)

    for act in (
        lambda: write_news(publisher, writing(), out=True, by=by),
        lambda: change_news(publisher, news, writing(), revision=1, out=True, by=by),
        lambda: withdraw_news(publisher, news, by=by),
        lambda: send_out_again(publisher, news, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    news.refresh_from_db()
    assert (news.state, news.revision) == (News.State.PUBLISHED, 1)


def test_the_network_tells_what_its_clusters_do_and_a_cluster_only_its_own(cluster, publisher) -> None:
    mine, other = NewsFactory.create(cluster=cluster), NewsFactory.create()

    assert list(news_out(localdate(), publisher)) == [mine]
    assert set(news_out(localdate(), of_network(cluster.network))) == {mine, other}


def test_a_line_says_whole_words() -> None:
    assert plain("**Uno** due tre quattro", 12) == "Uno due tre…"
    assert plain("## Uno", 12) == "Uno"
