"""The texts of a publisher as they are shown, and what is still to be written in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.safestring import SafeString, mark_safe

from convivio.kernel.translated import Translated
from convivio.pages.models import TextVersion
from convivio.pages.parts import Part, first_words, parts_of
from convivio.pages.publishers import Publisher
from convivio.web.reading import as_reading

TO_WRITE = re.compile(r"\[(da completare|to be completed): ([^\[\]<>]{1,200})\]")
"""What our first texts leave to the office; it is marked on the page until somebody writes it."""
LANGUAGES = ("it", "en")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as anyone reads it: its words, which version it is and since when; number 0 was never published."""

    words: Translated
    number: int = 0
    at: datetime | None = None
    highest: int = 3

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def html(self) -> SafeString:
        return as_page(str(self.words), self.highest)

    @property
    def language(self) -> str:
        return self.words.language


def as_page(text: str, highest: int = 3) -> SafeString:
    """Show a text in Markdown, with what is still to be written marked."""
    marked = TO_WRITE.sub(r"<mark>[\1: \2]</mark>", as_reading(text, highest))
    return mark_safe(marked)  # noqa: S308 - cleaned text, and a tag of ours around words without any


def texts_of(publisher: Publisher) -> dict[str, TextVersion]:
    """Read the versions that are shown, by part, in one question to the database."""
    rows = TextVersion.objects.filter(text__publisher=publisher.key, number=F("text__shown"))
    return {version.text.part: version for version in rows.select_related("text")}


def shown(
    publisher: Publisher, part: str, versions: dict[str, TextVersion] | None = None, *, highest: int = 3
) -> ShownText:
    """Say what a part shows now: its version, or else what stood there before any."""
    known = texts_of(publisher) if versions is None else versions
    version = known.get(part)
    if version is None:
        return ShownText(first_words(publisher, part), highest=highest)
    return ShownText(version.words, version.number, version.at, highest)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What is still missing in one text: its languages, the places left open, in the reader's language if any."""

    part: Part
    text: ShownText
    languages: list[str]
    places: list[str]

    @property
    def is_done(self) -> bool:
        return not self.languages and not self.places


def still_to_write(publisher: Publisher) -> list[Unwritten]:
    """Go through every text of a publisher, and say what is missing in each."""
    versions = texts_of(publisher)
    return [_unwritten(part, shown(publisher, part.slug, versions)) for part in parts_of(publisher)]


def _unwritten(part: Part, text: ShownText) -> Unwritten:
    missing = [language for language in LANGUAGES if not text.words.get(language, "").strip()]
    places = list(places_in([str(text.words)])) or list(places_in(text.words.values()))
    return Unwritten(part, text, missing, places)


def places_in(words: Iterable[str]) -> Iterable[str]:
    """Give what our first texts left open, each once."""
    return dict.fromkeys(found[2] for one in words for found in TO_WRITE.finditer(one))
