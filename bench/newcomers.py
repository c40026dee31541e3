"""Hide invented newcomers in the real file, and see whether a need finds those who fit.

    python3 dev bench newcomers --cordis PATH [--json FILE]

A newcomer is an organisation with a page and nothing else: no project, no partner. For each of two
hundred topics of a window one is invented whose page speaks of half of the expert keywords of its
topic, drawn by a fixed seed, in a few sentences of ours. The needs are those of the consortia that
really formed in these topics, with their own coordinator as the lead: *call-only* (the topic's
title and keywords) and *full* (title, keywords and objective of the project, which the page has
never seen). Found is who stands among the first fifty.

Beside them stand the controls, which must not be found: newcomers that fit *another* topic, the
same *silent* (a page without the words), and one *stuffed* page that boasts of every keyword there is;
this one is asked for once more with the guard against boasts removed (*undiluted*).
"""

import os
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bench import cordis_documents as made
from bench.backtest import NEEDS, WINDOWS, Figures, need_of
from bench.cordis_files import Row, rows
from bench.partners import Consortium, consortia
from convivio.engine.asked import Asked
from convivio.engine.declared import Pages
from convivio.engine.documents import Document
from convivio.engine.evidence import Evidence
from convivio.engine.need import Need
from convivio.engine.rank import rank_partners

WINDOW = (os.environ.get("CONVIVIO_BENCH_WINDOWS", "").split() or WINDOWS)[0]
"""Not the window on which the constants of `convivio.engine.declared` were chosen: that is the second."""
MOST, SEED = 200, 2026
LEAST_KEYWORDS, SHARE = 6, 2
FIRST, DEEP = 50, 2000
STUFFED = "organisation:stuffed"


def measure(cordis: Path | None) -> Figures:
    """Return the share of newcomers found among the first fifty, fitting and not.

    Shape: `fitting`, `another` and `silent` by kind of need; `stuffed` is the share of the needs
        in which the page that boasts of everything is found, `stuffed_undiluted` without the guard.
    Units: shares from 0 to 1; places count from 1, those never reached as DEEP.
    Errors: KeyError for a file without the Commission's columns.
    Source: the protocol in bench/partners.py.
    """
    topics = cordis.parent / "call-topics.csv" if cordis else None
    if cordis is None or topics is None or not topics.is_file():
        return {"newcomers": NEEDS}
    known = {row["topic"]: row for row in rows(topics.parent, topics.name)}
    since, until = WINDOW.split(":")
    asked = _one_of_each_topic(consortia(cordis, since, until), known)
    figures: Figures = {"newcomers": len(asked), "window": WINDOW}
    speaking = _evidence(cordis, topics, _invented(asked, known))
    figures["organisations"] = len(speaking.history.organisations)
    for text in ("full", "call_only"):
        figures |= _found(speaking, asked, known, text)
    boasts = _places(_undiluted(speaking), asked, known, "call_only", [STUFFED] * len(asked))
    figures["call_only.stuffed_undiluted"] = _share(boasts)
    silent = _evidence(cordis, topics, [_page(one.project["topics"], ()) for one in asked])
    figures["silent"] = _share(_places(silent, asked, known, "call_only", _own(asked)))
    return figures


def _one_of_each_topic(found: Sequence[Consortium], known: Mapping[str, Row]) -> list[Consortium]:
    """Choose one consortium of each topic that has keywords enough to share."""
    by_topic = {one.project["topics"]: one for one in found}
    fit = [one for topic, one in sorted(by_topic.items()) if len(_keywords(known, topic)) >= LEAST_KEYWORDS]
    return random.Random(SEED).sample(fit, min(MOST, len(fit)))


def _keywords(known: Mapping[str, Row], topic: str) -> list[str]:
    return [word for word in known.get(topic, {}).get("keywords", "").split("|") if word.strip()]


def _invented(asked: Sequence[Consortium], known: Mapping[str, Row]) -> list[Document]:
    """Invent a page for each topic, and one that boasts of everything."""
    chance = random.Random(SEED)
    pages, everything = [], []
    for one in asked:
        words = _keywords(known, one.project["topics"])
        everything += words
        pages.append(_page(one.project["topics"], chance.sample(words, len(words) // SHARE)))
    boasts = Document(key=STUFFED, type="organisation", title="Everything", en=". ".join(everything))
    return [*pages, _public(boasts)]


def _page(topic: str, words: Sequence[str]) -> Document:
    said = f"We are a small team. Our customers come to us for {', '.join(words)}." if words else ""
    return _public(Document(key=_key(topic), type="organisation", title="Newcomer", en=said))


def _public(page: Document) -> Document:
    return Document(key=page.key, type=page.type, title=page.title, en=page.en, audiences=made.PUBLIC)


def _key(topic: str) -> str:
    return f"organisation:newcomer {topic}"


def _evidence(cordis: Path, topics: Path, pages: Sequence[Document]) -> Evidence:
    documents = (*made.organisations(cordis), *made.projects(cordis, topics), *pages)
    evidence = Evidence.of(documents, made.participations(cordis))
    return evidence.before(date.fromisoformat(WINDOW.partition(":")[0]))


def _undiluted(evidence: Evidence) -> Evidence:
    """Remove the guard: all else that a page says costs it no more than in a cosine."""
    guarded = (evidence.history, evidence.counts, evidence.by_document.idf, evidence.terms)
    evidence.__dict__["pages"] = Pages.of(*guarded, dilution=0.5)
    return evidence


def _found(evidence: Evidence, asked: Sequence[Consortium], known: Mapping[str, Row], text: str) -> Figures:
    own = _places(evidence, asked, known, text, _own(asked))
    others = _own(asked)[1:] + _own(asked)[:1]
    stuffed = _places(evidence, asked, known, text, [STUFFED] * len(asked))
    return {
        f"{text}.fitting": _share(own),
        f"{text}.fitting_place_p50": float(np.median(own)),
        f"{text}.another": _share(_places(evidence, asked, known, text, others)),
        f"{text}.stuffed": _share(stuffed),
    }


def _own(asked: Sequence[Consortium]) -> list[str]:
    return [_key(one.project["topics"]) for one in asked]


def _places(
    evidence: Evidence, asked: Sequence[Consortium], known: Mapping[str, Row], text: str, keys: Sequence[str]
) -> list[int]:
    """Give the place of each newcomer in the answer to its need."""
    places = []
    for one, key in zip(asked, keys, strict=True):
        need = Need(text=need_of(one, known, call_only=text == "call_only"))
        lead = f"organisation:{one.coordinator}"
        ranking = rank_partners(evidence, need, Asked(audiences=made.PUBLIC, leads=[lead]), DEEP)
        found = [hit.key for hit in ranking.suggestions]
        places.append(found.index(key) + 1 if key in found else DEEP)
    return places


def _share(places: Sequence[int]) -> float:
    return round(float(np.mean([place <= FIRST for place in places])), 3)
