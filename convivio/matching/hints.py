"""What would change the answer, when it is short."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.engine.aspects import unheard
from convivio.matching.narrowing import Chosen, Narrowing
from convivio.matching.telling import enumerated
from convivio.web.amounts import number

FEW = 5
MOST_UNHEARD = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """One way to another answer: a sentence, and where it leads, if anywhere."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The page without one facet: what that facet asks for now, and the address."""

    labels: tuple[str, ...]
    url: str


def hints(
    narrowing: Narrowing, chosen: Chosen, ways: Mapping[str, Way], *, text: str, wide_url: str
) -> list[Hint]:
    """Say what would bring more answers, each with its true figure; nothing where there are enough.

    `ways` holds, for each facet that is chosen, the page without it.
    """
    found = int(narrowing.mask(chosen).sum())
    if found >= FEW:
        return []
    said = [hint for name in chosen if (hint := _without(narrowing, chosen, name, ways[name]))]
    touching = 0 if narrowing.wide or found else narrowing.touch_it(chosen)
    if touching:
        sentence = ngettext(
            "%(count)s more organisation touches your need in a word or two.",
            "%(count)s more organisations touch your need in a word or two.",
            touching,
        )
        said.append(Hint(sentence % {"count": number(touching)}, wide_url, _("Show them too")))
    return said + _unheard(narrowing, text)


def _without(narrowing: Narrowing, chosen: Chosen, name: str, way: Way) -> Hint | None:
    others = {facet: values for facet, values in chosen.items() if facet != name}
    more = int(narrowing.mask(others).sum()) - int(narrowing.mask(chosen).sum())
    if more <= 0:
        return None
    sentence = ngettext("%(count)s more without %(filter)s.", "%(count)s more without %(filter)s.", more)
    values = {"count": number(more), "filter": enumerated(list(way.labels))}
    return Hint(sentence % values, way.url, _("Drop this filter"))


def _unheard(narrowing: Narrowing, text: str) -> list[Hint]:
    words = unheard(narrowing.ranking.evidence, text)[:MOST_UNHEARD]
    if not words:
        return []
    sentence = ngettext(
        "Nobody on record ever used the word %(words)s: say it another way, or in the other language.",
        "Nobody on record ever used the words %(words)s: say them another way, or in the other language.",
        len(words),
    )
    return [Hint(sentence % {"words": enumerated(list(words))})]
