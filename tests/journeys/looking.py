"""What is wrong with a page: found by axe, by its width, and by what the browser complains of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, ViewportSize, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREEN: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 780}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
IS_STILL = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ended = () => Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  const enough = new Promise((done) => setTimeout(done, 3000));
  await Promise.race([drawn().then(ended), enough]);
}"""
"""Drawn anew and done moving. A browser that draws nothing more, or moves without end, is not waited for."""
CONTRAST = "color-contrast"
REFUSED = "status of 422"
TALLEST = 8000
"""As tall as a narrow page is shown, so that what stays at the foot of the screen lies over nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page, and the rules that can tell it from the first."""

    name: str
    scheme: Literal["light", "dark"]
    size: ViewportSize
    options: dict[str, Any]


LOOKS = (
    Look("light", "light", SCREEN, {"runOnly": RULES}),
    Look("dark", "dark", SCREEN, {"runOnly": [CONTRAST]}),
    Look("narrow", "light", NARROW, {"runOnly": RULES, "rules": {CONTRAST: {"enabled": False}}}),
)
"""Dark changes colours alone; a narrow screen everything but colours."""


def looked_at(page: Page) -> list[str]:
    """Look in light, in dark and on a narrow screen, and say all that is wrong."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.evaluate(Axe().axe_script)
    wrong: list[str] = []
    for look in LOOKS:
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size(look.size)
        if look.size == NARROW:
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.set_viewport_size({**NARROW, "height": height})
        page.evaluate(IS_STILL)
        wrong += [f"{look.name}: {said}" for said in (*forbidden(page, look.options), *sideways(page))]
    return wrong


def forbidden(page: Page, options: dict[str, Any]) -> Iterator[str]:
    """Say what WCAG 2.2 A and AA forbid on the page as it stands; axe is in the page already."""
    found = page.evaluate("options => axe.run(options)", {**options, "resultTypes": ["violations"]})
    for one in found["violations"]:
        for node in one["nodes"][:5]:
            yield f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"


def sideways(page: Page) -> Iterator[str]:
    beyond = page.evaluate(SIDEWAYS)
    if beyond > 0:
        yield f"the page scrolls sideways by {beyond} px"


def complaints_of(context: BrowserContext) -> list[str]:
    """Gather what the browser complains of from now on: scripts, refused sources, missing files.

    A form that was refused (422) is no complaint: the page says why.
    """
    complaints: list[str] = []

    def hear(told: ConsoleMessage) -> None:
        if told.type in {"error", "warning"} and REFUSED not in told.text:
            complaints.append(f"{told.page.url if told.page else ''}: {told.text}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints
