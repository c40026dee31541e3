"""Words brought to the form in which the index knows them, for the rooms that may not ask the engine."""

from functools import lru_cache

from convivio.engine.analysis import Language, fold, guess_language, tokens, words

__all__ = ["Language", "fold", "language_of", "stem", "words"]


@lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """Return the stem of one word; empty for a word that says nothing about a subject."""
    return next(iter(tokens(word, language)), "")


def language_of(text: str) -> Language | None:
    """Say whether a text is Italian or English, or that it cannot be told."""
    return guess_language(text)
