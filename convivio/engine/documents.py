"""What the index holds: documents, and who took part in what.

A document is one thing that can be found (an organisation, a project, a call…), written down so
that it can be found, counted, filtered and drawn without the database. Rooms make them from
their rows; the engine never sees a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FACETS = (
    "kind",
    "size",
    "country",
    "nuts",
    "concept",
    "sector",
    "status",
    "programme",
    "topic",
    "cluster",
    "network",
    "chain",
    "accreditation",
    "action",
    "year",
    "tag",
    "experience",
    "cell",
    "spot",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    Shape: `key` is "type:number" ("organisation:17"); `names` are other names, the acronym and
        identifiers; `en` and `it` its own words by language; `evidence` more words that serve
        matching only and are never shown (a topic's title, an expert's keywords);
        `audiences` who may see it ("public", "network:1", "cluster:3", "organisation:17");
        `facets` values by name, one of FACETS, with `nuts` holding every prefix ("IT", "ITH5");
        `day` when it was signed or when it ends; `data` small values, enough to draw a result.
    Units: `weight` raises (above 1) or lowers (below 1) a document among equals; 0.1 to 10.
    Errors: none here; `Index` refuses a facet that FACETS does not name.
    Source: the blueprint's one index for directory, search and matching.
    """

    key: str
    type: str
    title: str
    names: tuple[str, ...] = ()
    en: str = ""
    it: str = ""
    evidence: str = ""
    audiences: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: date | None = None
    weight: float = 1.0
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation took part in something that is a document (a project, an idea…).

    Shape: two keys and a role ("coordinator", "participant", "associated_partner", "third_party";
        any other role counts like a participant's).
    """

    organisation: str
    document: str
    role: str = "participant"
