"""One person at a browser of their own, who signs in with the code from the letter."""

from playwright.sync_api import Browser, Page, expect

from tests.journeys.installation import Installation
from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN, complaints_of
from tests.journeys.words import Words


class Visitor:
    """One person at a browser of their own."""

    def __init__(
        self, browser: Browser, installation: Installation, address: str, language: str = "it"
    ) -> None:
        self.context = browser.new_context(
            base_url=installation.address, locale=language, timezone_id="Europe/Rome", viewport=SCREEN
        )
        self.complaints = complaints_of(self.context)
        self.page: Page = self.context.new_page()
        self.reader = Reader(self.page, Words(language))
        self.installation, self.address = installation, address

    def signs_in(self) -> None:
        """Ask for a code, read it in the letter, and write it."""
        self.writes_the_address()
        self.reader.presses(self.reader.say("Send me a code"))
        self.writes_the_code()

    def opens_an_account(self) -> None:
        self.writes_the_address()
        self.page.keyboard.press("Enter")
        self.writes_the_code()

    def writes_the_address(self) -> None:
        self.reader.goes_to(self.page.locator("main input[name=email]"))
        self.page.keyboard.type(self.address)

    def writes_the_code(self) -> None:
        field = self.page.locator("input[name=code]")
        expect(field).to_be_visible()
        code = self.installation.letter_to(
            self.address, r"(?m)^\s*(?:code: )?([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$"
        )
        self.reader.goes_to(field)
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        expect(field).to_have_count(0)
