"""Two letters that stand for a name, and the kinds that have a silhouette."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from convivio.web.drawings import as_svg

KINDS = (
    "large_company",
    "company",
    "sme",
    "laboratory",
    "research_centre",
    "university",
    "health_facility",
    "training_institution",
    "public_authority",
    "technopole",
    "other",
)

# Words that tell no name from another: articles, prepositions, legal forms.
SILENT = frozenset(
    "a al alla and co coop d da de degli dei del dell della delle des di do dos du e e.v ed et for for "
    "fur gmbh i il inc la las le les lo los ltd n.v of oy per plc s.a s.a.s s.c.a s.n.c s.p.a s.r.l sa "
    "sas scarl scrl sl snc soc spa sr srl the to und van von y zur".split()
)
# Words that say what a body is and not which: left out when two others remain.
GENERIC = frozenset(
    "centre center centro institute institut istituto instituto laboratorio laboratory laboratoire".split()
)
WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")


def initials(name: str) -> str:
    """Say the two letters of a name: those of its first and last telling word, or of its only one."""
    found: list[str] = WORD.findall(name)
    words = [word for word in found if word.lower() not in SILENT] or found
    telling = [word for word in words if word.lower() not in GENERIC]
    words = telling if len(telling) > 1 else words
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


def drawn_kind(kind: str) -> str:
    """Say which silhouette stands for this kind: its own, or that of *other*."""
    return kind if kind in KINDS else "other"


@lru_cache(maxsize=4096, typed=True)
def drawn(letters: str, kind: str, size: str) -> SafeString:
    """Draw two letters in the hue of a kind, with its silhouette: the same two stand on many lines."""
    if kind == "veiled":
        hidden = as_svg("i-hidden", "icon")
        return format_html('<span class="monogram k-veiled {}" aria-hidden="true">{}</span>', size, hidden)
    if kind == "person":
        return format_html('<span class="monogram k-person {}" aria-hidden="true">{}</span>', size, letters)
    shown = drawn_kind(kind)
    return format_html(
        '<span class="monogram k-{} {}" aria-hidden="true">{}{}</span>',
        shown,
        size,
        letters,
        as_svg(f"k-{shown}", f"kind k-{shown}"),
    )
