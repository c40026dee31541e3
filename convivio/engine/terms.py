"""The numbers of the terms that evidence is written in: English, Italian, and concepts."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from convivio.engine.analysis import LANGUAGES, guess_language, tokens
from convivio.engine.documents import Document

Space = Literal["en", "it", "concept"]
SPACES: tuple[Space, ...] = ("en", "it", "concept")


class Terms:
    """A number for each term of each space, given in the order they were first met.

    Shape: `numbers` maps a space to its terms and their numbers; numbers run over all spaces.
    Units: none.
    Errors: `number` gives None for a term that was never met.
    Source: none.
    """

    def __init__(self) -> None:
        self.numbers: dict[Space, dict[str, int]] = {space: {} for space in SPACES}
        self.size = 0

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Self:
        terms = cls()
        for number, line in enumerate(lines):
            space, _, term = line.partition(" ")
            terms.numbers[space][term] = number  # type: ignore[index]
            terms.size = number + 1
        return terms

    def lines(self) -> list[str]:
        """Give one line for each term, in the order of the numbers."""
        found = {
            number: f"{space} {term}"
            for space, numbers in self.numbers.items()
            for term, number in numbers.items()
        }
        return [found[number] for number in range(self.size)]

    def number(self, space: Space, term: str) -> int | None:
        return self.numbers[space].get(term)

    def learn(self, space: Space, words: Iterable[str]) -> list[int]:
        """Give the numbers of these terms, new ones for those never met."""
        known = self.numbers[space]
        numbers = []
        for word in words:
            number = known.get(word)
            if number is None:
                number = known[word] = self.size
                self.size += 1
            numbers.append(number)
        return numbers

    def count(self, document: Document) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Read a document: give the numbers of its terms and how often each occurs."""
        numbers: list[int] = []
        for space, text in texts_by_language(document).items():
            numbers += self.learn(space, tokens(text, space))
        numbers += self.learn("concept", document.facets.get("concept", ()))
        counts = Counter(numbers)
        often = array("H", [min(count, 65_535) for count in counts.values()])
        return np.array(list(counts), dtype=np.int32), np.array(often, dtype=np.uint16)


def texts_by_language(document: Document) -> Mapping[Literal["en", "it"], str]:
    """Give the text of a document that counts as evidence, in each language it is written in.

    The title of an organisation is its name, which says nothing of what it did. A title and
    evidence of unknown language go with the language of the own words, or with the one they seem
    to be in, or else with English.
    """
    own = {"en": document.en, "it": document.it}
    title = "" if document.type == "organisation" else document.title
    around = f"{title} {document.evidence}".strip()
    written = [language for language in LANGUAGES if own[language]]
    if not written and around:
        written = [guess_language(around) or "en"]
    return {language: f"{around} {own[language]}" for language in written}
