"""What the demonstration's network and clusters say to anyone: texts, bodies, news, who finances them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone

from convivio.clusters.models import Cluster, Network, ValueChain
from convivio.demo.network_files import Entry, entries
from convivio.kernel.translated import Translated
from convivio.organisations.models import Organisation
from convivio.pages.models import Body, Funding, News, Programme, Term, Text, TextVersion
from convivio.pages.programmes import load_programmes
from convivio.pages.publishers import NETWORK
from convivio.people.models import Person
from convivio.search.documents import has_changed

NOON = time(12)


def fill_pages(
    network: Network,
    clusters: Mapping[str, Cluster],
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
) -> dict[str, int]:
    """Write the public pages of everyone, and count what was written."""
    keys = {NETWORK: network.key, **{slug: cluster.key for slug, cluster in clusters.items()}}
    load_programmes()
    for position, entry in enumerate(entries("bodies"), 1):
        _body(entry, position, keys, clusters, organisations)
    texts = [_text(entry, keys, people) for entry in entries("texts")]
    news = [_news(entry, keys) for entry in entries("news")]
    for entry in entries("funding"):
        _funding(entry, keys)
    has_changed(*{one.key for one in texts}, *(one.key for one in news), *keys.values())
    return {"texts": len({one.pk for one in texts}), "news": len(news)}


def _text(entry: Entry, keys: Mapping[str, str], people: Mapping[str, Person]) -> Text:
    text, _made = Text.objects.get_or_create(publisher=keys[entry["publisher"]], part=entry["part"])
    text.shown += 1
    TextVersion.objects.create(
        text=text,
        number=text.shown,
        words=_stripped(entry["words"]),
        note=entry.get("note", ""),
        at=_moment(entry["at"]),
        by=people.get(entry["by"]),
    )
    text.save(update_fields=["shown"])
    return text


def _body(
    entry: Entry,
    position: int,
    keys: Mapping[str, str],
    clusters: Mapping[str, Cluster],
    organisations: Mapping[str, Organisation],
) -> None:
    chain = None
    if "chain" in entry:
        chain = ValueChain.objects.get(cluster=clusters[entry["publisher"]], slug=entry["chain"])
    body = Body.objects.create(
        publisher=keys[entry["publisher"]],
        kind=entry["kind"],
        name=Translated(entry["name"]),
        words=Translated(entry.get("words", {})),
        chain=chain,
        position=position,
    )
    Term.objects.bulk_create(
        Term(
            body=body,
            person_name=one["name"],
            role=one.get("role", Term.Role.MEMBER),
            organisation=organisations.get(one.get("organisation", "")),
            from_on=one["from"],
            until_on=one.get("until"),
        )
        for one in entry["terms"]
    )


def _news(entry: Entry, keys: Mapping[str, str]) -> News:
    return News.objects.create(
        publisher=keys[entry["publisher"]],
        title=Translated(entry["title"]),
        words=_stripped(entry["words"]),
        on=entry["on"],
        state=entry.get("state", News.State.PUBLISHED),
        written_at=_moment(entry["on"]),
        changed_at=_moment(entry["on"]),
    )


def _funding(entry: Entry, keys: Mapping[str, str]) -> None:
    Funding.objects.create(
        programme=Programme.objects.get(code=entry["programme"]),
        publisher=keys[entry["publisher"]],
        purpose=Translated(entry["purpose"]),
        act=entry["act"],
        from_on=entry["from"],
        until_on=entry["until"],
    )


def _stripped(words: Mapping[str, Any]) -> Translated:
    return Translated({code: text.strip() for code, text in words.items()})


def _moment(day: date) -> datetime:
    return datetime.combine(day, NOON, get_current_timezone())
