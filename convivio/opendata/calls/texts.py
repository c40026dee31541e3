"""The text of a call, made readable: paragraphs, headings and lists in Markdown. Plain Python.

The portal publishes HTML; those who pass its texts on often take the tags away and glue sentences
together (“…outcomes:Better care;Lower costs.Proposals should…”). Both become text that a person reads.
"""

import html
import re
from html.parser import HTMLParser

LONGEST_TEXT = 400_000
HEADINGS = (
    "Expected Outcome",
    "Expected Outcomes",
    "Expected Impact",
    "Expected Impacts",
    "Specific Challenge",
    "Specific Objective",
    "Specific Objectives",
    "Scope",
    "Objective",
    "Objectives",
    "Targeted stakeholders",
    "Targeted activities",
    "Types of activities",
    "Functional requirements",
    "Outcomes and deliverables",
    "Deliverables",
)
_headings = "|".join(sorted(map(re.escape, HEADINGS), key=len, reverse=True))

_tag = re.compile(r"</?(?:p|ul|ol|li|br|div|span|h[1-6]|strong|b|em|i|a|table|tr|td)\b[^>]*>", re.IGNORECASE)
_heading_first = re.compile(rf"^(?:{_headings}) ?:[ \t]*", re.MULTILINE)
_heading_inside = re.compile(rf"(?<=[.;:!?…)\]]) ?(?=(?:{_headings}):\s*\S)")
_list_glued = re.compile(r"(?<=[a-z0-9)\]’'\"])([:;])(?=[A-Za-z][a-z]+[ ,-]|[A-Z]{2,}|[A-Z] )")
_number_glued = re.compile(r"(?<=[a-z)\].:])(?=[1-9]\. [A-Z])")
_sentence_glued = re.compile(r"(?:(?<=[a-z][a-z0-9])|(?<=[)\]]))\.(?=(?:[A-Z][a-z]+[ ,’'-]|[A-Z] |\[\d))")
_bullet = re.compile(r"^[ \t]*[•·▪‣∙–—][ \t]*", re.MULTILINE)
_item = re.compile(r"(?:-|\d+\.) ")
_list_begins = re.compile(r"^((?!- ).+)\n- ", re.MULTILINE)
_spaces = re.compile(r"[ \t\u00a0\u202f]+")
_list_gaps = re.compile(r"^( *(?:-|\d+\.) .*)\n\n(?= *(?:-|\d+\.) )", re.MULTILINE)
_empty_lines = re.compile(r"\n{3,}")
_address = re.compile(r"https?://", re.IGNORECASE)

BLOCKS = {"p", "div", "section", "article", "table", "blockquote", "ul", "ol", "dl"}
TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}
SILENT = {"script", "style", "template", "head", "title"}


def readable(text: str) -> str:
    """Return a text of a call as Markdown, whether it comes as HTML or as what is left of it."""
    text = text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    made = _from_html(text) if _tag.search(text) else _from_text(html.unescape(text))
    lines = [_indent(line) + _spaces.sub(" ", line).strip() for line in made.split("\n")]
    return _list_gaps.sub(r"\1\n", _empty_lines.sub("\n\n", "\n".join(lines))).strip()


def one_line(text: str) -> str:
    """Return a title on one line, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())


def _indent(line: str) -> str:
    """Keep the indent of an item inside another; any other is nothing."""
    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) if _item.match(bare) else ""


def _from_text(text: str) -> str:
    text = _bullet.sub("- ", _heading_inside.sub("\n\n", text))
    text = _heading_first.sub(_heading, text)
    text = _list_glued.sub(lambda glue: f"{glue[1]}\n- ", text)
    text = _number_glued.sub("\n\n", text)
    text = _sentence_glued.sub(".\n\n", text)
    return _list_begins.sub("\\1\n\n- ", text)


def _heading(found: re.Match[str]) -> str:
    return f"\n\n## {found[0].strip().rstrip(':').rstrip()}\n\n"


def _from_html(text: str) -> str:
    writer = _Writer()
    writer.feed(text)
    writer.close()
    return _heading_first.sub(_heading, "".join(writer.parts))


class _Writer(HTMLParser):
    """Write what a browser would show, as Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.silent = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag in TITLES or "topicdescriptionkind" in given.get("class", ""):
            self._break()
            self.parts.append("## ")
        elif tag in BLOCKS:
            if tag in {"ul", "ol"}:
                self.lists.append(0 if tag == "ol" else None)
            self._break()
        else:
            self._begin_within(tag, given.get("href", ""))

    def _begin_within(self, tag: str, address: str) -> None:
        if tag == "li":
            self.parts.append(f"\n{self._item()}")
        elif tag in {"br", "tr"}:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" · " if self.parts and not self.parts[-1].endswith("\n") else "")
        elif tag == "a" and _address.match(address):
            self.link = address.replace(" ", "%20").replace(")", "%29")
            self.parts.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS or tag in TITLES:
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
            self._break()
        elif tag == "span" and self.parts and self._in_title():
            self._break()
        elif tag == "a" and self.link:
            self.parts.append(f"]({self.link})")
            self.link = ""

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        words = _spaces.sub(" ", data.replace("\n", " "))
        if self._in_title():
            words = words.rstrip(": ")
        if self.parts and self.parts[-1].endswith(("\n", "- ", ". ", "## ")):
            words = words.lstrip()
        if words:
            self.parts.append(words)

    def _item(self) -> str:
        indent = "   " * max(0, len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
            return f"{indent}{number + 1}. "
        return f"{indent}- "

    def _in_title(self) -> bool:
        tail = "".join(self.parts[-6:])
        return "## " in tail.rsplit("\n", 1)[-1]

    def _break(self) -> None:
        """Begin a paragraph; inside a list a line that has just begun stays."""
        if self.parts and self.lists and self.parts[-1].endswith(("- ", ". ")):
            return
        self.parts.append("\n" if len(self.lists) > 1 else "\n\n")
