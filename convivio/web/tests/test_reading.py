"""Long text becomes paragraphs, headings and lists, and nothing that could run."""

import pytest

from convivio.web.reading import as_reading


def test_headings_stand_below_those_of_the_page() -> None:
    assert as_reading("## Scope\n\nAll of it.") == "<h3>Scope</h3>\n<p>All of it.</p>\n"


def test_lists_are_lists() -> None:
    assert as_reading("- one\n- two") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"


def test_an_address_is_a_link_that_passes_nothing_on() -> None:
    html = as_reading("See https://example.org/a?b=1.")

    assert '<a href="https://example.org/a?b=1" rel="nofollow noopener noreferrer">' in html
    assert html.endswith("</a>.</p>\n")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/track.png)",
        "[x](data:text/html,<script>)",
        '<a href="https://example.org" onclick="x()">x</a>',
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    html = as_reading(text)

    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html or '<a href="https://example.org"' not in html


def test_a_sign_that_html_would_take_stays_a_sign() -> None:
    assert as_reading("below TRL <4 & above 2") == "<p>below TRL &lt;4 &amp; above 2</p>\n"
