"""The sentences of a text that speak of what is looked for, with its words marked."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from convivio.search.stems import Language, stem
from convivio.vocabulary.words import LANGUAGES

MOST = 3
LONGEST = 420
LONGEST_TEXT = 20_000
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]?")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, in pieces: each a stretch of text, and whether it is marked."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def holds_any(self) -> bool:
        return any(marked for _text, marked in self.pieces)

    @property
    def text(self) -> str:
        return "".join(text for text, _marked in self.pieces)


Terms = Collection[tuple[Language, str]]


def passages(text: str, looked_for: Terms) -> list[Passage]:
    """Give the sentences that hold most of the terms looked for, in the order of the text.

    Shape: at most three; the first sentence when none holds any.
    """
    sentences = [found[0].strip() for found in _SENTENCE.finditer(text[:LONGEST_TEXT])]
    marked = [Passage(tuple(_pieces(one[:LONGEST], looked_for))) for one in sentences if one]
    weights = [len({piece.casefold() for piece, is_marked in one.pieces if is_marked}) for one in marked]
    best = sorted(range(len(marked)), key=lambda place: (-weights[place], place))[:MOST]
    kept = [place for place in sorted(best) if weights[place]]
    return [marked[place] for place in kept] or marked[:1]


def _pieces(sentence: str, looked_for: Terms) -> Iterator[tuple[str, bool]]:
    end = 0
    for word in _WORD.finditer(sentence):
        if _is_looked_for(word[0], looked_for):
            if word.start() > end:
                yield sentence[end : word.start()], False
            yield word[0], True
            end = word.end()
    rest = sentence[end:]
    if len(sentence) == LONGEST:
        rest = f"{rest.rsplit(' ', 1)[0]}…"
    if rest:
        yield rest, False


def _is_looked_for(word: str, looked_for: Terms) -> bool:
    """Say whether a word is one; what is an article or the like in one language is never marked."""
    stems = [(language, stem(word, language)) for language in LANGUAGES]
    return all(found for _language, found in stems) and any(one in looked_for for one in stems)
