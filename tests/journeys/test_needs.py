"""A start-up asks without its name for a validation laboratory; three answer, two meet, one delivers, the ledger shows it.

In an installation of its own, with real sign-in by code and real letters, by keyboard, in both languages.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Browser, expect

from tests.journeys.installation import Installation, installed
from tests.journeys.looking import SCREEN, looked_at
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

ASKER = ("ada@polso.example", "Polso Leggero")
LABORATORIES = (
    ("bruno@misura.example", "Misura Certa"),
    ("carla@verifica.example", "Verifica Lenta"),
    ("dina@collaudo.example", "Collaudo Nord"),
)
TITLE = {"it": "Un laboratorio che convalidi un dispositivo", "en": "A laboratory to validate a device"}
BODY = {"it": "Sessanta campioni, entro la primavera.", "en": "Sixty samples, before spring."}
FOUNDING = """
from convivio.clusters.models import Cluster, Membership, Network, Office
from convivio.kernel.translated import in_both
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
network = Network.objects.create(slug="rete", name=in_both("Rete", "Network"))
cluster = Cluster.objects.create(network=network, slug="prova", name=in_both("Prova", "Trial"))
office = Person.objects.create_user("emma@prova.example", name="Emma Guidi", language=LANGUAGE)
Office.objects.create(person=office, cluster=cluster, kind="facilitator", from_on="2024-01-01")
for email, name, kind in WHO:
    person = Person.objects.create_user(email, name=email.partition("@")[0].title(), language=LANGUAGE)
    body = Organisation.objects.create(slug=name.lower().replace(" ", "-"), name=name, kind=kind, country="IT",
        visibility="public", audience="public")
    Membership.objects.create(organisation=body, cluster=cluster, from_on="2024-01-01", category=kind)
    for right in ("read", "edit", "speak"):
        Mandate.objects.create(person=person, organisation=body, right=right)
"""


@pytest.fixture(scope="module", params=["it", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, language: str) -> Iterator[Installation]:
    """Prepare and serve an installation with a cluster's office, a start-up and three laboratories."""
    who = [(*ASKER, "sme"), *((*one, "laboratory") for one in LABORATORIES)]
    founding = FOUNDING.replace("LANGUAGE", repr(language)).replace("WHO", repr(who))
    yield from installed(tmp_path_factory.mktemp(f"needs-{language}"), founding)


def test_a_start_up_asks_without_its_name_three_answer_two_meet_and_one_delivers(
    browser: Browser, installation: Installation, language: str
) -> None:
    ada = Visitor(browser, installation, ASKER[0], language)
    laboratories = [Visitor(browser, installation, address, language) for address, _name in LABORATORIES]

    asks_without_its_name(ada)
    for laboratory in laboratories:
        answers(laboratory)
    sees_who_read_it(ada)
    proposes_to_meet(ada, chosen=(0, 2))
    first, _second, third = laboratories
    for laboratory in (first, third):
        says_yes(laboratory)
    declines(ada, refused=1)
    writes_down_when_they_meet(ada, met=(0, 2))
    says_who_delivered(ada, delivered=2)
    says_how_much_it_was(third)
    the_ledger_shows_it(ada)

    assert [said for one in (ada, *laboratories) for said in one.complaints] == []


def asks_without_its_name(ada: Visitor) -> None:
    reader = ada.reader
    language = reader.words.language
    reader.opens("/needs/mine/")
    ada.signs_in()
    reader.follows(reader.say("Ask or offer"))
    part = {"it": "in Italian", "en": "in English"}[language]
    reader.writes(reader.say(f"Title, {part}"), TITLE[language])
    reader.writes(reader.say(f"What you need or offer, {part}"), BODY[language])
    reader.ticks(reader.say("Hide who we are until both sides agree"))
    looks_well(ada)
    reader.presses(reader.say("Put it on the board"))
    reader.is_at(TITLE[language])
    reader.reads(reader.say("Nobody has accepted its terms yet."))
    looks_well(ada)


