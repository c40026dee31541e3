"""Take the pictures of the documentation anew, from a demonstration that runs.

    python3 dev demo --no-browser
    .venv/bin/python docs/pictures/take.py http://127.0.0.1:8000

It signs in as the person who is ready for a first visit, asks for partners, picks two and judges the
table, in English and in the light theme. It needs the list `requirements/test.txt` (`python3 dev check`
installs it) and a Chromium: the machine's own, or the one that CONVIVIO_CHROMIUM names. The size is
checked, so that nobody waits for a README.
"""
# ruff: noqa: INP001 - a script beside what it makes

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FOLDER = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1440, 1000
MOST_BYTES = 300_000
NEED = "Bone scaffolds printed to measure, tests in the laboratory, and a hospital for the clinical study."
RULES = "horizon-europe-ria"
PICKED = 2
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        page = open_page(browser)
        sign_in(page, address)
        find_partners(page, address)
        keep(page, FOLDER / "find-partners.png")
        browser.close()


def open_browser(playwright: Playwright) -> Browser:
    found = os.environ.get("CONVIVIO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=found, args=["--disable-gpu", *(["--no-sandbox"] if as_root else [])]
    )


def open_page(browser: Browser) -> Page:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="en-GB",
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/people/demonstration/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def find_partners(page: Page, address: str) -> None:
    """Ask, choose the rules, and pick the first who answer."""
    page.goto(f"{address}/partners/")
    page.locator("main textarea").fill(NEED)
    page.locator("main form button", has_text="Find partners").click()
    page.wait_for_url("**/partners/*/")
    rules = page.locator("details:has(select[name=rule_set])").filter(visible=True).first
    rules.locator("summary").click()
    rules.locator("select").select_option(RULES)
    rules.locator("button").click()
    page.wait_for_load_state("networkidle")
    for picked in range(PICKED):
        page.locator("button[data-pick][aria-pressed=false]").first.click()
        page.locator("button[data-pick][aria-pressed=true]").nth(picked).wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def keep(page: Page, picture: Path) -> None:
    """Take the first screen.

    Errors: SystemExit, when the picture is larger than a README should carry.
    """
    page.screenshot(path=picture)
    size = picture.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{picture.name} has {size:,} bytes; at most {MOST_BYTES:,} are wanted.")
    print(f"{picture.name}: {size:,} bytes")  # noqa: T201 - whoever runs it waits for this line


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
