"""A signatory invites two colleagues, one accepts through the letter, and the signatory leaves by handing over.

In an installation of its own, with real sign-in by code and real letters, in Italian, by keyboard.
"""

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN, complaints_of, looked_at
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

PATIENCE_S = 240
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


@dataclass(frozen=True, slots=True)
class Installation:
    """A server of our own, and the folder in which its letters fall."""

    address: str
    letters: Path

    def letter_to(self, address: str, pattern: str) -> str:
        """Wait for a letter to an address that holds what is looked for, and return that; the newest wins."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            for file in sorted(self.letters.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                for written in file.read_text(encoding="utf-8").split("-" * 79):
                    letter = email.message_from_string(written.lstrip(), policy=email.policy.default)
                    found = re.search(pattern, str(letter.get_content())) if letter["To"] == address else None
                    if found:
                        file.rename(file.with_suffix(".read")) if "code" in pattern else None
                        return found.group(1)
            time.sleep(0.3)
        raise AssertionError(f"no letter to {address} holds {pattern}")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Prepare and serve an installation with one firm, and one person who signs for it."""
    home = tmp_path_factory.mktemp("people")
    letters = home / "letters"
    letters.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVIVIO_")}
    environment |= {
        "CONVIVIO_HOME": str(home),
        "CONVIVIO_ADDRESS": address,
        "CONVIVIO_MAIL_FOLDER": str(letters),
    }
    for arguments in (["prepare"], ["shell", "-v0", "-c", FOUNDING], ["index", "rebuild"]):
        subprocess.run([sys.executable, "-m", "convivio", *arguments], env=environment, check=True)  # noqa: S603 - our own
    command = [sys.executable, "-m", "convivio", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own
    try:
        _wait_for(address, server)
        yield Installation(address, letters)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the installation did not open")


class Visitor:
    """One person at a browser of their own."""

    def __init__(self, browser: Browser, installation: Installation, address: str) -> None:
        self.context = browser.new_context(
            base_url=installation.address, locale="it-IT", timezone_id="Europe/Rome", viewport=SCREEN
        )
        self.complaints = complaints_of(self.context)
        self.page: Page = self.context.new_page()
        self.reader = Reader(self.page, Words("it"))
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

    reader.is_at(reader.say("What you may do"))
    reader.reads(reader.say("You act for nobody yet"))
    ada.installation.letter_to(HEIR, r"(/people/mandates/)")
    ada.page.goto(people)
    expect(ada.page.get_by_role("main")).not_to_contain_text(HEIR)
