"""The words that carried a score, as the reader may read them."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convivio.engine.need_talk import says_nothing
from convivio.search.stems import Language, stem
from convivio.vocabulary.words import in_language

MOST = 3
SMALL = frozenset({"A", "È", "I"})
"""First words of one letter that are written small inside a sentence."""


class Telling:
    """Turns what the engine counted into words to read.

    The engine counts words of both languages: those of the need, and those that the vocabulary added.
    `spoken` are all the words that will be asked for, `labels` the names of concepts by their keys.
    """

    def __init__(self, spoken: Iterable[str], labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.own = {word: trimmed(word) for word in spoken}
        language: Language = "it" if (get_language() or "it").startswith("it") else "en"
        self.translated = in_language(filter(None, self.own.values()), language)

    def listed(self, words: Iterable[str], concepts: Iterable[str]) -> str:
        """Join the first few, concepts by their names; what another of them says already is left out."""
        named = [plain(self.labels[code]) for code in concepts if code in self.labels]
        kept: list[str] = []
        held: set[str] = set()
        for word in [*named[:1], *(self._word(word) for word in words), *named[1:]]:
            stems = _stems(word)
            if word and not stems <= held and len(kept) < MOST:
                kept.append(word)
                held |= stems
        return enumerated(kept)

    def _word(self, word: str) -> str:
        own = self.own.get(word, word)
        return plain(self.translated.get(own, own))


def trimmed(phrase: str) -> str:
    """Take articles and the like, of either language, off the ends of a phrase."""
    parts = phrase.split()
    while parts and _is_small(parts[-1]):
        parts.pop()
    while parts and _is_small(parts[0]):
        parts.pop(0)
    return " ".join(parts)


def _is_small(word: str) -> bool:
    return says_nothing(word) or not (stem(word, "en") and stem(word, "it"))


def _stems(word: str) -> set[str]:
    """Give the stems of a phrase, alike for a singular and its plural."""
    return {stem(part, "en") or stem(part, "it") or part for part in word.lower().split()}


def plain(label: str) -> str:
    """Write a name or a sentence as it stands inside another one; an abbreviation stays as it is."""
    first = label.partition(" ")[0]
    return label[:1].lower() + label[1:] if first[1:].islower() or first in SMALL else label


def enumerated(words: list[str]) -> str:
    """Put words in quotes and join them: “a”, “b” and “c”."""
    quoted = [_("“%(word)s”") % {"word": word} for word in words]
    if len(quoted) < 2:  # noqa: PLR2004 - one word needs no “and”
        return "".join(quoted)
    return _("%(words)s and %(last)s") % {"words": ", ".join(quoted[:-1]), "last": quoted[-1]}
