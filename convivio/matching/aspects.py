"""The parts of a need, named in the reader's language: concepts it names, or its telling words."""

from convivio.engine.aspects import Aspect, telling_words
from convivio.engine.rank import Ranking
from convivio.vocabulary.words import Recognised, concepts_in

MOST_ASPECTS = 10
ENOUGH_CONCEPTS = 3
WORD_WEIGHT = 0.6


def aspects_of(text: str, ranking: Ranking) -> tuple[tuple[Aspect, ...], dict[str, str]]:
    """Part a need into aspects, and name each in the reader's language.

    Shape: at most ten aspects; a name for each key.
    """
    recognised = concepts_in(text)[:MOST_ASPECTS]
    aspects = [_of_concept(one) for one in recognised]
    names = {aspect.key: str(one.concept.label) for aspect, one in zip(aspects, recognised, strict=True)}
    if len(aspects) < ENOUGH_CONCEPTS:
        said = {word for one in recognised for word in one.passage.lower().split()}
        words = telling_words(ranking.evidence, ranking.scores, MOST_ASPECTS)
        for word in [word for word in words if word not in said][: MOST_ASPECTS - len(aspects)]:
            aspects.append(Aspect(f"word:{word}", (word,), WORD_WEIGHT))
            names[f"word:{word}"] = word
    return tuple(aspects), names


def _of_concept(one: Recognised) -> Aspect:
    label = one.concept.label
    names = tuple(dict.fromkeys(name for name in (label.get("en"), label.get("it"), one.passage) if name))
    code = f"{one.concept.scheme}:{one.concept.code}"
    return Aspect(code, names, 1.0, code)
