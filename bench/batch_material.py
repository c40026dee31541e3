"""Invented organisations, calls and past projects of any size, as the batch reads them.

Words as texts have them: common ones that everybody uses, the words of a field, few of which make most
of its sentences, and words that hardly anybody has. Everything is drawn from a seed.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bench import cordis_documents as made
from bench.cordis_files import rows
from convivio.engine.batch.material import Material, Whole, whole_weights
from convivio.engine.batch.of_evidence import material_of
from convivio.engine.documents import Document
from convivio.engine.evidence import Evidence
from convivio.engine.postings import Postings

COMMON_WORDS, WORDS_OF_A_FIELD = 2_000, 150
ORGANISATIONS_OF_A_FIELD = 200
PARTS_OF_AN_ORGANISATION, MEMBERS_OF_A_PROJECT, SHARE_OF_THE_BUSY = 4, 6, 0.5

Numbers = NDArray[np.int64]


def invented(organisations: int, asks: int, seed: int = 1) -> Material:
    """Draw organisations that each work in three fields, and calls that each speak of one or two."""
    draw = np.random.default_rng(seed)
    fields = 200 + organisations // ORGANISATIONS_OF_A_FIELD
    theirs = draw.integers(0, fields, (organisations, 3))
    wanted = draw.integers(0, fields, (asks, 2))
    size = COMMON_WORDS + fields * WORDS_OF_A_FIELD + organisations
    held = _counted(_texts(draw, theirs, (25, 60, 5), size), (organisations, size))
    asked = _counted(_texts(draw, wanted, (15, 40, 0), size), (asks, size))
    return Material(_weights(held), _weights(asked), _parts(draw, organisations))


def _texts(
    draw: np.random.Generator, fields: Numbers, words: tuple[int, int, int], size: int
) -> tuple[Numbers, Numbers]:
    """Give owner and word of each word of the texts: common ones, those of the fields, rare ones."""
    count, (common, of_field, rare) = len(fields), words
    chosen = fields[np.arange(count)[:, None], draw.integers(0, fields.shape[1], (count, of_field))]
    of_fields = COMMON_WORDS + chosen * WORDS_OF_A_FIELD + _steep(draw, (count, of_field), WORDS_OF_A_FIELD)
    rarest = draw.integers(COMMON_WORDS, size, (count, rare))
    every = np.hstack([_steep(draw, (count, common), COMMON_WORDS), of_fields, rarest])
    return np.repeat(np.arange(count), every.shape[1]), every.ravel()


def _steep(draw: np.random.Generator, shape: tuple[int, int], size: int) -> Numbers:
    """Draw numbers below `size`, each the likelier the lower it is (Zipf's law)."""
    return np.minimum((size + 1) ** draw.random(shape) - 1, size - 1).astype(np.int64)


def _counted(texts: tuple[Numbers, Numbers], shape: tuple[int, int]) -> sparse.csr_matrix:
    owners, words = texts
    ones = np.ones(len(words), dtype=np.float32)
    return sparse.csr_matrix((ones, (owners, words)), shape=shape)


def _weights(counts: sparse.csr_matrix) -> tuple[Whole, Whole, Whole]:
    postings = Postings.of(counts)
    by_term = sparse.csc_matrix((postings.impacts, postings.rows, postings.starts), shape=counts.shape)
    return whole_weights(by_term)


def _parts(draw: np.random.Generator, organisations: int) -> tuple[Whole, Whole]:
    """Let few organisations take part in much, as they do."""
    count = organisations * PARTS_OF_AN_ORGANISATION
    busy = _steep(draw, (1, count), organisations).ravel()
    usual = draw.integers(0, organisations, count)
    members = np.where(draw.random(count) < SHARE_OF_THE_BUSY, busy, usual)
    documents = draw.integers(0, max(1, count // MEMBERS_OF_A_PROJECT), count)
    first, second = np.unique(np.stack([members, documents]), axis=1)
    return first, second


def real(cordis: Path) -> Material:
    """Read the Commission's file: every organisation, and every topic that was funded, as a call."""
    documents = [*made.organisations(cordis), *made.projects(cordis)]
    evidence = Evidence.of(documents, made.participations(cordis))
    titles = {row["topic"]: row["title"] for row in rows(cordis, "topics.csv")}
    topics = [
        Document(key=topic, type="call", title=title, en=title, audiences=("public",))
        for topic, title in sorted(titles.items())
    ]
    return material_of(evidence, topics, audiences=("public",))
