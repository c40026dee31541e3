"""Every page, in light, in dark and on a narrow screen: nothing that WCAG 2.2 A and AA forbid.

Each page is opened once, in Italian, whose words are the longer ones, as somebody who may see it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.authorisation.matrix import our_addresses
from tests.journeys.keyboard import Reader
from tests.journeys.looking import SCREEN, complaints_of, looked_at
from tests.journeys.pages import NO_PAGES, NOT_WALKED_YET, OF_ANYONE, OF_THE_OFFICE, PAGES, There
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

ITALIAN = Words("it")
MEMBERS = "Ragione sociale;Partita IVA;Comune;Tipo\nOfficina Prova S.r.l.;;Modena;PMI\n"
PLANTED = """() => {
  const image = document.createElement("img");
  image.src = "/static/web/img/favicon.svg";
  const pale = document.createElement("p");
  pale.textContent = "pale";
  pale.style.color = "#ddd";
  pale.style.background = "#fff";
  pale.style.inlineSize = "3000px";
  const script = document.createElement("script");
  script.text = "1";
  document.querySelector("main").append(image, pale, script);
}"""


@pytest.fixture(scope="module")
def contexts(browser: Browser, base_url: str) -> Iterator[dict[str, BrowserContext]]:
    """Irene, Marta of the cluster's office, and somebody who has not signed in."""
    opened = {}
    for name in ("Irene", "Marta", "nobody"):
        opened[name] = browser.new_context(
            base_url=base_url, locale="it-IT", reduced_motion="reduce", viewport=SCREEN
        )
        if name != "nobody":
            page = opened[name].new_page()
            Reader(page, ITALIAN).becomes(name)
            page.close()
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(scope="module")
def there(contexts: dict[str, BrowserContext], tmp_path_factory: pytest.TempPathFactory) -> There:
    """Ask a question, keep a table that misses something, send two lists of members."""
    irene, marta = contexts["Irene"].new_page(), contexts["Marta"].new_page()
    question, evidence, consortium = _table_begun(Reader(irene, ITALIAN))
    file = tmp_path_factory.mktemp("lists") / "soci.csv"
    file.write_text(MEMBERS, encoding="utf-8")
    waiting, taken = (_list_sent(Reader(marta, ITALIAN), file, take=take) for take in (False, True))
    irene.close()
    marta.close()
    return There(question, evidence, consortium, waiting, taken)


def _table_begun(reader: Reader) -> tuple[str, str, str]:
    """Ask, pick one, and keep a table of two; give the question, a piece of evidence, the table."""
    reader.opens("/partners/?call=demo-por-122-01&lead=laboratorio-giunto")
    reader.button(ITALIAN.say("Find partners")).click()
    reader.page.wait_for_url(re.compile(r"/partners/[\w-]{8,}/$"))
    question = reader.page.url.rstrip("/").rpartition("/")[2]
    evidence = str(reader.page.locator("a[href*='/evidence/']").first.get_attribute("href"))
    with reader.page.expect_response(re.compile("/picks/")):
        reader.page.locator("button[data-pick]").first.click()
    reader.opens(f"/partners/{question}/table/")
    reader.page.locator("input[name=fill]").uncheck()
    reader.button(ITALIAN.say("Compose the consortium")).click()
    reader.page.wait_for_url(re.compile(r"/consortia/\d+/$"))
    return question, evidence, reader.page.url.rstrip("/").rpartition("/")[2]


def _list_sent(reader: Reader, file: Path, *, take: bool) -> str:
    reader.opens("/import/members/")
    reader.page.locator("input[type=file]").set_input_files(file)
    reader.page.get_by_role("main").locator("button.primary").click()
    reader.page.wait_for_url(re.compile(r"/columns/$"))
    token = reader.page.url.split("/")[-3]
    if take:
        for ending in (rf"{token}/$", r"/result/$"):
            reader.page.get_by_role("main").locator("button.primary").click()
            reader.page.wait_for_url(re.compile(ending))
    return token


def test_every_address_is_a_page_or_is_known_to_be_none() -> None:
    ours = {address.name for address in our_addresses() if not address.name.startswith("api:")}

    assert ours - set(PAGES) == NO_PAGES | NOT_WALKED_YET


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_keeps_nobody_out(name: str, contexts: dict[str, BrowserContext], there: There) -> None:
    visitor = "nobody" if name in OF_ANYONE else "Marta" if name in OF_THE_OFFICE else "Irene"
    assert_open_to_all(contexts[visitor].new_page(), PAGES[name].format(**asdict(there)))


def test_the_front_page_keeps_nobody_out(contexts: dict[str, BrowserContext]) -> None:
    assert_open_to_all(contexts["nobody"].new_page(), "/")


def assert_open_to_all(page: Page, address: str) -> None:
    complaints = complaints_of(page.context)
    answer = page.goto(address)
    wrong = looked_at(page)
    title, language = page.title(), page.locator("html").get_attribute("lang")
    page.close()

    assert answer is not None
    assert "text/html" in answer.headers["content-type"]
    missing = [f"{address} answers {answer.status}"] if answer.status == 404 else []
    assert [*wrong, *(one for one in complaints if not (missing and "404" in one))] == []
    assert (language, bool(title)) == ("it", True)
    assert answer.status == 200 or address == PAGES["not there"]


def test_a_planted_barrier_would_be_found(contexts: dict[str, BrowserContext]) -> None:
    page = contexts["nobody"].new_page()
    complaints = complaints_of(page.context)
    page.goto("/about/")
    page.evaluate(PLANTED)
    found = "\n".join(looked_at(page))
    page.close()

    for barrier in ("light: image-alt", "light: color-contrast", "narrow: the page scrolls sideways"):
        assert barrier in found
    assert any("Content Security Policy" in one for one in complaints)
