"""What each kind of evidence weighs, by how much a need says.

A long text says a lot about who fits; of the title of a call, who knows whom says more. So the weights
pass from those of a short need to those of a long one.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from convivio.engine.need import Query

# Where the logarithms of shares bend.
NEARNESS_BEND, DIRECT_BEND, SECOND_BEND = 0.005, 0.0005, 1e-6
SHORT_NEED, LONG_NEED = 15, 60


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence weighs.

    Shape: one number for each.
    Units: of the score, for one unit of the evidence's own scale.
    Errors: none.
    Source: fitted by likelihood of the later members, none below 0, on consortia of 2023 and early
        2024 of which nothing later than each window was known; docs/explanation/matching-quality.md.
    """

    documents: float
    nearness: float
    organisation: float
    collaboration: float
    introduction: float
    declared: float

    @classmethod
    def for_need(cls, query: Query) -> Self:
        """Give the weights for as many words as a need has."""
        terms = max(len(query.terms), 1)
        share = float(np.clip(np.log(terms / SHORT_NEED) / np.log(LONG_NEED / SHORT_NEED), 0, 1))
        pairs = zip(SHORT, LONG, strict=True)
        return cls(*(share * long + (1 - share) * short for short, long in pairs))


SHORT = (0.5, 0.512, 0.5, 0.211, 0.399, 6.0)
LONG = (2.793, 0.482, 11.6, 0.101, 0.439, 6.0)
