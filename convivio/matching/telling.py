"""The words that carried a score, as the reader may read them."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from convivio.engine.need import Query
from convivio.vocabulary.words import concepts_in

MOST = 3


class Telling:
    """Turns what the engine counted into words to read.

    The engine also counts words that the vocabulary added: a name in the other language, a synonym.
    Where these name a concept, the concept stands in their place, in the reader's language.
    """

    def __init__(self, query: Query, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.said = {word for pair in query.neighbours for word in pair}
        self.names: dict[str, str] = {}

    def listed(self, words: Iterable[str], concepts: Iterable[str]) -> str:
        """Join the first few, concepts by their names, each once."""
        named = [plain(self.labels[code]) for code in concepts if code in self.labels]
        own = [self._word(word) for word in words]
        once = {word.casefold(): word for word in [*named[:1], *own, *named[1:]]}
        return enumerated(list(once.values())[:MOST])

    def _word(self, word: str) -> str:
        if word not in self.names:
            self.names[word] = word if self._is_said(word) else self._named(word)
        return self.names[word]

    def _is_said(self, word: str) -> bool:
        return all(part in self.said for part in word.lower().replace("-", " ").split())

    def _named(self, word: str) -> str:
        found = next((one for one in concepts_in(word) if one.passage == word), None)
        return plain(str(found.concept.label)) if found else word


def plain(label: str) -> str:
    """Write the name of a concept as it stands inside a sentence; an abbreviation stays as it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def enumerated(words: list[str]) -> str:
    """Put words in quotes and join them: “a”, “b” and “c”."""
    quoted = [_("“%(word)s”") % {"word": word} for word in words]
    if len(quoted) < 2:  # noqa: PLR2004 - one word needs no “and”
        return "".join(quoted)
    return _("%(words)s and %(last)s") % {"words": ", ".join(quoted[:-1]), "last": quoted[-1]}
