"""The text of a call is paragraphs, headings and lists, however it came."""

from convivio.opendata.calls.texts import one_line, readable


def test_html_becomes_headings_paragraphs_and_lists() -> None:
    html = (
        '<span class="topicdescriptionkind">Expected Outcome:</span><p>Results are:</p>'
        "<ul><li>better <b>care</b>;</li><li>lower costs<ul><li>in hospitals</li></ul></li></ul>"
        '<p>See <a href="https://example.org/a b">here</a>.</p><script>alert(1)</script>'
    )

    assert readable(html).split("\n") == [
        "## Expected Outcome", "", "Results are:", "", "- better care;", "- lower costs",
        "   - in hospitals", "", "See [here](https://example.org/a%20b).",
    ]  # fmt: skip


def test_sentences_that_were_glued_come_apart() -> None:
    glued = "Expected Outcome:Results are:Better care;Lower costs.Proposals should say how. Scope:Knees (TRL 4).All."

    assert readable(glued).split("\n") == [
        "## Expected Outcome", "", "Results are:", "", "- Better care;", "- Lower costs.", "",
        "Proposals should say how.", "", "## Scope", "", "Knees (TRL 4).All.",
    ]  # fmt: skip


def test_bullets_of_all_kinds_are_one_kind() -> None:
    assert readable("• one\n▪ two\n– three") == "- one\n- two\n- three"


def test_addresses_and_small_numbers_stay_whole() -> None:
    text = "See https://data.example.org/doi/10.2760/96 and TRL <4, at 9:30, e.g. at home"

    assert readable(text) == text


def test_a_title_is_one_line_without_tags() -> None:
    assert one_line("<b>Better</b>\n knees &amp; hips") == "Better knees & hips"
