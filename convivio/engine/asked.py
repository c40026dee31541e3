"""Who asks, what they may see and whom they want to find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from convivio.engine.documents import FACETS
from convivio.engine.errors import NoAudience, UnknownFacet

Circle = Literal["known", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, what they may see and whom they want to find.

    Shape: `audiences` keys of what the reader may see, at least one; `leads` the organisations
        that already are in (the coordinator first); `filters` values by facet, any of which will
        do; `exclude` keys; `experience` past projects at least; `before` a day: what happened on
        it or later is unknown.
    Units: experience in projects.
    Errors: NoAudience, UnknownFacet.
    Source: none.
    """

    audiences: Sequence[str]
    leads: Sequence[str] = ()
    filters: Mapping[str, Sequence[str]] | None = None
    exclude: Sequence[str] = ()
    experience: int = 0
    before: date | None = None

    def __post_init__(self) -> None:
        if not self.audiences:
            raise NoAudience("Nobody was named as the reader.")
        for facet in self.filters or ():
            if facet not in FACETS:
                raise UnknownFacet(f"There is no facet {facet!r}; there are {', '.join(FACETS)}.")
