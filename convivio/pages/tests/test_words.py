"""Hostile words do nothing; what changed is said word by word."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convivio.pages.comparing import compare
from convivio.pages.texts import as_page
from convivio.web.reading import TAGS

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    '<img src=x onerror="alert(1)">',
    "![x](https://example.org/track.png)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://example.org" onclick="x()">x</a>',
    "<svg/onload=alert(1)>",
    '<iframe src="//example.org"></iframe>',
    "<style>*{display:none}</style>",
    "[da completare: <script>alert(1)</script>]",
    '[to be completed: " onmouseover="x()]',
    '[x](https://example.org/"onmouseover="x)',
    "[x](<https://example.org/[to be completed: y]>)",
    "<form action=//example.org><input name=p></form>",
    "<!--<img src=x-->",
    "\x00<script>",
    "# <b onclick=x()>titolo</b>",
]


class Tags(HTMLParser):
    """The tags of a page, with what each carries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_runs_and_nothing_is_fetched(words: str) -> None:
    for tag, carried in Tags(as_page(words, 2)).found:
        assert tag in TAGS | {"mark"}
        assert set(carried) <= {"href", "rel"}
        assert (carried.get("href") or "https:").startswith(("https:", "http:", "mailto:"))


def test_headings_of_a_page_stand_right_below_its_title() -> None:
    assert as_page("## Uno\n\n### Due", 2) == "<h2>Uno</h2>\n<h3>Due</h3>\n"
    assert as_page("## Uno\n\n### Due") == "<h3>Uno</h3>\n<h4>Due</h4>\n"


def test_what_is_still_to_write_is_marked() -> None:
    assert as_page("Tel. [da completare: numero]") == "<p>Tel. <mark>[da completare: numero]</mark></p>\n"


def test_a_change_is_said_word_by_word() -> None:
    pieces = compare("Sei tecnopoli aprono", "Sette tecnopoli aprono")

    assert [(one.change, one.words) for one in pieces] == [
        ("gone", "Sei"),
        ("new", "Sette"),
        ("kept", " tecnopoli aprono"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab c\n.", max_size=60), st.text(alphabet="ab c\n.", max_size=60))
def test_what_stays_and_what_came_is_the_new_text_and_what_went_the_old(old: str, new: str) -> None:
    pieces = compare(old, new)

    assert "".join(one.words for one in pieces if one.change != "gone") == new
    assert "".join(one.words for one in pieces if one.change != "new") == old


def test_a_very_long_text_is_compared_by_paragraphs() -> None:
    old = "\n".join(f"riga {n}" for n in range(5000))

    pieces = compare(old, old.replace("riga 77\n", "riga nuova\n"))

    assert [one.words for one in pieces if one.change == "new"] == ["riga nuova"]
