"""Which members were chosen: those that were ticked, or all of the filter."""

from django.http import QueryDict

from convivio.clusters.models import Membership
from convivio.kernel.keys import number_in
from convivio.office.asking import Asked, answered
from convivio.office.lines import Line, Sheet

MOST = 5000


def chosen_lines(sheet: Sheet, said: QueryDict) -> list[Line]:
    """Give the lines that a form names, in the order of the list."""
    if said.get("everything"):
        return answered(sheet, Asked.said(said.get("query", "")[:2000]))
    texts = [*said.getlist("member"), *said.get("members", "").split(",")]
    numbers = {number_in(text) for text in texts[:MOST]}
    asked = Asked.said(said.get("query", "")[:2000])
    ticked = [line for line in sheet.lines if line.number in numbers]
    return [line for line in answered(sheet, asked) if line.number in numbers] or ticked


def memberships_of(lines: list[Line]) -> list[Membership]:
    return [line.membership for line in lines]


def as_words(lines: list[Line]) -> str:
    """Name the lines in one hidden field: a form of many fields is refused."""
    return ",".join(str(line.number) for line in lines)
