"""How calls are drawn: as a line of a list, as facts, as rows of a table, among answers to a search."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.calls.models import Call
from convivio.calls.standing import Standing, standing_of
from convivio.kernel.audiences import Reader
from convivio.search.showing import Hit
from convivio.web.amounts import day as in_words
from convivio.web.amounts import left, money, number

TONES = {Standing.OPEN: "met", Standing.FORTHCOMING: "note", Standing.CLOSED: ""}
COLUMNS = (
    gettext_lazy("Topic"),
    gettext_lazy("Title"),
    gettext_lazy("Programme"),
    gettext_lazy("Type of action"),
    gettext_lazy("Where it stands"),
    gettext_lazy("Opens on"),
    gettext_lazy("Deadline"),
    gettext_lazy("Days left"),
    gettext_lazy("Budget, euros"),
    gettext_lazy("Least for a project, euros"),
    gettext_lazy("Most for a project, euros"),
    gettext_lazy("Rule set"),
    gettext_lazy("Page here"),
    gettext_lazy("Page at the source"),
)


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call as a line of a list; `tone` is the colour of where it stands."""

    call: Call
    standing: Standing
    tone: str
    money: str


def shown(call: Call, today: date) -> ShownCall:
    standing = standing_of(call, today)
    return ShownCall(call, standing, TONES[standing], for_a_project(call))


def for_a_project(call: Call) -> str:
    """Say how much a project gets, or else how much there is in all."""
    if amount := _contribution(call):
        return _("%(amount)s a project") % {"amount": amount}
    return _("%(amount)s in all") % {"amount": money(call.budget, short=True)} if call.budget else ""


def _contribution(call: Call) -> str:
    least, most = call.least_contribution, call.most_contribution
    if least and most and least != most:
        values = {"least": money(least, short=True), "most": money(most, short=True)}
        return _("%(least)s to %(most)s") % values
    return money(most or least, short=True)


def facts_of(call: Call) -> list[dict[str, Any]]:
    """Give what is known of a call, in the shape that `web/_facts.html` wants."""
    known: tuple[tuple[str, Any], ...] = (
        (_("Opens on"), in_words(call.opens_on) if call.opens_on else ""),
        (_("For a project"), _contribution(call)),
        (_("In all"), money(call.budget)),
        (_("Grants expected"), number(call.grants_expected) if call.grants_expected else ""),
        (_("Type of action"), call.action_type),
        (_("Programme"), call.programme),
        (_("Call"), call.family_title or call.family),
        (_("Topic"), call.code),
        (_("Keywords"), call.keywords),
    )
    return [{"label": label, "value": value} for label, value in known if value]


def as_row(call: Call, today: date, absolute: Callable[[str], str]) -> list[object]:
    """Give a call as a row of a table, under COLUMNS."""
    amounts: tuple[Decimal | None, ...] = (call.budget, call.least_contribution, call.most_contribution)
    return [
        call.code,
        str(call.title),
        call.programme,
        call.action_type,
        str(standing_of(call, today).label),
        call.opens_on,
        call.deadline,
        (call.deadline - today).days if call.deadline and call.deadline >= today else None,
        *amounts,
        call.rule_set,
        absolute(call.get_absolute_url()),
        call.url,
    ]


# Among answers to a search


def url_of(hit: Hit) -> str:
    return reverse("calls:page", args=[hit.data["slug"]])


def aside_of(hit: Hit) -> str:
    """Say the programme of a call, and when it closes."""
    deadline = date.fromisoformat(hit.data["deadline"]) if hit.data["deadline"] else None
    return " · ".join(part for part in (hit.data["programme"], left(deadline)) if part)


def seen_by(numbers: Collection[int], reader: Reader) -> Collection[int]:
    return Call.objects.visible_to(reader).filter(pk__in=numbers).values_list("pk", flat=True)