def answers(laboratory: Visitor) -> None:
    """Find it on the board, accept its terms, and answer in three questions; nowhere does it say who asks."""
    reader = laboratory.reader
    reader.opens("/needs/mine/")
    laboratory.signs_in()
    reader.opens("/needs/")
    reader.follows(TITLE[reader.words.language])
    reader.presses(reader.say("I accept, let me read it"))
    reader.reads(BODY[reader.words.language])
    reader.reads(reader.say("hidden until both sides agree"))
    hides_the_asker(laboratory)
    reader.follows(reader.say("Answer it"))
    reader.writes(reader.say("What do you propose?"), "60 x 3")
    reader.writes(reader.say("Who are you?"), "ISO 17025")
    reader.presses(reader.say("Send it"))
    reader.reads(reader.say("answer sent"))
    hides_the_asker(laboratory)


def hides_the_asker(laboratory: Visitor) -> None:
    expect(laboratory.page.locator("body")).not_to_contain_text(ASKER[1])


def sees_who_read_it(ada: Visitor) -> None:
    ada.reader.opens("/needs/mine/")
    ada.reader.follows(TITLE[ada.reader.words.language])
    read = ada.reader.part(ada.reader.say("Who has read it"))
    for _address, name in LABORATORIES:
        expect(read).to_contain_text(name)
    looks_well(ada)


def opens_the_answer_of(ada: Visitor, place: int) -> None:
    ada.reader.opens("/needs/mine/")
    ada.reader.follows(TITLE[ada.reader.words.language])
    ada.reader.follows(LABORATORIES[place][1])


def proposes_to_meet(ada: Visitor, chosen: tuple[int, ...]) -> None:
    for place in chosen:
        opens_the_answer_of(ada, place)
        ada.reader.presses(ada.reader.say("Propose an introduction"))
        ada.reader.reads(ada.reader.say("The other side has still to say yes."))
    looks_well(ada)


def says_yes(laboratory: Visitor) -> None:
    """Say yes; only now each reads who the other is."""
    reader = laboratory.reader
    reader.opens("/needs/mine/")
    reader.presses(laboratory.page.locator("main h3 a").first)
    hides_the_asker(laboratory)
    reader.presses(reader.say("Yes, introduce us"))
    reader.reads(reader.say("both said yes"))
    reader.reads(ASKER[1])


def declines(ada: Visitor, refused: int) -> None:
    opens_the_answer_of(ada, refused)
    ada.reader.writes(ada.reader.say("Words for them"), "Non ora")
    ada.reader.presses(ada.reader.say("Not this time"))
    ada.reader.reads(ada.reader.say("not this time"))


def writes_down_when_they_meet(ada: Visitor, met: tuple[int, ...]) -> None:
    day = (localdate() + timedelta(days=5)).isoformat()
    for place in met:
        opens_the_answer_of(ada, place)
        field = ada.reader.goes_to(ada.reader.field(ada.reader.say("The day you meet")))
        field.fill(day)
        ada.reader.presses(ada.reader.say("Write it down"))
        ada.reader.reads(ada.reader.say("they meet"))


def says_who_delivered(ada: Visitor, delivered: int) -> None:
    opens_the_answer_of(ada, delivered)
    ada.reader.writes(ada.reader.say("What was delivered, or why not"), "ok")
    ada.reader.presses(ada.reader.say("They delivered it"))
    ada.reader.reads(ada.reader.say("it was delivered"))
    looks_well(ada)


def says_how_much_it_was(laboratory: Visitor) -> None:
    reader = laboratory.reader
    reader.opens("/exchanges/")
    reader.follows(TITLE[reader.words.language])
    field = reader.goes_to(laboratory.page.locator("main input[name=amount]"))
    field.fill("12")
    reader.presses(reader.say("Say so; the other side confirms"))
    reader.reads(reader.say("It is kept, and the other side has been told."))
    looks_well(laboratory)


def the_ledger_shows_it(ada: Visitor) -> None:
    reader = ada.reader
    reader.opens("/exchanges/")
    reader.follows(TITLE[reader.words.language])
    reader.presses(reader.say("Yes, it is so"))
    reader.reads(LABORATORIES[2][1])
    reader.opens("/exchanges/")
    expect(ada.page.get_by_role("main")).to_contain_text(re.compile(r"\b12\b"))
    looks_well(ada)


def looks_well(visitor: Visitor) -> None:
    assert looked_at(visitor.page) == []
    visitor.page.set_viewport_size(SCREEN)
