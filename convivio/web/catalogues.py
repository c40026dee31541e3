"""The catalogues of translated sentences: found in templates and code, kept room by room.

No tool of gettext is needed: Django's own templatize turns a template into lines of calls, and
Python's own parser reads code. Italian is in each room's `locale/it/LC_MESSAGES/django.po`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

FUNCTIONS = {
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "_": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
"""Where each function keeps its sentence, its plural and its context, by position."""


CALL = re.compile(r"\b(?:npgettext|pgettext|ngettext|gettext|_)\(")
BRACKET = re.compile(r"\)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to translate: itself, its plural, its context."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(slots=True)
class Catalogue:
    """What one room says, and how it is said in Italian so far."""

    room: Path
    sentences: dict[Sentence, list[str]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.room / "locale" / "it" / "LC_MESSAGES" / "django.po"

    def read(self) -> polib.POFile:
        if self.path.exists():
            return polib.pofile(str(self.path), wrapwidth=100)
        catalogue = polib.POFile(wrapwidth=100)
        catalogue.metadata = {
            "Language": "it",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        return catalogue

    def update(self) -> list[str]:
        """Bring the file up to date with the code, and return the sentences still to translate."""
        known = {_sentence_of(entry): entry for entry in self.read()}
        if not self.sentences:
            return []
        catalogue = self.read()
        catalogue.clear()
        for sentence in sorted(self.sentences, key=lambda one: (one.text, one.context)):
            entry = known.get(sentence) or polib.POEntry(
                msgid=sentence.text,
                msgid_plural=sentence.plural,
                msgctxt=sentence.context or None,
                msgstr="",
                msgstr_plural={0: "", 1: ""} if sentence.plural else {},
            )
            entry.occurrences = [(place, "") for place in sorted(set(self.sentences[sentence]))]
            catalogue.append(entry)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(self.path))
        catalogue.save_as_mofile(str(self.path.with_suffix(".mo")))
        return [entry.msgid for entry in catalogue if not entry.translated()]

    def problems(self) -> Iterator[str]:
        """Say what is missing, unused or uncompiled."""
        catalogue = self.read()
        known = {_sentence_of(entry): entry for entry in catalogue}
        for sentence in sorted(set(self.sentences) - set(known), key=lambda one: one.text):
            yield f"{self.room.name}: “{sentence.text}” is not in the catalogue"
        for sentence in sorted(set(known) - set(self.sentences), key=lambda one: one.text):
            yield f"{self.room.name}: “{sentence.text}” is said nowhere any more"
        for entry in catalogue:
            if not entry.translated() or entry.fuzzy:
                yield f"{self.room.name}: “{entry.msgid}” has no Italian yet"
        compiled = self.path.with_suffix(".mo")
        if self.sentences and (not compiled.exists() or compiled.read_bytes() != catalogue.to_binary()):
            yield f"{self.room.name}: the compiled catalogue is not the one of its sentences"


def catalogues(package: Path) -> Iterator[Catalogue]:
    """Read what every room says."""
    for room in sorted(path for path in package.iterdir() if (path / "__init__.py").exists()):
        catalogue = Catalogue(room)
        for file in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
            place = file.relative_to(package.parent).as_posix()
            if "/tests/" in place or "/migrations/" in place or "/static/" in place:
                continue
            for sentence in sentences_in(file):
                catalogue.sentences.setdefault(sentence, []).append(place)
        yield catalogue


def sentences_in(file: Path) -> Iterator[Sentence]:
    """Find the sentences to translate in one file of code or one template."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        yield from _calls_in(ast.parse(text))
        return
    if "{%" not in text:
        return
    for line in templatize(text, origin=str(file)).splitlines():
        yield from _calls_in_line(line)


def _calls_in_line(line: str) -> Iterator[Sentence]:
    """Find every call of one line: from where a name begins to the bracket that closes it."""
    for start in CALL.finditer(line):
        for end in BRACKET.finditer(line, start.end()):
            try:
                tree = ast.parse(line[start.start() : end.end()])
            except SyntaxError:
                continue
            yield from _calls_in(tree)
            break


def _calls_in(tree: ast.AST) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in FUNCTIONS:
            continue
        parts = [_literal(node.args, position) for position in FUNCTIONS[name]]
        if parts[0]:
            yield Sentence(parts[0], parts[1], parts[2])


def _literal(arguments: list[ast.expr], position: int | None) -> str:
    if position is None or position >= len(arguments):
        return ""
    value = arguments[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _sentence_of(entry: polib.POEntry) -> Sentence:
    return Sentence(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")
