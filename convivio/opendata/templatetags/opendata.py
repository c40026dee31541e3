"""What changes in an organisation that a member list speaks of, in words; where a workbook is wrong."""

from django import template
from django.utils.translation import get_language, gettext

from convivio.opendata.members.columns import FIELDS
from convivio.opendata.members.plan import Outcome
from convivio.opendata.moving_in.outcomes import Problem, Row, SheetPlan
from convivio.opendata.moving_in.plan import Whole
from convivio.organisations.models import Kind, Size

register = template.Library()
LONGEST = 80
OTHER_NAMES = {"nuts": "province", "description": "description_en"}


@register.simple_tag
def changes(outcome: Outcome) -> str:
    """Say field by field what a row brings."""
    told = [f"{_field(name)} {_shown(name, value)}" for name, value in outcome.changes.items()]
    told += [f"{_field(scheme)} {value}" for scheme, value in outcome.identifiers]
    return "; ".join(told)


def _field(name: str) -> str:
    if name == "description":
        name = f"description_{(get_language() or 'en')[:2]}"
    return gettext(FIELDS.get(OTHER_NAMES.get(name, name), name))


def _shown(name: str, value: object) -> str:
    if name == "kind":
        return str(Kind(str(value)).label)
    if name == "size":
        return str(Size(str(value)).label)
    return f"“{str(value)[:LONGEST]}”"


@register.simple_tag
def cell_of(whole: Whole, plan: SheetPlan, row: Row, problem: Problem) -> str:
    """Name the cell of a problem, as a spreadsheet does."""
    return whole.book.sheets[plan.code].cell(problem.column, row.line)
