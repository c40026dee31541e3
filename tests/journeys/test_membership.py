"""A company asks to join a cluster, and is a member from a day: with the keyboard only, in Italian."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["it"])]

NAME, VAT = "Vite Chiara S.r.l.", "01234567897"
CLUSTER = "/memberships/meccatronica/"


def test_a_company_applies_a_colleague_finishes_and_the_board_admits(
    reader: Reader, browser: Browser, base_url: str
) -> None:
    reader.becomes("Nadia")
    link = begins(reader)
    context = browser.new_context(base_url=base_url, locale="it-IT", reduced_motion="reduce", viewport=SCREEN)
    finishes(Reader(context.new_page(), reader.words), link)
    context.close()

    reader.becomes("Davide")
    checks(reader)
    admits(reader)

    reader.opens(f"{CLUSTER}on/")
    reader.reads(NAME)
    reader.opens(f"{CLUSTER}on/?day=2024-01-01")
    expect(reader.page.get_by_role("main")).not_to_contain_text(NAME)


def begins(reader: Reader) -> str:
    """Write the first two steps, then hand the rest to a colleague; return the link that the page shows once."""
    reader.opens(f"{CLUSTER}apply/")
    reader.presses(reader.say("Begin the application"))
    reader.follows(f"1. {reader.say('Who you are')}")
    reader.writes(reader.say("Name of the organisation"), NAME)
    reader.goes_to(reader.page.locator("#id_kind"))
    reader.page.keyboard.type("picc")
    reader.writes(reader.say("VAT number") + " ", VAT)
    reader.goes_to(reader.page.locator("#id_city"))
    reader.page.keyboard.type("Fusignano")
    reader.presses(reader.say("Keep it, and go on"))
    reader.is_at(reader.say("As what you join"))
    reader.goes_to(reader.page.get_by_role("radio").first)
    reader.page.keyboard.press("ArrowDown")
    expect(reader.page.get_by_role("radio", name="Piccola o media impresa")).to_be_checked()
    expect(reader.page.locator("#kept")).to_contain_text(reader.say("Kept."))
    reader.presses(reader.say("Keep it, and go on"))
    reader.follows(reader.say("Check and send"))
    reader.writes(reader.say("Your colleague’s e-mail address"), "olmo@vite-chiara.example")
    reader.presses(reader.say("Send a link"))
    return reader.page.locator("#colleague-link").inner_text()


def finishes(colleague: Reader, link: str) -> None:
    """Open the link without an account, read what is missing, write it, and send."""
    colleague.opens(link)
    colleague.presses(colleague.say("Open the application"))
    colleague.is_at(NAME)
    colleague.follows(colleague.say("What it brings to the others."))
    colleague.writes(colleague.say("What you bring"), "Filettiamo viti da 0,6 mm in titanio.")
    colleague.writes(colleague.say("What you look for"), "Chi le provi a fatica, per un milione di cicli.")
    colleague.presses(colleague.say("Keep it, and go on"))
    colleague.writes(colleague.say("Your name"), "Olmo Sarti")
    colleague.writes(colleague.say("Who signs for the organisation"), "Lea Sarti")
    colleague.writes(colleague.say("The signatory’s e-mail address"), "lea@vite-chiara.example")
    for box in ("accepts_statute", "accepts_privacy"):
        colleague.goes_to(colleague.page.locator(f"#id_{box}"))
        colleague.page.keyboard.press("Space")
    colleague.presses(colleague.say("Keep it, and check"))
    colleague.reads(colleague.say("Everything is there"))
    colleague.presses(colleague.say("Send the application"))
    colleague.reads(colleague.say("The application is with the office. You get a letter."))


def checks(reader: Reader) -> None:
    """Find it among what waits for the office, and put it before the board."""
    reader.follows(reader.say("Membership"))
    reader.follows("Cluster Meccatronica")
    reader.follows(NAME)
    reader.presses(reader.say("In order: to the board"))
    reader.reads(reader.say("It is before the board."))


def admits(reader: Reader) -> None:
    """Record that the board admitted it, six to none, from today."""
    reader.goes_to(reader.page.get_by_role("radio").first)
    reader.page.keyboard.press("Space")
    reader.writes(reader.say("Votes in favour"), "6")
    reader.writes(reader.say("Votes against"), "0")
    reader.presses(reader.say("Record the decision"))
    reader.reads(reader.say("The decision is recorded, and the applicant gets a letter."))
    reader.follows(reader.say("To the membership"))
    reader.is_at(NAME)
