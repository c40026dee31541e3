"""The facets of the members' list: what each line counts under, and what it is called."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from convivio.clusters.categories import category_name
from convivio.office.activity import YEAR, last_by_line
from convivio.office.lines import Line, Sheet, State
from convivio.office.values import chains_by_line, owed
from convivio.organisations.models import Kind, Size
from convivio.vocabulary.facet_names import PROVINCE, place_names
from convivio.web.choices import Choice

Chosen = Mapping[str, Collection[str]]
ACTIVE, QUIET = "active", "quiet"
OWES, PAID, UNASKED = "owes", "paid", "unasked"


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the list: the codes of a line, and what codes are called."""

    name: str
    label: str | Promise
    codes: Callable[[Sheet, Line], Collection[str]]
    called: Callable[[Sheet, Collection[str]], Mapping[str, str]]
    is_kind: bool = False


def _category(sheet: Sheet, line: Line) -> Collection[str]:
    return (line.membership.category,)


def _state(sheet: Sheet, line: Line) -> Collection[str]:
    return (line.state.value,)


def _chain(sheet: Sheet, line: Line) -> Collection[str]:
    return [slug for slug, _name in sheet.once("chains_by_line", chains_by_line).get(line.number, ())]


def _kind(sheet: Sheet, line: Line) -> Collection[str]:
    return (line.organisation.kind,)


def _size(sheet: Sheet, line: Line) -> Collection[str]:
    return (line.organisation.size,) if line.organisation.size else ()


def _province(sheet: Sheet, line: Line) -> Collection[str]:
    code = line.organisation.nuts[:PROVINCE]
    return (code,) if len(code) == PROVINCE else ()


def _activity(sheet: Sheet, line: Line) -> Collection[str]:
    last = last_by_line(sheet).get(line.number)
    return (ACTIVE if last is not None and sheet.day - last.on <= YEAR else QUIET,)


def _dues(sheet: Sheet, line: Line) -> Collection[str]:
    left = sheet.once("owed", owed).get(line.number)
    if left is None:
        return (UNASKED,)
    return (OWES if left > 0 else PAID,)


def _categories_called(sheet: Sheet, codes: Collection[str]) -> Mapping[str, str]:
    return {code: category_name(code, sheet.categories) for code in codes}


def _chains_called(sheet: Sheet, codes: Collection[str]) -> Mapping[str, str]:
    held = sheet.once("chains_by_line", chains_by_line)
    return {slug: name for said in held.values() for slug, name in said}


def _provinces_called(sheet: Sheet, codes: Collection[str]) -> Mapping[str, str]:
    return {code: str(name) for code, name in place_names(codes, sheet.reader).items()}


FACETS: tuple[Facet, ...] = (
    Facet("state", _("State"), _state, lambda _s, codes: {code: str(State(code).label) for code in codes}),
    Facet("category", _("Category"), _category, _categories_called),
    Facet("chain", _("Value chain"), _chain, _chains_called),
    Facet(
        "activity",
        _("In the last twelve months"),
        _activity,
        lambda _s, _codes: {ACTIVE: str(_("active")), QUIET: str(_("quiet"))},
    ),
    Facet(
        "dues",
        _("Dues"),
        _dues,
        lambda _s, _codes: {
            OWES: str(_("owes something")),
            PAID: str(_("owes nothing")),
            UNASKED: str(_("never asked")),
        },
    ),
    Facet(
        "kind",
        _("Kind"),
        _kind,
        lambda _s, codes: {code: str(Kind(code).label) for code in codes},
        is_kind=True,
    ),
    Facet("size", _("Size"), _size, lambda _s, codes: {code: str(Size(code).label) for code in codes}),
    Facet("province", _("Province"), _province, _provinces_called),
)
FACET_NAMES = tuple(facet.name for facet in FACETS)


def narrowed(sheet: Sheet, lines: list[Line], chosen: Chosen, *, but: str = "") -> list[Line]:
    """Keep the lines that have one of the chosen values in each facet, one facet left out."""
    asked = [facet for facet in FACETS if chosen.get(facet.name) and facet.name != but]
    return [
        line
        for line in lines
        if all(not set(chosen[facet.name]).isdisjoint(facet.codes(sheet, line)) for facet in asked)
    ]


def drawn_facets(sheet: Sheet, lines: list[Line], chosen: Chosen) -> list[dict[str, object]]:
    """Give each facet its choices with how many lines they would leave, the most frequent first."""
    return [_drawn(facet, sheet, lines, chosen) for facet in FACETS]


def _drawn(facet: Facet, sheet: Sheet, lines: list[Line], chosen: Chosen) -> dict[str, object]:
    left = narrowed(sheet, lines, chosen, but=facet.name)
    counts = Counter(code for line in left for code in facet.codes(sheet, line))
    ticked = set(chosen.get(facet.name, ()))
    every = {code for line in sheet.lines for code in facet.codes(sheet, line)}
    called = facet.called(sheet, every)
    offered = [code for code in every if counts[code] or code in ticked]
    offered.sort(key=lambda code: (code not in ticked, -counts[code], called.get(code, code)))
    choices = [
        Choice(code, capfirst(called.get(code, code)), counts[code], code in ticked) for code in offered
    ]
    return {"name": facet.name, "label": facet.label, "choices": choices, "kind": facet.is_kind}
