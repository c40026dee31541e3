"""Every page, in light, in dark and on a narrow screen: nothing that WCAG 2.2 A and AA forbid.

Each page is opened once, in Italian, whose words are the longer ones, as somebody who may see it.
"""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.authorisation.matrix import our_addresses
from tests.journeys.keyboard import Reader
from tests.journeys.looking import NARROW, SCREEN, complaints_of, looked_at
from tests.journeys.pages import (
    BEFORE_THE_NETWORK,
    NO_PAGES,
    OF_ANYONE,
    OF_THE_NETWORK,
    OF_THE_OFFICE,
    OF_WHO_SIGNS,
    PAGES,
    There,
)
from tests.journeys.planting import planted
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

ITALIAN = Words("it")
VISITORS: dict[str, frozenset[str]] = {
    "Irene": frozenset(),
    "Marta": OF_THE_OFFICE,
    "Elena": OF_THE_NETWORK,
    "Martina": OF_WHO_SIGNS,
    "nobody": OF_ANYONE,
}
"""Who looks at what; at everything else, Irene."""
MEMBERS = "Ragione sociale;Partita IVA;Comune;Tipo\nOfficina {sign} S.r.l.;;Modena;PMI\n"
"""A member that is new at each walk, also where the demonstration stays open."""
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
def in_the_home(base_url: str, home: Path) -> dict[str, str]:
    """Plant what no page shows, once the demonstration is open."""
    return planted(home) if base_url else {}


@pytest.fixture(scope="module")
def pages(browser: Browser, base_url: str, in_the_home: dict[str, str]) -> Iterator[dict[str, Page]]:
    """A page of each visitor, signed in by the session that was planted; nobody has none."""
    opened = {}
    for name in VISITORS:
        context = browser.new_context(
            base_url=base_url, locale="it-IT", reduced_motion="reduce", viewport=SCREEN
        )
        if name in in_the_home:
            context.add_cookies([{"name": "sessionid", "value": in_the_home[name], "url": base_url}])
        opened[name] = context.new_page()
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.fixture(scope="module")
def complaints(pages: dict[str, Page]) -> dict[str, list[str]]:
    """What the browser of each visitor complains of, from the first page on."""
    return {name: complaints_of(page.context) for name, page in pages.items()}


@pytest.fixture(scope="module")
def there(
    pages: dict[str, Page], in_the_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> There:
    """Ask a question, keep a table that misses something, send two lists of members."""
    question, evidence, consortium = _table_begun(Reader(pages["Irene"], ITALIAN))
    file = tmp_path_factory.mktemp("lists") / "soci.csv"
    file.write_text(MEMBERS.format(sign=secrets.token_hex(4)), encoding="utf-8")
    waiting, taken = (_list_sent(Reader(pages["Marta"], ITALIAN), file, take=take) for take in (False, True))
    return There(question, evidence, consortium, waiting, taken, in_the_home)


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

    assert ours - set(PAGES) == NO_PAGES | BEFORE_THE_NETWORK


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_keeps_nobody_out(
    name: str, pages: dict[str, Page], complaints: dict[str, list[str]], there: There
) -> None:
    visitor = next((who for who, theirs in VISITORS.items() if name in theirs), "Irene")
    complaints[visitor].clear()
    assert_open_to_all(pages[visitor], there.address(name), complaints[visitor])


def test_the_front_page_keeps_nobody_out(pages: dict[str, Page], complaints: dict[str, list[str]]) -> None:
    complaints["nobody"].clear()
    assert_open_to_all(pages["nobody"], "/", complaints["nobody"])


def assert_open_to_all(page: Page, address: str, complaints: list[str]) -> None:
    page.set_viewport_size(SCREEN)
    answer = page.goto(address)
    wrong = looked_at(page)
    title, language = page.title(), page.locator("html").get_attribute("lang")

    assert answer is not None
    assert "text/html" in answer.headers["content-type"]
    missing = [f"{address} answers {answer.status}"] if answer.status == 404 else []
    assert [*wrong, *(one for one in complaints if not (missing and "404" in one))] == []
    assert (language, bool(title)) == ("it", True)
    assert answer.status == 200 or address == PAGES["not there"]


def test_a_planted_barrier_would_be_found(pages: dict[str, Page], complaints: dict[str, list[str]]) -> None:
    page = pages["nobody"]
    page.set_viewport_size(SCREEN)
    page.goto("/about/")
    page.evaluate(PLANTED)
    found = "\n".join(looked_at(page))

    for barrier in ("light: image-alt", "light: color-contrast", "narrow: the page scrolls sideways"):
        assert barrier in found
    assert any("Content Security Policy" in one for one in complaints["nobody"])


def test_on_a_narrow_screen_the_tab_of_the_page_is_in_sight(pages: dict[str, Page], there: There) -> None:
    page = pages["Marta"]
    page.set_viewport_size(NARROW)
    page.goto(there.address("office:circulars"))
    tab = page.locator("[data-tabs] [aria-current]")

    expect(tab).to_be_in_viewport(ratio=0.9)
    page.locator("[data-tabs]").evaluate("row => row.scrollLeft = 0")
    expect(tab).not_to_be_in_viewport()
