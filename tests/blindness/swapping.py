"""The same story told twice, in which nothing differs but who asks: whatever an outsider can open must be the same.

Two twins are members of one cluster, alike in all but their names. One of them puts a blinded need on the board, somebody
answers, somebody else reads it. Five people who are not to know who asks open every address there is, and read
their letters. Then everything is undone, and the other twin asks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import count
from unittest import mock
from zipfile import ZipFile

from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate

from convivio.activity.outbox import deliver
from convivio.clusters.models import Cluster, Membership, Network, Office
from convivio.clusters.standard_categories import STANDARD
from convivio.kernel.translated import in_both
from convivio.needs.answering import give_answer, introduce, read_blinded
from convivio.needs.models import Entry
from convivio.needs.posting import post_entry
from convivio.notices.handing_out import work_off
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.search.freshness import rebuild_index
from convivio.web.policies import addresses
from tests.isolation.crawl import NO_SUCH_METHOD, filled
from tests.isolation.sides import Side

TWINS = ("gemello-uno", "gemello-due")
OUTSIDERS = ("anonymous", "member", "answerer", "other_office", "coordinator")
"""Five who are not to know who asks: nobody, a member, one who answered and waits, another cluster's office, the coordinator."""
OF_ONE_REQUEST = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'"X-CSRFToken": ?"[^"]+"'),
    re.compile(rb"nonce[-=]\"?[\w+/=-]+"),
    re.compile(rb"\d{2}:\d{2}(:\d{2}(\.\d+)?)?"),
    re.compile(rb"<v>4\d{4}\.\d+</v>"),
    re.compile(rb"\b[0-9a-f]{64}\b"),
)
"""What differs from one answer to the next by itself: a form's secret, the moment, and the seal that has both in it."""
WHAT = {
    "side": "need",
    "about": "resource",
    "title": in_both("Serve un laboratorio di convalida", "A validation laboratory is needed"),
    "body": in_both("Per un sensore da cucire.", "For a sensor to sew in."),
    "terms": in_both("Resta tra noi.", "It stays between us."),
    "is_blinded": True,
    "visibility": "public",
    "audience": "public",
}
Planted = Callable[[Organisation], None]


@dataclass(slots=True)
class Setting:
    """Everybody there is: the twins, who answers, and the five who look."""

    cluster: Cluster
    other: Cluster
    twins: dict[str, Organisation]
    writers: dict[str, Person]
    answers: Organisation
    outsiders: dict[str, Person | None]


@dataclass(slots=True)
class Seen:
    """What five people saw: each answer by who asked for what, and the letters that each received."""

    answers: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    letters: dict[str, list[str]] = field(default_factory=dict)


def set_up() -> Setting:
    """Make a network of two clusters, with twins in the first."""
    network = Network.objects.create(slug="rete", name=in_both("Rete", "Network"))
    first, second = (_cluster(network, slug) for slug in ("salute", "energia"))
    twins = {slug: _member(slug, first) for slug in TWINS}
    answers, member = _member("laboratorio-risponde", first), _member("impresa-guarda", first)
    outsiders: dict[str, Person | None] = {"anonymous": None}
    for who in OUTSIDERS[1:]:
        outsiders[who] = Person.objects.create_user(f"{who}@fuori.example", name=who.title())
    for who, organisation in (("member", member), ("answerer", answers)):
        _rights(outsiders[who], organisation)
    for who, office in (
        ("other_office", {"kind": "cluster_office", "cluster": second}),
        ("coordinator", {"kind": "coordinator", "network": network}),
    ):
        Office.objects.create(**{"person": outsiders[who], **office})
    writers = {
        slug: Person.objects.create_user(f"{slug}@gemelli.example", name="Chi Scrive") for slug in TWINS
    }
    for slug in TWINS:
        _rights(writers[slug], twins[slug])
    return Setting(first, second, twins, writers, answers, outsiders)


def told_with(
    setting: Setting, asker: str, planted: Planted | None = None, *, rooms: Sequence[str] = ()
) -> Seen:
    """Tell the story with this twin as the asker, look at everything or at some rooms, and undo it."""
    numbers = count()
    with (
        transaction.atomic(),
        mock.patch("convivio.engine.index.THREADS", 1),  # several put what scores alike in any order
        mock.patch(
            "convivio.needs.opaque.secrets.choice", lambda letters: letters[next(numbers) % len(letters)]
        ),
    ):
        mail.outbox.clear()
        _story(setting, asker)
        if planted is not None:
            planted(setting.twins[asker])
        rebuild_index()
        seen = Seen(dict(_opened(setting, rooms)), _letters(setting))
        transaction.set_rollback(True)
    return seen


