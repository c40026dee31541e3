"""A company asks to join a cluster, is admitted, pays, invites two colleagues, and one of them leaves.

With the keyboard only, in Italian; who signs for the company comes in by the code in a letter.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from playwright.sync_api import Browser, expect

from convivio.web.amounts import money
from tests.journeys.installation import Installation
from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["it"])]

NAME, VAT = "Vite Chiara S.r.l.", "01234567897"
CLUSTER, DUES = "/memberships/meccatronica/", "/dues/meccatronica/"
ENTRY, YEARLY = Decimal(800), Decimal(650)
"""What the rules of this cluster ask this year of a small or medium company; see network/dues.toml."""
SIGNATORY, COLLEAGUES = "lea@vite-chiara.example", ("remo@vite-chiara.example", "tea@vite-chiara.example")
MISSING = "status of 404"
"""What the browser says of the page that is to look missing to who has left."""


def test_a_company_applies_is_admitted_pays_invites_two_and_one_leaves(
    reader: Reader, browser: Browser, base_url: str, in_earnest: Installation
) -> None:
    reader.becomes("Nadia")
    link = begins(reader)
    context = browser.new_context(base_url=base_url, locale="it-IT", reduced_motion="reduce", viewport=SCREEN)
    finishes(Reader(context.new_page(), reader.words), link)
    context.close()

    reader.becomes("Davide")
    checks(reader)
    admits(reader)
    stands_on_its_days(reader)
    asks_for_its_dues(reader)
    takes_the_payment(reader)

    lea, remo, tea = (Visitor(browser, in_earnest, address) for address in (SIGNATORY, *COLLEAGUES))
    invites_two(lea)
    for colleague in (remo, tea):
        accepts(colleague)
    leaves(remo, lea)
    assert [said for one in (lea, remo, tea) for said in one.complaints if MISSING not in said] == []


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
    colleague.writes(colleague.say("The signatory’s e-mail address"), SIGNATORY)
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


def stands_on_its_days(reader: Reader) -> None:
    """It is among the members of today, and not among those of a day before."""
    reader.opens(f"{CLUSTER}on/")
    reader.reads(NAME)
    reader.opens(f"{CLUSTER}on/?day=2024-01-01")
    expect(reader.page.get_by_role("main")).not_to_contain_text(NAME)


def asks_for_its_dues(reader: Reader) -> None:
    """Issue what the rules ask of a new member: the entry, and the months of this year that are left."""
    reader.opens(f"{DUES}issuing/")
    reader.reads(NAME)
    reader.presses(reader.say("Issue the notices"))
    reader.is_at(reader.say("Notices for %(year)s", year=localdate().year))
    reader.follows(NAME)
    reader.page.wait_for_url(re.compile(r"/notices/\d+/$"))
    reader.reads(in_figures(ENTRY))
    reader.reads(in_figures(ENTRY + rest_of_the_year()))


def rest_of_the_year() -> Decimal:
    """The yearly fee of this cluster, for the months from this one on."""
    return (YEARLY * (13 - localdate().month) / 12).quantize(Decimal("0.01"), ROUND_HALF_UP)


def in_figures(amount: Decimal) -> str:
    with override("it"):
        return money(amount)


def takes_the_payment(reader: Reader) -> None:
    """Write the payment by hand, and see that nothing is owed."""
    reader.presses(reader.say("Record the payment"))
    reader.page.wait_for_url(re.compile(r"/payments/\d+/$"))
    reader.reads(reader.say("What it paid"))
    reader.follows(NAME)
    reader.is_at(NAME)
    owed = reader.page.locator(".tile", has_text=reader.say("owed now")).locator(".figure")
    expect(owed).to_have_text(in_figures(Decimal(0)))


def invites_two(lea: Visitor) -> None:
    """Come in by the letter that names her as who signs, and invite two."""
    reader = lea.reader
    reader.opens(lea.installation.letter_to(SIGNATORY, r"(/organisations/\S+/people/)"))
    lea.signs_in()
    reader.is_at(reader.say("Who acts for %(name)s", name=NAME))
    reader.writes(reader.say("E-mail addresses"), ", ".join(COLLEAGUES))
    reader.presses(reader.say("Send the letters"))
    for address in COLLEAGUES:
        line = reader.page.get_by_role("row").filter(has_text=address)
        expect(line).to_contain_text(reader.say("Invited: the letter is on its way."))


def accepts(colleague: Visitor) -> None:
    """Open the letter, come in with its address, and accept."""
    reader = colleague.reader
    reader.opens(
        colleague.installation.letter_to(colleague.address, r"(https?://\S+/people/invitations/\S+)")
    )
    reader.follows(reader.say("This is my first time"))
    colleague.opens_an_account()
    reader.presses(reader.say("Accept"))
    reader.is_at(reader.say("Who acts for %(name)s", name=NAME))


def leaves(colleague: Visitor, lea: Visitor) -> None:
    """Give back what one may do: the page of the people, open a moment ago, is not there at the next request."""
    reader, people = colleague.reader, colleague.page.url
    reader.presses(reader.menu(reader.say("Give it back")))
    reader.presses(reader.say("Yes, end it"))
    reader.is_at(reader.say("What you may do"))
    answer = colleague.page.goto(people)
    assert answer is not None
    assert answer.status == 404

    lea.reader.opens(people)
    lea.reader.reads(COLLEAGUES[1])
    expect(lea.reader.part(lea.reader.say("The people"))).not_to_contain_text(colleague.address)
