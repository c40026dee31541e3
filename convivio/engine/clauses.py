"""The parts of a query. User text never reaches a query parser: queries are made of terms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import tantivy
from tantivy import Occur, Query

from convivio.engine.analysis import LANGUAGES, guess_language, name_tokens, surface_terms, tokens, words
from convivio.engine.documents import FACETS
from convivio.engine.errors import NoAudience, UnknownFacet
from convivio.engine.history import day_number

NAME_BOOST = 3.0
PREFIX_BOOST = 1.5
# Words shorter than this are not corrected: too many others are one letter away.
SHORTEST_FUZZY = 4
SHORTEST_FUZZIER = 8
MOST_WORDS = 32

Filters = Mapping[str, Sequence[str]]


def everyone_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def visible(schema: tantivy.Schema, audiences: Sequence[str]) -> Query:
    """Give the clause that is part of every query: only what this reader may see.

    Raises: NoAudience.
    """
    if not audiences:
        raise NoAudience("Nobody was named as the reader.")
    return _silent(Query.term_set_query(schema, "audience", list(audiences)))


def of_types(schema: tantivy.Schema, types: Sequence[str]) -> list[Query]:
    return [_silent(Query.term_set_query(schema, "type", list(types)))] if types else []


def filtered(schema: tantivy.Schema, filters: Filters) -> dict[str, Query]:
    """Give a clause for each facet that is filtered: any of its values will do.

    Raises: UnknownFacet.
    """
    for facet in filters:
        checked(facet)
    return {
        facet: _silent(Query.term_set_query(schema, facet, list(values)))
        for facet, values in filters.items()
        if values
    }


def checked(facet: str) -> str:
    if facet not in FACETS:
        raise UnknownFacet(f"There is no facet {facet!r}; there are {', '.join(FACETS)}.")
    return facet


def between(schema: tantivy.Schema, since: date | None, until: date | None) -> list[Query]:
    """Keep documents with a day from `since` to `until`, both included."""
    if since is None and until is None:
        return []
    lower = day_number(since or date.min)
    upper = day_number(until or date.max)
    kind = tantivy.FieldType.Integer
    return [_silent(Query.range_query(schema, "day", kind, lower, upper))]


def of_words(
    schema: tantivy.Schema, text: str, expansions: Mapping[str, float], *, forgiving: bool
) -> Query | None:
    """Find what people type: every word must be there, or when `forgiving` any, perhaps misspelt.

    Gives None when there is no word at all. The last word may be unfinished.
    """
    typed = words(text)[:MOST_WORDS]
    needed = [_word(schema, word, unfinished=word is typed[-1], fuzzy=forgiving) for word in typed]
    found = [query for query, _ in needed]
    if not found:
        return None
    more = _expanded(schema, expansions)
    if forgiving:
        return any_of([*found, *more])
    must = [query for query, is_telling in needed if is_telling] or found
    plain = everyone_of(must)
    return any_of([plain, *more]) if more else plain


def _word(schema: tantivy.Schema, word: str, *, unfinished: bool, fuzzy: bool) -> tuple[Query, bool]:
    whole = name_tokens(word)
    options = [_boosted(schema, "names", term, NAME_BOOST) for term in whole]
    stems = [(language, term) for language in LANGUAGES for term in tokens(word, language)]
    options += [Query.term_query(schema, language, term) for language, term in stems]
    if unfinished:
        options += [Query.boost_query(_prefix(schema, term), PREFIX_BOOST) for term in whole]
    if fuzzy:
        options += [_fuzzy(schema, term) for term in whole if len(term) >= SHORTEST_FUZZY]
    return Query.disjunction_max_query(options, 0.1), bool(stems)


def _expanded(schema: tantivy.Schema, expansions: Mapping[str, float]) -> list[Query]:
    return [
        Query.boost_query(everyone_of([Query.term_query(schema, language, t) for t in terms]), w)
        for word, w in expansions.items()
        for language in LANGUAGES
        if (terms := tokens(word, language))
    ]


def of_name(schema: tantivy.Schema, typed: str) -> Query | None:
    """Find names that begin like what was typed so far, a slip of the keys forgiven."""
    whole = name_tokens(typed)[:MOST_WORDS]
    if not whole:
        return None
    return everyone_of([_begun(schema, term) for term in whole])


def _begun(schema: tantivy.Schema, term: str) -> Query:
    """Find a word by its beginning; the whole word first, then a true beginning, then a slip."""
    options = [_boosted(schema, "names", term, NAME_BOOST)]
    options.append(Query.boost_query(_prefix(schema, term), PREFIX_BOOST))
    if len(term) >= SHORTEST_FUZZY:
        options.append(_fuzzy(schema, term, prefix=True))
    return Query.disjunction_max_query(options)


def _fuzzy(schema: tantivy.Schema, term: str, *, prefix: bool = False) -> Query:
    distance = 2 if len(term) >= SHORTEST_FUZZIER else 1
    query = Query.fuzzy_term_query(schema, "names", term, distance, True, prefix)
    return Query.boost_query(query, 0.5)


def _prefix(schema: tantivy.Schema, term: str) -> Query:
    return Query.fuzzy_term_query(schema, "names", term, 0, True, True)


def of_text(
    searcher: tantivy.Searcher, schema: tantivy.Schema, weighted: Mapping[str, Mapping[str, float]],
    most: int,
) -> Query | None:  # fmt: skip
    """Find what a long text is about: any of its most telling terms, each with its weight.

    `weighted` holds, for each language, its terms and their weights.
    """
    telling = []
    for language, weights in weighted.items():
        for term, weight in weights.items():
            for field in (language, f"more_{language}"):
                holders = searcher.doc_freq(field, term)
                if holders:
                    telling.append((weight / holders, field, term, weight))
    telling.sort(reverse=True)
    chosen = [_boosted(schema, field, term, weight) for _, field, term, weight in telling[:most]]
    return any_of(chosen) if chosen else None


def text_weights(text: str, expansions: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Give, for each language, the terms of a text and how much each counts."""
    weighted: dict[str, dict[str, float]] = {}
    guessed = guess_language(text)
    for language in LANGUAGES:
        counts = surface_terms(text, language, is_sure=guessed == language)[0]
        weights = {term: count * 2.2 / (count + 1.2) for term, count in counts.items()}
        for word, weight in expansions.items():
            for term in tokens(word, language):
                weights.setdefault(term, weight)
        weighted[language] = weights
    return weighted


def _boosted(schema: tantivy.Schema, field: str, term: str, boost: float) -> Query:
    return Query.boost_query(Query.term_query(schema, field, term), boost)


def _silent(query: Query) -> Query:
    """Let a clause choose without adding to the score."""
    return Query.const_score_query(query, 0.0)


def keys(schema: tantivy.Schema, wanted: Iterable[str]) -> Query:
    return _silent(Query.term_set_query(schema, "key", list(wanted)))
