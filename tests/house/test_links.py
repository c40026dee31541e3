"""Every link of a document leads somewhere, every document is in the index, and the code cites what is there."""

import re
from pathlib import Path

import pytest

from tests.house.tracked import HOUSE, pages, texts

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?\)")
CITED = re.compile(r"\bdocs/[\w/.-]*\w")
ELSEWHERE = ("https://", "http://", "mailto:")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings make."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(HOUSE)))
def test_each_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(without_code(page.read_text()))
    ours = [link for link in links if not link.startswith(ELSEWHERE)]

    assert [link for link in ours if not leads_somewhere(page, link)] == []


def test_a_link_to_nowhere_would_be_found() -> None:
    page = HOUSE / "README.md"

    assert not leads_somewhere(page, "docs/nothing-here.md")
    assert not leads_somewhere(page, "#nothing-here")


def test_the_index_of_the_documentation_has_every_page() -> None:
    index = HOUSE / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(index.read_text())}
    documents = [page for page in pages() if page.is_relative_to(HOUSE / "docs") and page != index]

    assert [str(page.relative_to(HOUSE)) for page in documents if page not in linked] == []


def test_the_code_cites_documents_that_are_there() -> None:
    cited = {
        (str(path.relative_to(HOUSE)), name)
        for path, text in texts()
        if path.suffix in {".py", ".html", ".toml"} and "tests" not in path.parts
        for name in CITED.findall(text)
    }

    assert cited
    assert sorted(one for one in cited if not (HOUSE / one[1]).is_file()) == []
