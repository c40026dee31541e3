"""Asking the one index, with the reader in every question.

Words of the other language (`expansions`) come from above: this room knows no vocabulary.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from convivio.engine.errors import EmptyText, IndexIsMissing
from convivio.engine.index import Found as Found
from convivio.engine.index import Hit as Hit
from convivio.engine.index import Index, Scope
from convivio.engine.index import Order as Order
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.search.errors import IndexIsNotBuilt
from convivio.search.freshness import the_index
from convivio.search.showing import showing_of

PAGE = 20
MOST_PAGES = 50
LONGEST_WORDS = 400

Expansions = Mapping[str, float]
ExpansionsOf = Callable[[str], Sequence[tuple[str, float]]]

_widening: list[ExpansionsOf] = []


def declare_expansions(expansions_of: ExpansionsOf) -> None:
    """Let a higher room say what else the words of a question mean, in either language."""
    if expansions_of not in _widening:
        _widening.append(expansions_of)


def expansions_of(words: str) -> Expansions:
    """Gather what else these words mean."""
    return dict(pair for widen in _widening for pair in widen(words)) if words else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for: words, kinds of things, values of facets; in what order, and which page.

    `facets` are counted. Nothing typed and nothing chosen asks for everything.
    """

    words: str = ""
    types: Sequence[str] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    order: Order = "relevance"
    page: int = 1
    size: int = PAGE
    expansions: Expansions = field(default_factory=dict)


def find(question: Question, reader: Reader) -> Found:
    """Answer a question with what this reader may see.

    Raises: IndexIsNotBuilt; UnknownFacet.
    """
    return _index().search(
        question.words[:LONGEST_WORDS],
        scope(reader, question.types, question.filters),
        limit=question.size,
        offset=(question.page - 1) * question.size,
        order=question.order,
        facets=question.facets,
        expansions=question.expansions,
    )


def totals(words: str, types: Sequence[str], reader: Reader, expansions: Expansions) -> Mapping[str, int]:
    """Count what holds these words by kind, of what this reader may see.

    Raises: IndexIsNotBuilt.
    """
    return _index().count_by_type(words[:LONGEST_WORDS], scope(reader, types), expansions)


def begun(typed: str, reader: Reader, *, types: Sequence[str] = (), most: int = 8) -> list[Hit]:
    """Give what begins like the letters typed so far, a slip of the keys forgiven.

    Raises: IndexIsNotBuilt.
    """
    return _index().complete(_without_a_lone_letter(typed[:LONGEST_WORDS]), scope(reader, types), most)


def _without_a_lone_letter(typed: str) -> str:
    """Drop the one letter with which the next word begins: it begins too many, and tells nothing yet."""
    words = typed.split()
    return " ".join(words[:-1]) if len(words) > 1 and len(words[-1]) == 1 else typed


def similar(text: str, reader: Reader, *, types: Sequence[str], most: int, but: str = "") -> list[Hit]:
    """Give what is about the same as a text; nothing for a text that says nothing.

    Raises: IndexIsNotBuilt.
    """
    try:
        hits = _index().match(text, scope(reader, types), limit=most + 1)
    except EmptyText:
        return []
    return [hit for hit in hits if hit.key != but][:most]


def past_partners(key: str) -> dict[str, int]:
    """Count what an organisation shared with each other one, most first, whoever may see them.

    As of the last refresh of the index. The caller keeps those whom the reader may see.

    Raises: IndexIsNotBuilt.
    """
    return _index().evidence.history.past_partners(key)


def still_seen(hits: Sequence[Hit], reader: Reader) -> list[Hit]:
    """Keep the hits whose rows this reader may see now, as their rooms read them from the database."""
    seen: set[str] = set()
    for kind in {hit.type for hit in hits}:
        showing = showing_of(kind)
        if showing is not None:
            numbers = [split_key(hit.key)[1] for hit in hits if hit.type == kind]
            seen.update(f"{kind}:{number}" for number in showing.seen_by(numbers, reader))
    return [hit for hit in hits if hit.key in seen]


def scope(
    reader: Reader, types: Sequence[str] = (), filters: Mapping[str, Collection[str]] | None = None
) -> Scope:
    """Say whose eyes a search runs with, and over what."""
    chosen = {facet: tuple(values) for facet, values in (filters or {}).items() if values}
    return Scope(audiences=sorted(reader.audiences), types=types, filters=chosen)


def _index() -> Index:
    try:
        return the_index()
    except IndexIsMissing as missing:
        raise IndexIsNotBuilt(
            _("Nothing can be found yet: the index has not been built. “convivio index rebuild” builds it.")
        ) from missing
