"""What a text speaks of: the concepts it names, and the words for them in the other language.

The words of all concepts are kept in memory, keyed by their stems, and made anew when the concepts
change. A text is read once, the longest term first, so that *ingegneria dei tessuti* is one thing
and not two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeAlias

from django.db.models import Count, Max, Subquery

from convivio.kernel.translated import Translated
from convivio.search.stems import Language, fold, language_of, stem
from convivio.vocabulary.loading import own_table
from convivio.vocabulary.models import Concept, Naming, Scheme

LANGUAGES: tuple[Language, ...] = ("en", "it")
BOTH_WAYS: tuple[tuple[Language, Language], ...] = (("en", "it"), ("it", "en"))
# A name of a concept in the other language counts nearly like a word of the text; a synonym, and a
# plain word of the field, less: each is one guess among several.
LABEL, SYNONYM, PLAIN_WORD = 0.8, 0.4, 0.3
# A short single word of EuroSciVoc ("law", "games") is more often a plain word than a field of science.
SHORTEST_LONE_FIELD = 8
LONGEST_TEXT = 200_000
RECOGNISED = (Scheme.TECHNOLOGY, Scheme.SECTOR, Scheme.EUROSCIVOC, Scheme.TAG)
SCHEME_ORDER = {scheme: place for place, scheme in enumerate(RECOGNISED)}
_WORD = re.compile(r"[^\W_]+")

Stems: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A concept as words know it: enough to show it and to look it up."""

    number: int
    scheme: str
    code: str
    label: Translated

    @property
    def key(self) -> str:
        return f"concept:{self.number}"

    @property
    def facet(self) -> str:
        """The concept as the index knows it."""
        return f"{self.scheme}:{self.code}"

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A concept that a text names, and the passage that names it."""

    concept: Named
    passage: str


@dataclass(frozen=True, slots=True)
class _Term:
    """What one term of one language leads to: concepts, and words of the other language."""

    concepts: list[Named] = field(default_factory=list)
    words: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Words:
    terms: Mapping[Language, dict[Stems, _Term]]
    longest: Mapping[Language, dict[str, int]]
    suggestions: Mapping[Language, list[tuple[str, str, Named]]]


def expansions(text: str, language: Language | None = None) -> list[tuple[str, float]]:
    """Give the words of the other language for what a text says, heaviest first.

    Shape: words or phrases, each once, with a weight.
    Units: weights from 0 to 1, where 1 counts like a word of the text.
    Errors: none; a text of unknown language is read as both.
    """
    found: dict[str, float] = {}
    words = _now()
    for spoken in _languages(text, language):
        for term, _ in _terms_in(words, text, spoken):
            for meant, weight in term.words.items():
                found[meant] = max(weight, found.get(meant, 0.0))
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def concepts_in(text: str, language: Language | None = None) -> list[Recognised]:
    """Give the concepts that a text names, in the order in which it first names them."""
    found: dict[int, Recognised] = {}
    words = _now()
    for spoken in _languages(text, language):
        for term, passage in _terms_in(words, text, spoken):
            for concept in term.concepts:
                found.setdefault(concept.number, Recognised(concept, passage))
    return list(found.values())


def in_language(phrases: Iterable[str], language: Language) -> dict[str, str]:
    """Give, for phrases that are known in the other language only, what they are called in this one.

    Shape: only the phrases for which there is such a name; the vocabulary is looked at once for all.
    """
    words, other = _now(), next(one for one in LANGUAGES if one != language)
    found: dict[str, str] = {}
    for phrase in phrases:
        if any(True for _ in _terms_in(words, phrase, language)):
            continue
        names = {
            name: weight for term, _ in _terms_in(words, phrase, other) for name, weight in term.words.items()
        }
        if names:
            found[phrase] = max(names, key=lambda name: names[name])
    return found


def suggest(prefix: str, language: Language = "it", *, most: int = 8) -> list[Named]:
    """Give the concepts with a name that begins with this, or holds a word that does, nearest first."""
    begun = fold(" ".join(prefix.split()))
    if not begun:
        return []
    best: dict[int, tuple[tuple[bool, int, int, str], Named]] = {}
    for folded, label, concept in _now().suggestions[language]:
        starts = folded.startswith(begun)
        if starts or f" {begun}" in folded:
            nearness = (not starts, SCHEME_ORDER[Scheme(concept.scheme)], len(folded), label)
            if concept.number not in best or nearness < best[concept.number][0]:
                best[concept.number] = (nearness, concept)
    return [concept for _, concept in sorted(best.values(), key=lambda pair: pair[0])[:most]]


def _languages(text: str, language: Language | None) -> Sequence[Language]:
    spoken = language or language_of(text)
    return LANGUAGES if spoken is None else (spoken,)


def _terms_in(words: _Words, text: str, language: Language) -> Iterator[tuple[_Term, str]]:
    """Walk a text, and give each term that it holds with the passage, the longest first."""
    terms, longest = words.terms[language], words.longest[language]
    text = text[:LONGEST_TEXT]
    seen = [(s, m.start(), m.end()) for m in _WORD.finditer(text) if (s := stem(m[0], language))]
    stems = [s for s, _, _ in seen]
    place = 0
    while place < len(stems):
        step = 1
        for length in range(min(longest.get(stems[place], 0), len(stems) - place), 0, -1):
            term = terms.get(tuple(stems[place : place + length]))
            if term is not None:
                yield term, text[seen[place][1] : seen[place + length - 1][2]]
                step = length
                break
        place += step


_lock = Lock()
_kept: tuple[object, _Words] | None = None


def _now() -> _Words:
    """Give the words of the concepts as they are now; every list taken in leaves a newer mark."""
    global _kept  # noqa: PLW0603 - one copy in a process, made anew when the concepts change
    last = Subquery(Naming.objects.order_by("-pk").values("pk")[:1])
    mark = tuple(Concept.objects.aggregate(Max("pk"), Max("reading"), Count("pk"), named=Max(last)).values())
    kept = _kept
    if kept is None or kept[0] != mark:
        with _lock:
            kept = (mark, _made())
            _kept = kept
    return kept[1]


def _made() -> _Words:
    terms: dict[Language, dict[Stems, _Term]] = {language: {} for language in LANGUAGES}
    suggestions: dict[Language, list[tuple[str, str, Named]]] = {language: [] for language in LANGUAGES}
    rows, given = Concept.objects.filter(scheme__in=RECOGNISED), _names_given()
    for number, scheme, code, label, synonyms in sorted(
        rows.values_list("pk", "scheme", "code", "label", "synonyms"),
        key=lambda row: (SCHEME_ORDER[Scheme(row[1])], row[0]),
    ):
        concept = Named(number, scheme, code, label)
        names = {
            language: list(
                dict.fromkeys(
                    filter(
                        None,
                        [
                            label.get(language, ""),
                            *synonyms.get(language, []),
                            *given.get((number, language), ()),
                        ],
                    )
                )
            )
            for language in LANGUAGES
        }
        for language, other in BOTH_WAYS:
            shown = label.in_language(language)
            suggestions[language] += [(fold(name), shown, concept) for name in names[language] or [shown]]
            weights = {n: LABEL if n == label.get(other) else SYNONYM for n in names[other]}
            for name in names[language]:
                _learn(terms[language], name, language, weights, concept)
    for row in own_table("field_words.toml", "words"):
        for language, other in BOTH_WAYS:
            for word in row[language]:
                _learn(terms[language], word, language, dict.fromkeys(row[other], PLAIN_WORD), None)
    return _Words(terms, {language: _longest(terms[language]) for language in LANGUAGES}, suggestions)


def _names_given() -> dict[tuple[int, str], list[str]]:
    """Read the names that this installation gave, without those that it took off again."""
    last = {
        (number, language, text): holds
        for number, language, text, holds in Naming.objects.order_by("pk").values_list(
            "concept", "language", "text", "holds"
        )
    }
    found: dict[tuple[int, str], list[str]] = {}
    for (number, language, text), holds in last.items():
        if holds:
            found.setdefault((number, language), []).append(text)
    return found


def _learn(
    terms: dict[Stems, _Term],
    name: str,
    language: Language,
    weights: Mapping[str, float],
    concept: Named | None,
) -> None:
    stems = tuple(s for word in _WORD.findall(name) if (s := stem(word, language)))
    lone = concept is not None and concept.scheme == Scheme.EUROSCIVOC and len(stems) == 1
    if not stems or (lone and len(name) < SHORTEST_LONE_FIELD):
        return
    term = terms.setdefault(stems, _Term())
    if concept is not None and concept not in term.concepts:
        term.concepts.append(concept)
    elif concept is None and term.concepts:
        return
    for word, weight in weights.items():
        term.words[word] = max(weight, term.words.get(word, 0.0))


def _longest(terms: Mapping[Stems, _Term]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for stems in terms:
        longest[stems[0]] = max(len(stems), longest.get(stems[0], 0))
    return longest
