import re
from pathlib import Path

from convivio.web.stylesheet import IMPORT, joined

WEB = Path(__file__).parent.parent
STYLES = WEB / "static" / "web" / "css"
ALONE = {"convivio.css", "style_page.css", "map_library.css"}


def test_every_stylesheet_is_in_a_layer() -> None:
    imported = {found["file"] for found in IMPORT.finditer((STYLES / "convivio.css").read_text())}

    assert imported == {file.name for file in STYLES.glob("*.css")} - ALONE


def test_joining_leaves_no_import_and_keeps_the_layers() -> None:
    text_of = {file.name: file.read_text() for file in STYLES.glob("*.css")}

    one = joined(text_of["convivio.css"], text_of)

    assert "@import" not in one
    assert one.index("@layer reset {") < one.index("@layer components {") < one.index("@layer utilities {")


def test_every_token_that_is_used_is_defined() -> None:
    text = "\n".join(file.read_text() for file in STYLES.glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", text)) | set(re.findall(r"@property (--[\w-]+)", text))

    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined


def test_templates_hold_no_script_style_or_handler() -> None:
    for template in (WEB / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", text), template.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template.name


def test_every_partial_says_what_it_needs() -> None:
    for template in (WEB / "templates" / "web").glob("_*.html"):
        first = template.read_text().splitlines()[0]
        assert first.startswith("{# "), template.name
        assert "Needs:" in first, template.name
