"""The abstract of a paper becomes five skills, and a search in the other language finds them.

In an installation of its own, with real sign-in by code and real letters, by keyboard, in both languages.
"""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from convivio.files.tests.documents import pdf
from tests.journeys.installation import Installation, environment_of, installed
from tests.journeys.looking import SCREEN, looked_at
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

EDITOR = "ada@tessuti.example"
OTHER = {"it": "en", "en": "it"}
ABSTRACTS = {
    "it": "Le cellule staminali crescono su supporti porosi fatti di idrossiapatite. Un modello di apprendimento "
    "automatico legge le immagini, e seguono prove di biocompatibilità.",
    "en": "Mesenchymal stem cells grow on porous scaffolds of hydroxyapatite. A machine learning model reads the "
    "images, and biocompatibility testing follows.",
}
SKILLS = {
    "it": ("Cellule staminali", "Impalcature per la crescita dei tessuti", "Bioceramiche",
           "Apprendimento automatico", "Biocompatibilità"),
    "en": ("Stem cells", "Scaffolds for tissue growth", "Bioceramics", "Machine learning", "Biocompatibility"),
}  # fmt: skip
"""The same five, in the order in which the abstracts speak of them."""
FOUNDING = """
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
for email, name, language, slug, kind, rights in (
    ("ada@tessuti.example", "Ada Reni", "LANGUAGE", "tessuti-nuovi", "laboratory", ["read", "edit"]),
):
    person = Person.objects.create_user(email, name=name, language=language)
    body = Organisation.objects.create(slug=slug, name=slug.title(), kind=kind, country="IT")
    for right in rights:
        Mandate.objects.create(person=person, organisation=body, right=right)
"""


@pytest.fixture(scope="module", params=["it", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, language: str) -> Iterator[Installation]:
    """Prepare and serve an installation with a laboratory that publishes."""
    founding = FOUNDING.replace("LANGUAGE", language)
    yield from installed(tmp_path_factory.mktemp(f"skills-{language}"), founding)


def test_an_abstract_becomes_five_skills_that_the_other_language_finds(
    browser: Browser, installation: Installation, language: str
) -> None:
    ada = Visitor(browser, installation, EDITOR, language)
    stranger = Visitor(browser, installation, "", OTHER[language])

    sends_a_scan_and_then_the_paper(ada)
    pastes_the_abstract(ada)
    says_yes_to_five(ada)
    the_clock_ticks(installation)
    finds_each(stranger)

    assert [*ada.complaints, *stranger.complaints] == []


def sends_a_scan_and_then_the_paper(ada: Visitor) -> None:
    """Send a document without text, and then one with it: what was typed beside it stands there still."""
    reader = ada.reader
    reader.opens("/skills/ours/from-a-text/")
    ada.signs_in()
    reader.writes(reader.say("What it is, as evidence"), "2025")
    chooses(ada, "scan.pdf", pdf(""))
    reader.reads(
        reader.say("There is no text in it; perhaps its pages are pictures. Paste the text instead.")
    )
    expect(ada.page.locator("input[name=title]")).to_have_value("2025")
    looks_well(ada)
    chooses(ada, "paper.pdf", pdf(ABSTRACTS[reader.words.language]))
    reader.reads(reader.say("The document was read, and is not kept."))
    expect(reader.part(reader.say("What it speaks of")).locator("mark")).to_have_count(5)
    looks_well(ada)


def chooses(ada: Visitor, name: str, content: bytes) -> None:
    """Reach the place for a document by keyboard, choose one, and send it."""
    place = ada.page.locator("input[name=document]")
    ada.reader.goes_to(place)
    place.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    ada.reader.presses(ada.reader.say("Find skills in it"))


def pastes_the_abstract(ada: Visitor) -> None:
    reader = ada.reader
    reader.opens("/skills/ours/")
    reader.reads(reader.say("Nothing is said yet"))
    reader.follows(reader.say("Find them in a text"))
    reader.writes(reader.say("The text, in Italian or in English"), ABSTRACTS[reader.words.language])
    reader.presses(reader.say("Find skills in it"))
    part = reader.part(reader.say("What it speaks of"))
    for name in SKILLS[reader.words.language]:
        expect(part.locator(".name", has_text=name)).to_be_visible()
    expect(part.locator("mark")).to_have_count(5)
    looks_well(ada)


def says_yes_to_five(ada: Visitor) -> None:
    """Say yes to each; none stood among our skills before."""
    reader = ada.reader
    for name in SKILLS[reader.words.language]:
        reader.presses(reader.say("Yes, we can do this: %(name)s", name=name))
        expect(reader.button(reader.say("Yes, we can do this: %(name)s", name=name))).to_have_count(0)
    reader.follows(reader.say("Done: our skills"))
    confirmed = reader.say("last confirmed on %(day)s", day="")
    expect(ada.page.locator("main li[data-item]", has_text=confirmed)).to_have_count(5)
    looks_well(ada)


def the_clock_ticks(installation: Installation) -> None:
    """Let the index take in what was said just now, as the service of an installation does each half minute."""
    command = [sys.executable, "-m", "convivio", "tick", "-v", "0"]
    environment = environment_of(installation.home, installation.address)
    subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own


def finds_each(stranger: Visitor) -> None:
    """Search for each by its name in the other language, signed out."""
    named = SKILLS[stranger.reader.words.language]
    for name in named:
        searches(stranger, name)
        expect(stranger.reader.link(name)).to_be_visible()


def searches(stranger: Visitor, words: str) -> None:
    reader = stranger.reader
    reader.opens("/skills/")
    reader.writes(reader.say("A skill, in Italian or in English"), words)
    with stranger.page.expect_navigation(url=re.compile(r"q=")):
        stranger.page.keyboard.press("Enter")


def looks_well(visitor: Visitor) -> None:
    assert looked_at(visitor.page) == []
    visitor.page.set_viewport_size(SCREEN)
