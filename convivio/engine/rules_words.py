"""A sort of partners in words, in either language."""

from convivio.engine.rules_model import Who
from convivio.engine.rules_phrases import Filling, Sentence, attribute_words, phrases


def who_words(who: Who) -> Sentence:
    """Return the words for whom a rule speaks of."""
    parts: list[Filling] = []
    if who.kinds:
        parts.append(tuple(coded("kind", kind) for kind in sorted(who.kinds)))
    if who.sizes:
        parts.append(Sentence("who.sizes", {"names": tuple(sorted(who.sizes))}))
    if who.countries:
        names = tuple(places.title for places in who.countries)
        parts.append(Sentence("who.in_countries", {"names": names}))
    if who.nuts:
        parts.append(Sentence("who.in_nuts", {"names": who.nuts}))
    if who.regions:
        parts.append(Sentence("who.in_nuts", {"names": who.regions.title}))
    if who.accredited:
        parts.append(attribute_words(f"accredited:{who.accredited}"))
    if not parts:
        return Sentence("who.anybody")
    return Sentence("who.described", {"parts": tuple(parts)})


def coded(group: str, code: str) -> Filling:
    """Return the words for a code such as a kind or a role; the code itself where we have none."""
    key = f"{group}.{code}"
    return Sentence(key) if key in phrases() else code.replace("_", " ")
