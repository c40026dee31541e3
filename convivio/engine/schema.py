"""The fields of the one index, and a document's way into them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from convivio.engine.analysis import ANALYSERS, LANGUAGES, NAME_ANALYSER, fold, prepared, words
from convivio.engine.documents import FACETS, Document
from convivio.engine.errors import UnknownFacet
from convivio.engine.history import day_number
from convivio.engine.terms import texts_by_language

# Sixteen hexadecimal digits hold the first eight letters: enough to put names in order.
_LETTERS = 8


def made() -> tantivy.Schema:
    """Give the schema.

    Shape: `key`, `type`, `audience` and the facets are exact; `names` holds title and names, whole
        words; `en` and `it` title and own words, stemmed; `more_en` and `more_it` what serves
        matching only; `stored` what a result is drawn with.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("type", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("names", tokenizer_name=NAME_ANALYSER, index_option="freq")
    for language in LANGUAGES:
        builder.add_text_field(language, tokenizer_name=ANALYSERS[language], index_option="freq")
        more = f"more_{language}"
        builder.add_text_field(more, tokenizer_name=ANALYSERS[language], index_option="freq")
    builder.add_integer_field("day", fast=True, indexed=True)
    builder.add_integer_field("alphabet", fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def entry(document: Document) -> tantivy.Document:
    """Write a document down as fields.

    Raises: UnknownFacet.
    """
    made = tantivy.Document()
    made.add_text("key", document.key)
    made.add_text("type", document.type)
    for audience in document.audiences:
        made.add_text("audience", audience)
    for facet, value in _facet_values(document.facets):
        made.add_text(facet, value)
    for name in (document.title, *document.names):
        made.add_text("names", name)
    _add_words(made, document)
    made.add_integer("day", day_number(document.day))
    made.add_integer("alphabet", alphabetical(document.title))
    made.add_float("weight", document.weight)
    made.add_bytes("stored", _stored(document))
    return made


def _add_words(made: tantivy.Document, document: Document) -> None:
    own = {"en": document.en, "it": document.it}
    for language in LANGUAGES:
        made.add_text(language, prepared(f"{document.title} {own[language]}", language))
    if document.evidence:
        for language in texts_by_language(document):
            made.add_text(f"more_{language}", prepared(document.evidence, language))


def _facet_values(facets: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str]]:
    for facet, values in facets.items():
        if facet not in FACETS:
            raise UnknownFacet(f"There is no facet {facet!r}; there are {', '.join(FACETS)}.")
        yield from ((facet, value) for value in values)


def alphabetical(title: str) -> int:
    """Give a number that grows with the first letters of a title."""
    written = " ".join(words(fold(title)))
    letters = written.encode("ascii", "replace")[:_LETTERS].ljust(_LETTERS, b"\0")
    return int.from_bytes(letters, "big") >> 1


def _stored(document: Document) -> bytes:
    day = None if document.day is None else document.day.isoformat()
    written = {"title": document.title, "day": day, "data": dict(document.data)}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def read_stored(text: bytes) -> Mapping[str, Any]:
    return json.loads(text)  # type: ignore[no-any-return]