def differences(one: Seen, other: Seen) -> list[str]:
    """Name every answer and letter in which two tellings differ."""
    found = [f"{who} {url}" for who, url in sorted(one.answers.keys() ^ other.answers.keys())]
    found += [
        f"{who} {url}"
        for (who, url), said in one.answers.items()
        if other.answers.get((who, url), said) != said
    ]
    return found + [f"a letter to {who}" for who in one.letters if one.letters[who] != other.letters[who]]


def _story(setting: Setting, asker: str) -> None:
    by = acting_as(setting.writers[asker], setting.twins[asker].key)
    entry = post_entry(setting.twins[asker], {**WHAT, "cluster": setting.cluster}, by=by)
    answerer, member = _acting(setting, "answerer"), _acting(setting, "member")
    for reader in (answerer, member):
        read_blinded(entry, by=reader)
    answer = give_answer(
        entry,
        {"proposes": "Due settimane di prove.", "asks": "Quando?", "who": "Un laboratorio."},
        by=answerer,
    )
    introduce(answer, by=by)
    work_off()
    deliver()


def _acting(setting: Setting, who: str) -> Acting:
    return acting_as(setting.outsiders[who])


def _opened(setting: Setting, rooms: Sequence[str]) -> Iterator[tuple[tuple[str, str], tuple[int, bytes]]]:
    one, two = (
        Side(slug, cluster, setting.twins[slug], setting.twins[slug].memberships.get(), {})
        for slug, cluster in zip(TWINS, (setting.cluster, setting.other), strict=True)
    )
    looked_at = [each for each in addresses() if not rooms or each.name.partition(":")[0] in rooms]
    urls = {url for each in looked_at for url in filled(each, one, two)} | set(_asked())
    only_acted_on: set[str] = set()
    for who, person in setting.outsiders.items():
        client = Client(raise_request_exception=False)
        if person is not None:
            client.force_login(person)
        for url in sorted(urls - only_acted_on):
            response = client.get(url)
            if response.status_code == NO_SUCH_METHOD:
                only_acted_on.add(url)
            body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
            yield (who, url), (response.status_code, _settled(body))


def _asked() -> Iterator[str]:
    """Give lists and searches as somebody would ask them who wants to know."""
    for twin in TWINS:
        name = twin.replace("-", "+")
        yield from (
            f"/search/?q={name}",
            f"/search/suggest/?q={name}",
            f"/needs/?q={name}",
            f"/organisations/?q={name}",
            f"/api/v1/search/?q={name}",
        )
    for words in ("convalida", "validation", "sensore"):
        yield from (
            f"/search/?q={words}",
            f"/needs/?q={words}",
            f"/needs/?q={words}&format=csv",
            f"/api/v1/search/?q={words}",
        )
    for entry in Entry.objects.all():
        yield f"/search/?q={entry.address}"


def _settled(body: bytes) -> bytes:
    if body.startswith(
        b"PK"
    ):  # a workbook: what it holds and says of itself, without the moment it was packed
        with ZipFile(BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in sorted(packed.namelist()))
    for pattern in OF_ONE_REQUEST:
        body = pattern.sub(b"", body)
    return body


def _letters(setting: Setting) -> dict[str, list[str]]:
    found = {}
    for who, person in setting.outsiders.items():
        to = person.email if person is not None else ""
        found[who] = [
            re.sub(r"/notices/\w+/\S+", "", f"{one.subject}\n{one.body}")
            for one in mail.outbox
            if to in one.to
        ]
    return found


def _cluster(network: Network, slug: str) -> Cluster:
    cluster = Cluster.objects.create(network=network, slug=slug, name=in_both(slug, slug))
    for position, (code, italian, english) in enumerate(STANDARD):
        cluster.categories.create(code=code, name=in_both(italian, english), position=position)
    return cluster


def _member(slug: str, cluster: Cluster) -> Organisation:
    organisation = Organisation.objects.create(
        slug=slug, name=slug.replace("-", " ").title(), kind="sme", country="IT"
    )
    since = localdate() - timedelta(days=400)
    Membership.objects.create(organisation=organisation, cluster=cluster, category="sme", from_on=since)
    return organisation


def _rights(person: Person | None, organisation: Organisation) -> None:
    assert person is not None
    for right in ("read", "edit", "speak"):
        Mandate.objects.create(person=person, organisation=organisation, right=right)
