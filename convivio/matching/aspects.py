"""The parts of a need, named in the reader's language: concepts it names, or its telling words."""

from convivio.engine.analysis import words
from convivio.engine.aspects import Aspect, telling_words
from convivio.engine.rank import Ranking
from convivio.vocabulary.words import Recognised, concepts_in

MOST_ASPECTS = 10
ENOUGH_CONCEPTS = 3
MOST_TELLING = 60
LONGEST_READ = 200_000
WORD_WEIGHT = 0.6


def aspects_of(text: str, ranking: Ranking) -> tuple[tuple[Aspect, ...], dict[str, str]]:
    """Part a need into aspects, and name each in the reader's language.

    Shape: at most ten aspects; a name for each key.
    """
    recognised = _once(concepts_in(text))[:MOST_ASPECTS]
    aspects = [_of_concept(one) for one in recognised]
    names = {aspect.key: str(one.concept.label) for aspect, one in zip(aspects, recognised, strict=True)}
    if len(aspects) < ENOUGH_CONCEPTS:
        for word in _own_words(text, recognised, ranking)[: MOST_ASPECTS - len(aspects)]:
            aspects.append(Aspect(f"word:{word}", (word,), WORD_WEIGHT))
            names[f"word:{word}"] = word
    return tuple(aspects), names


def _once(recognised: list[Recognised]) -> list[Recognised]:
    """Keep one of the concepts that lists of several sources call by the same name."""
    by_name: dict[str, Recognised] = {}
    for one in recognised:
        by_name.setdefault(str(one.concept.label).casefold(), one)
    return list(by_name.values())


def _own_words(text: str, recognised: list[Recognised], ranking: Ranking) -> list[str]:
    """Give the telling words that the text itself holds, without those that named a concept."""
    named = {word for one in recognised for word in one.passage.lower().split()}
    held = set(words(text[:LONGEST_READ].lower())) - named
    return [word for word in telling_words(ranking.evidence, ranking.scores, MOST_TELLING) if word in held]


def _of_concept(one: Recognised) -> Aspect:
    label = one.concept.label
    names = tuple(dict.fromkeys(name for name in (label.get("en"), label.get("it"), one.passage) if name))
    code = f"{one.concept.scheme}:{one.concept.code}"
    return Aspect(code, names, 1.0, code)
