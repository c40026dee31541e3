"""The cells of the members' list, drawn in one go: a page has hundreds, and each would wait for a template."""

from collections.abc import Callable, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from convivio.office.columns import EMPTY, Column
from convivio.office.lines import Line, Sheet


def drawn_cells(sheet: Sheet, columns: Sequence[Column]) -> Callable[[Line], SafeString]:
    """Return what draws a line's cells, one for each column, with its label for a narrow page."""
    opened = [(column, _opened(column)) for column in columns]

    def drawn(line: Line) -> SafeString:
        cells = [_cell(opening, column.shown(sheet, line)) for column, opening in opened]
        return mark_safe("".join(cells))  # noqa: S308 - each cell is escaped

    return drawn


def _opened(column: Column) -> SafeString:
    number = mark_safe(' class="number"') if column.is_number else ""
    return format_html('<td data-label="{}"{}', str(column.label), number)


def _cell(opening: str, text: str) -> str:
    return f"{opening}{' data-empty' if text == EMPTY else ''}>{escape(text)}</td>"
