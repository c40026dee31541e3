"""Atom feeds: valid, in both languages, with nothing in them that anyone may not read."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from convivio.clusters.tests.factories import ClusterFactory
from convivio.kernel.translated import in_both
from convivio.pages.tests.factories import NewsFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MUST = ("id", "title", "updated")


def feed(client: Client, address: str, language: str = "en") -> ET.Element:
    response = client.get(address, headers={"accept-language": language})
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - our own words


@pytest.mark.parametrize("address", ["/clusters/salute/news/feed/", "/network/news/feed/"])
def test_a_feed_has_what_atom_asks_for(client: Client, address: str) -> None:
    NewsFactory.create_batch(2, cluster=ClusterFactory.create(slug="salute"))

    root = feed(client, address)

    assert root.tag == f"{ATOM}feed"
    assert all(root.findtext(f"{ATOM}{name}") for name in MUST)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in (*MUST, "summary"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert str(links["self"]).endswith(address)


def test_ids_are_whole_addresses_and_each_its_own(client: Client) -> None:
    NewsFactory.create_batch(3, cluster=ClusterFactory.create(slug="salute"))

    ids = [one.findtext(f"{ATOM}id") for one in feed(client, "/network/news/feed/").findall(f"{ATOM}entry")]

    assert len(set(ids)) == 3
    assert all(str(one).startswith("http://testserver/network/news/") for one in ids)


def test_a_feed_speaks_the_reader_s_language(client: Client) -> None:
    cluster = ClusterFactory.create(slug="salute")
    NewsFactory.create(cluster=cluster, title=in_both("Prova riuscita", "Trial passed"))

    assert "Trial passed" in ET.tostring(feed(client, "/clusters/salute/news/feed/"), "unicode")
    assert "Prova riuscita" in ET.tostring(feed(client, "/clusters/salute/news/feed/", "it"), "unicode")


def test_drafts_later_days_and_others_stay_out(client: Client) -> None:
    cluster = ClusterFactory.create(slug="salute")
    NewsFactory.create(cluster=cluster, draft=True)
    NewsFactory.create(cluster=cluster, on="2999-01-01")
    NewsFactory.create()

    assert feed(client, "/clusters/salute/news/feed/").findall(f"{ATOM}entry") == []
    assert len(feed(client, "/network/news/feed/").findall(f"{ATOM}entry")) == 1


def test_hostile_words_stay_words(client: Client) -> None:
    cluster = ClusterFactory.create(slug="salute")
    hostile = "<script>alert(1)</script> & ]]> <b>"
    NewsFactory.create(cluster=cluster, title=in_both(hostile, hostile), words=in_both(hostile, hostile))

    entry = feed(client, "/clusters/salute/news/feed/").find(f"{ATOM}entry")

    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == hostile
    assert "<script" not in str(entry.findtext(f"{ATOM}summary"))
