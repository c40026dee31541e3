"""What the pages show of a workbook: counts by sheet, rows, what went and what stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from convivio.opendata.models import Workbook
from convivio.opendata.moving_in.columns import SHEETS
from convivio.opendata.moving_in.outcomes import SheetPlan, Standing
from convivio.opendata.moving_in.plan import Whole
from convivio.web.amounts import number

REPORT_COLUMNS = (
    gettext_noop("Sheet"),
    gettext_noop("Row"),
    gettext_noop("Cell"),
    gettext_noop("Column"),
    gettext_noop("What is wrong, and what to do"),
)
STANDINGS = {
    Standing.NEW: gettext_noop("New"),
    Standing.CHANGED: gettext_noop("Changed"),
    Standing.SAME: gettext_noop("As they were"),
    Standing.REFUSED: gettext_noop("Refused"),
}


def tables(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Say by sheet how many rows are new, changed, the same, refused."""
    return [
        {
            "code": code,
            "label": _(SHEETS[code].title),
            "figures": [(_(word), counts[code].get(one, 0)) for one, word in STANDINGS.items()],
        }
        for code in SHEETS
        if code in counts
    ]


def tabs(whole: Whole, chosen: SheetPlan | None) -> list[dict[str, Any]]:
    first = {"label": _("What is refused"), "url": "?", "current": chosen is None, "count": whole.refused}
    return [first] + [
        {
            "label": _(SHEETS[code].title),
            "url": f"?sheet={code}",
            "current": chosen is plan,
            "count": len(plan.rows),
        }
        for code, plan in whole.sheets.items()
    ]


def wanted(whole: Whole, code: str) -> SheetPlan | None:
    """Give the sheet to show row by row; none shows all that is refused, unless nothing is."""
    if code in whole.sheets:
        return whole.sheets[code]
    return None if whole.refused else next(iter(whole.sheets.values()), None)


def report_rows(whole: Whole) -> Iterator[tuple[object, ...]]:
    for one in whole.report():
        yield one.sheet, one.line, one.cell, one.column, one.said


def tiles(sent: Workbook) -> list[dict[str, Any]]:
    """Say what a workbook made."""
    words = {
        "organisations": _("New organisations"),
        "memberships": _("New memberships"),
        "people": _("New accounts"),
        "mandates": _("Rights given"),
        "notices": _("Notices in the ledger"),
        "payments": _("Payments in the ledger"),
        "contacts": _("New contacts"),
    }
    return [
        {"figure": number(len(sent.made[name])), "words": said}
        for name, said in words.items()
        if sent.made.get(name)
    ]


def remains(sent: Workbook) -> list[str]:
    """Say what taking back undid otherwise than by deleting it, and what stays, and why."""
    if sent.taken_back_at is None:
        return []
    return [said for said in (_said(name, count) for name, count in sent.undone.items() if count) if said]


def _said(name: str, count: int) -> str:
    told = {"count": number(count)}
    if name == "notices":
        return (
            ngettext(
                "%(count)s notice is cancelled by a credit: the ledger of dues only grows.",
                "%(count)s notices are cancelled by credits: the ledger of dues only grows.",
                count,
            )
            % told
        )
    if name == "payments":
        return (
            ngettext(
                "%(count)s payment is reversed: the ledger of dues only grows.",
                "%(count)s payments are reversed: the ledger of dues only grows.",
                count,
            )
            % told
        )
    if name == "memberships_staying":
        return (
            ngettext(
                "%(count)s membership stays: the ledger names it, or it has ended since. End it on its page.",
                "%(count)s memberships stay: the ledger names them, or they have ended since. End them from the list of members.",
                count,
            )
            % told
        )
    if name == "organisations_staying":
        return (
            ngettext(
                "%(count)s organisation stays: something else names it by now.",
                "%(count)s organisations stay: something else names them by now.",
                count,
            )
            % told
        )
    if name == "people_staying":
        return (
            ngettext(
                "%(count)s account stays: it has been used since.",
                "%(count)s accounts stay: they have been used since.",
                count,
            )
            % told
        )
    return ""
