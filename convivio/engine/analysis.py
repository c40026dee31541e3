"""How words become terms: Italian and English, accents folded before stemming.

The same analysers serve tantivy's fields and the engine's own evidence, so that a word in a need
and a word in a document always meet. Folding comes first, because after stemming *qualità* and
*qualita* would part; elisions fall away because the apostrophe ends a word and what is left of
the article is a stop word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Literal

from tantivy import Filter, Index, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from convivio.engine import words_en, words_it

Language = Literal["en", "it"]
LANGUAGES: tuple[Language, ...] = ("en", "it")
NAME_ANALYSER = "convivio_name"
ANALYSERS: dict[Language, str] = {"en": "convivio_en", "it": "convivio_it"}
LONGEST_WORD = 40

_STOP_WORDS = {"en": words_en.STOP_WORDS, "it": words_it.STOP_WORDS}
_STEMMERS = {"en": "english", "it": "italian"}
_TELLTALE = {
    "en": words_en.STOP_WORDS - words_it.STOP_WORDS,
    "it": words_it.STOP_WORDS - words_en.STOP_WORDS,
}
_ENDINGS = {
    "en": re.compile(r"(?:tion|ing|ness|ity|ical|ous|ogy|ment|ware)s?$"),
    "it": re.compile(r"(?:zion[ei]|ment[oi]|ita|ic[oa]|ich?[ei]|ogi[ae]|al[ei]|or[ei]|ett[oai])$"),
}
_WORD = re.compile(r"[^\W_]+")
_PARTED = re.compile(
    r"\b(?:" + "|".join(sorted(words_it.ONE_FORM, key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def fold(text: str) -> str:
    """Give the text in lower case without accents: "Qualità" gives "qualita"."""
    if text.isascii():
        return text.lower()
    marks = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).lower()


def words(text: str) -> list[str]:
    """Give the words as they are written, apostrophes and hyphens between them."""
    return _WORD.findall(text)


def neighbours(text: str) -> dict[tuple[str, str], str]:
    """Give the pairs of words with only a space or a hyphen between them, and how they look."""
    found: dict[tuple[str, str], str] = {}
    before = None
    for word in _WORD.finditer(text):
        if before is not None and text[before.end() : word.start()] in {" ", "-"}:
            pair = (before[0].lower(), word[0].lower())
            found.setdefault(pair, text[before.start() : word.end()])
        before = word
    return found


def prepared(text: str, language: Language) -> str:
    """Bring the words that the stemmer parts to one form; give this to an index, never raw text."""
    if language != "it":
        return text
    return _PARTED.sub(lambda found: words_it.ONE_FORM[found[0].lower()], text)


@cache
def analyser(language: Language) -> TextAnalyzer:
    """Give the analyser of a language: words, lower case, folding, stop words, stem."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.custom_stopword(sorted(_STOP_WORDS[language])))
        .filter(Filter.stemmer(_STEMMERS[language]))
        .build()
    )


@cache
def name_analyser() -> TextAnalyzer:
    """Give the analyser of names: words in lower case, folded, whole."""
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .build()
    )


def register(index: Index) -> None:
    """Teach an open tantivy index our analysers; it forgets them each time it is closed."""
    for language in LANGUAGES:
        index.register_tokenizer(ANALYSERS[language], analyser(language))
    index.register_tokenizer(NAME_ANALYSER, name_analyser())


def tokens(text: str, language: Language) -> list[str]:
    """Give the terms of a text, in order, stop words left out."""
    return analyser(language).analyze(prepared(text, language))


def name_tokens(text: str) -> list[str]:
    """Give the words of a name, lower case and folded, none left out."""
    return name_analyser().analyze(text)


@cache
def _is_stop_word(word: str) -> bool:
    return any(word in stop_words for stop_words in _STOP_WORDS.values())


def guess_language(text: str) -> Language | None:
    """Say whether a text is Italian or English, or that it cannot be told.

    Stop words decide; a text without any (a list of keywords) is told by the ends of its words.
    """
    seen = [fold(word) for word in words(text[:20_000])]
    for score in (_telltale_words, _telltale_endings):
        counts = {language: score(seen, language) for language in LANGUAGES}
        if counts["en"] != counts["it"]:
            return "en" if counts["en"] > counts["it"] else "it"
    return None


def _telltale_words(seen: Iterable[str], language: Language) -> int:
    return sum(word in _TELLTALE[language] for word in seen)


def _telltale_endings(seen: Iterable[str], language: Language) -> int:
    return sum(bool(_ENDINGS[language].search(word)) for word in seen if not _is_stop_word(word))


def surface_terms(
    text: str, language: Language, *, is_sure: bool = True
) -> tuple[Counter[str], dict[str, str]]:
    """Give how often each term occurs and the word, as written, that each term first stood for.

    Shape: `(counts by term, word by term)`; when it is not sure that the text is in this language,
        the stop words of every language are left out.
    Units: counts, at least 1.
    Errors: none; an empty text gives two empty results.
    Source: each distinct word is analysed once, so that a text of a megabyte stays cheap.
    """
    counts: Counter[str] = Counter()
    surface: dict[str, str] = {}
    for word, count in Counter(words(text)).items():
        if not is_sure and _is_stop_word(fold(word)):
            continue
        for term in tokens(word, language):
            counts[term] += count
            surface.setdefault(term, word)
    return counts, surface
