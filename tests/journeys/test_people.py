"""A signatory invites two colleagues, one accepts through the letter, and the signatory leaves by handing over.

In an installation of its own, with real sign-in by code and real letters, in Italian, by keyboard.
"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installation import Installation, installed
from tests.journeys.looking import SCREEN, looked_at
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

FIRM, GIVER, HEIR, SLOW = "Filtri Reno", "ada@filtri.example", "bruno@filtri.example", "carla@filtri.example"
MISSING = "status of 404"
"""What the browser says of the two pages that are to look missing: a used letter, and people of others."""
FOUNDING = f"""
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
ada = Person.objects.create_user("{GIVER}", name="Ada Reni", language="it")
firm = Organisation.objects.create(slug="filtri-reno", name="{FIRM}", kind="sme", country="IT")
for right in Mandate.Right.values:
    Mandate.objects.create(person=ada, organisation=firm, right=right)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Prepare and serve an installation with one firm, and one person who signs for it."""
    yield from installed(tmp_path_factory.mktemp("people"), FOUNDING)


def test_a_signatory_invites_two_one_accepts_and_she_leaves_by_handing_over(
    browser: Browser, installation: Installation
) -> None:
    ada, bruno = (Visitor(browser, installation, address) for address in (GIVER, HEIR))
    people = "/organisations/filtri-reno/people/"

    invites_two(ada, people)
    accepts_through_the_letter(bruno)
    leaves_by_handing_over(ada, people)
    bruno.reader.opens(people)
    bruno.reader.reads(bruno.reader.say("Invite colleagues"))

    assert [said for said in (*ada.complaints, *bruno.complaints) if MISSING not in said] == []


def invites_two(ada: Visitor, people: str) -> None:
    reader = ada.reader
    reader.opens(people)
    ada.signs_in()
    reader.is_at(reader.say("Who acts for %(name)s", name=FIRM))
    reader.writes(reader.say("E-mail addresses"), f"{HEIR}, nessuno, {SLOW}")
    reader.presses(reader.say("Send the letters"))

    table = reader.part(reader.say("What became of each address")).first
    for line, said in (
        (HEIR, "Invited: the letter is on its way."),
        (SLOW, "Invited: the letter is on its way."),
    ):
        expect(table.get_by_role("row").filter(has_text=line)).to_contain_text(reader.say(said))
    expect(table).to_contain_text("nessuno")
    assert looked_at(ada.page) == []
    ada.page.set_viewport_size(SCREEN)


def accepts_through_the_letter(bruno: Visitor) -> None:
    """Open the letter signed out, make an account with its address, and come back to accept."""
    reader = bruno.reader
    link = bruno.installation.letter_to(HEIR, r"(https?://\S+/people/invitations/\S+)")
    reader.opens(link)
    reader.reads(FIRM)
    reader.follows(reader.say("This is my first time"))
    bruno.opens_an_account()
    assert bruno.page.url == link
    assert looked_at(bruno.page) == []
    bruno.page.set_viewport_size(SCREEN)
    reader.presses(reader.say("Accept"))
    reader.is_at(reader.say("Who acts for %(name)s", name=FIRM))

    reader.opens(link)
    reader.is_at(reader.say("This invitation is not open"))


def leaves_by_handing_over(ada: Visitor, people: str) -> None:
    reader = ada.reader
    reader.opens(people)
    reader.follows(reader.say("Hand over"))
    taker = reader.field(reader.say("Who takes over"))
    reader.goes_to(taker)
    taker.select_option(label=HEIR)
    day = reader.field(reader.say("From"))
    reader.goes_to(day)
    day.fill(time.strftime("%Y-%m-%d"))
    assert looked_at(ada.page) == []
    ada.page.set_viewport_size(SCREEN)
    reader.presses(reader.say("Hand over"))

    reader.is_at(reader.say("Handed over"))
    assert looked_at(ada.page) == []
    ada.page.set_viewport_size(SCREEN)
    reader.follows(reader.say("See what you may do"))
    reader.is_at(reader.say("What you may do"))
    reader.reads(reader.say("You act for nobody yet"))
    ada.installation.letter_to(HEIR, r"(/people/mandates/)")
    ada.page.goto(people)
    expect(ada.page.get_by_role("main")).not_to_contain_text(HEIR)


def test_before_there_is_a_network_the_front_page_leads_to_the_setting_up(
    browser: Browser, installation: Installation
) -> None:
    reader = Visitor(browser, installation, "").reader
    reader.opens("/")
    assert looked_at(reader.page) == []
    reader.page.set_viewport_size(SCREEN)
    reader.follows(reader.say("Set it up"))
    reader.is_at(reader.say("Nothing is set up here yet"))
    assert looked_at(reader.page) == []


def test_the_secret_opens_the_setting_up(browser: Browser, installation: Installation) -> None:
    reader = Visitor(browser, installation, "").reader
    secret = (installation.home / "setup-secret").read_text(encoding="ascii").strip()
    reader.opens("/setup/")
    reader.goes_to(reader.page.locator("main input[name=secret]"))
    reader.page.keyboard.type(secret)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("main input[name=italian]")).to_be_visible()
    assert looked_at(reader.page) == []
