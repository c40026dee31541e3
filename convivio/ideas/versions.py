"""Two versions of an idea side by side: which words went, which came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from convivio.ideas.models import CODES, TEXTS, Idea

LANGUAGES = ("it", "en")
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one part: its name, its language if it has one, the words with what went and what came."""

    label: str
    language: str
    html: SafeString


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Say what changed from one version to another, part by part; what stayed is left out."""
    return [*_of_texts(before, after), *_of_codes(before, after)]


def _of_texts(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name in TEXTS:
        for code in LANGUAGES:
            old, new = (kept.get(name, {}).get(code, "") for kept in (before, after))
            if old != new:
                yield Difference(_label(name), code, marked(old, new))


def _of_codes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name in CODES:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            words = dict(Idea._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
            yield Difference(_label(name), "", marked(str(words.get(old, "")), str(words.get(new, ""))))


def _label(name: str) -> str:
    return capfirst(str(Idea._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def marked(old: str, new: str) -> SafeString:
    """Set the words that went as deleted, those that came as inserted."""
    ours, theirs = WORDS.findall(old), WORDS.findall(new)
    pieces: list[tuple[SafeString]] = []
    for tag, begin, end, start, stop in SequenceMatcher(None, ours, theirs).get_opcodes():
        if tag == "equal":
            pieces.append((format_html("{}", "".join(ours[begin:end])),))
            continue
        if end > begin:
            pieces.append((format_html("<del>{}</del>", "".join(ours[begin:end])),))
        if stop > start:
            pieces.append((format_html("<ins>{}</ins>", "".join(theirs[start:stop])),))
    return format_html_join("", "{}", pieces)
