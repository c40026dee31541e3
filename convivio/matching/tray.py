"""The table beside the answers, and the bar that stands for it on narrow pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.calls.rule_sets import rule_set_title
from convivio.consortia.verdicts import Judgement, RuleLine
from convivio.engine.rules_model import SettledBy
from convivio.kernel.audiences import Reader
from convivio.matching.forms import rule_set_choices
from convivio.matching.models import Question
from convivio.matching.tables import Table
from convivio.matching.telling import plain

USUAL_SEATS = 5


def tray_context(question: Question, table: Table, reader: Reader) -> dict[str, Any]:
    """Give the table in the shapes that `web/_tray.html` and `_tray_bar.html` want."""
    count = len(table.seated)
    judgement = table.judgement
    return {
        "question": question,
        "tray": {
            "seated": [
                {
                    "key": one.key,
                    "name": one.name,
                    "kind": one.kind,
                    "is_lead": one == table.lead,
                    "is_reader": reader.sees(one.key),
                }
                for one in table.seated
            ],
            "free": max(1, USUAL_SEATS - count),
            "under": ngettext("at the table", "at the table", count),
            "rules": [_brief(line) for line in _now(judgement)],
            "later": [_brief(line) for line in _later(judgement)],
            "call": _against(question, judgement),
            "source_line": _sources(judgement),
        },
        "tray_title": ngettext("%(count)s at your table", "%(count)s at your table", count)
        % {"count": count},
        "tray_aside": _in_short(judgement),
        "compose_url": reverse("matching:table", args=[question.address]) if table.picked else "",
        "put_back_url": reverse("matching:picks", args=[question.address]),
        "rules_url": reverse("matching:rules", args=[question.address]),
        "rule_sets": rule_set_choices(),
        "rules_form": "matching/_rules.html",
        "barred": True,
    }


def _now(judgement: Judgement | None) -> list[RuleLine]:
    """Give the rules that choosing partners settles: what the tray is for."""
    return [line for line in judgement.lines if line.settled_by == SettledBy.CHOICE] if judgement else []


def _later(judgement: Judgement | None) -> list[RuleLine]:
    """Give those that money, papers, statements, reading or the calendar settle."""
    return [line for line in judgement.lines if line.settled_by != SettledBy.CHOICE] if judgement else []


def _brief(line: RuleLine) -> RuleLine:
    return replace(line, title=line.title.rstrip("."), state=plain(line.state))


def _against(question: Question, judgement: Judgement | None) -> Mapping[str, str] | None:
    if judgement is None:
        return None
    url = reverse("calls:rule_set", args=[question.rule_set])
    return {"label": rule_set_title(question.rule_set), "url": url}


def _sources(judgement: Judgement | None) -> str:
    """Say by what day the table is judged, and how much of the rules nobody has read again."""
    if judgement is None:
        return ""
    unchecked = judgement.unchecked_count
    if not unchecked:
        return _("Judged as of today; every rule with its source is in the rule set.")
    return ngettext(
        "Judged as of today; one rule was not re-checked at its source.",
        "Judged as of today; %(count)s rules were not re-checked at their source.",
        unchecked,
    ) % {"count": unchecked}


def _in_short(judgement: Judgement | None) -> str:
    if judgement is None:
        return ""
    counts = judgement.counts
    parts = [
        _("%(count)s missing") % {"count": counts["missing"]} if counts["missing"] else "",
        _("%(count)s unknown") % {"count": counts["unsure"]} if counts["unsure"] else "",
        _("%(count)s of %(all)s rules met") % {"count": counts["met"], "all": sum(counts.values())},
    ]
    return ", ".join(part for part in parts if part)
