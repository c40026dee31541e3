"""A reader who has a keyboard and nothing else."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.words import Words

MOST_STOPS = 500
WHERE = "element => element.isConnected ? element === document.activeElement : null"
"""True where the focus is, nothing once the page has set the element anew."""
CAN_BE_SEEN = """element => {
  const box = element.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  return points.some(([across, down]) => {
    const at = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    return at !== null && (element.contains(at) || at.contains(element) || at.closest("label")?.control === element);
  });
}"""
"""Some of what has the focus is on the screen, and nothing lies over it (WCAG 2.2, 2.4.11)."""


class Reader:
    """Walks a journey by Tab, Enter, Space, arrows and letters: there is no mouse here."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page = page
        self.words = words

    def say(self, sentence: str, **named: object) -> str:
        return self.words.say(sentence, **named)

    def opens(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def goes_to(self, target: Locator) -> Locator:
        """Press Tab until the target has the focus, and can be seen.

        Errors: AssertionError, when no Tab leads there.
        """
        expect(target).to_be_visible()
        element = target.element_handle()
        for _stop in range(MOST_STOPS):
            is_here = element.evaluate(WHERE)
            if is_here:
                break
            if is_here is None:
                element = target.element_handle()
            else:
                self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"the keyboard does not reach {target}")
        assert element.evaluate(CAN_BE_SEEN), f"{target} has the focus and cannot be seen"
        return target

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def menu(self, name: str) -> Locator:
        return self.page.locator("summary", has_text=name).first

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile("^" + re.escape(label))).first

    def part(self, heading: str) -> Locator:
        """The section of the page under a heading."""
        return self.page.get_by_role("region", name=heading, exact=True)

    def follows(self, name: str) -> None:
        """Follow a link."""
        self.presses(self.link(name))

    def presses(self, target: str | Locator) -> None:
        """Press a button, by its name or by what it is."""
        self.goes_to(self.button(target) if isinstance(target, str) else target)
        self.page.keyboard.press("Enter")

    def writes(self, label: str, text: str) -> None:
        self.goes_to(self.field(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def ticks(self, label: str) -> None:
        self.goes_to(self.page.get_by_role("checkbox", name=label))
        self.page.keyboard.press("Space")

    def takes(self, name: str, folder: Path) -> Path:
        """Press a button that answers with a file, and keep the file."""
        self.goes_to(self.button(name))
        with self.page.expect_download() as waiting:
            self.page.keyboard.press("Enter")
        kept = folder / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        return kept

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def reads(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def becomes(self, name: str) -> None:
        """Sign in as somebody of the demonstration, by the first name."""
        self.opens("/people/demonstration/")
        self.presses(self.say("Be %(name)s", name=name))
        expect(self.page.locator("body")).to_have_attribute("data-who", re.compile("person:"))
