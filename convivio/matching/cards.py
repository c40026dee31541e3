"""One answer as a card: who they are, why them, what they would add."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.engine.rank import Ranking
from convivio.matching.adds import Added
from convivio.matching.answering import Suggested
from convivio.matching.models import Question
from convivio.matching.sentences import Sentence
from convivio.organisations.models import Organisation, Size
from convivio.web.amounts import in_words, number

SIGNS = {
    "past_work": "project",
    "profile": "skill",
    "record": "publication",
    "collaboration": "shared",
    "introduction": "shared",
}
SHOWN_REASONS = 3
OPENED = ("past_work", "profile")
"""Reasons that rest on one text, whose passages can be read in place."""


def card_of(
    one: Suggested, added: Added, *, question: Question, ranking: Ranking, places: Mapping[str, str],
    picked: bool,
) -> dict[str, Any]:  # fmt: skip
    """Give one answer in the shape that `web/_candidate.html` wants."""
    organisation = one.organisation
    reasons = [_reason(said, question, organisation) for said in one.reasons]
    return {
        "key": organisation.key,
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "kind": organisation.kind,
        "kind_label": organisation.get_kind_display(),
        "place": place_of(organisation, places),
        "size": size_of(organisation),
        "reasons": reasons[:SHOWN_REASONS],
        "more_reasons": reasons[SHOWN_REASONS:],
        "adds": "" if picked else added.text,
        "adds_little": added.is_little,
        "evidence": _on_record(organisation, ranking),
        "confirmed": _("profile confirmed on %(day)s") % {"day": in_words(organisation.confirmed_on, "j F Y")}
        if organisation.confirmed_on
        else "",
        "picked": picked,
    }


def place_of(organisation: Organisation, places: Mapping[str, str]) -> str:
    city = organisation.city.title() if organisation.city.isupper() else organisation.city
    return ", ".join(part for part in (city, places.get(organisation.country, organisation.country)) if part)


def size_of(organisation: Organisation) -> str:
    """Say how many people it has: the number when it is known, else the bounds of its size."""
    if organisation.staff_count:
        return ngettext("%(count)s person", "%(count)s people", organisation.staff_count) % {
            "count": number(organisation.staff_count)
        }
    bounds = {
        Size.MICRO: _("up to 9 people"),
        Size.SMALL: _("10 to 49 people"),
        Size.MEDIUM: _("50 to 249 people"),
        Size.SME: _("under 250 people"),
        Size.LARGE: _("250 people or more"),
    }
    return bounds.get(Size(organisation.size), "")


def _reason(said: Sentence, question: Question, organisation: Organisation) -> dict[str, Any]:
    """Give a reason with its link: to the passages where it rests on one text, else to its evidence."""
    shown = {"kind": SIGNS[said.kind], "text": said.text, "url": said.url, "link": said.opens}
    if said.kind not in OPENED:
        return shown
    asked = urlencode({"of": said.evidence[0], "for": organisation.slug})
    address = f"{reverse('matching:evidence', args=[question.address])}?{asked}"
    return {**shown, "url": address, "link": _("Read the passage"), "opens_in_place": True}


def _on_record(organisation: Organisation, ranking: Ranking) -> str:
    row = ranking.evidence.history.organisation_rows.get(organisation.key)
    count = 0 if row is None else int(ranking.evidence.experience[row])
    if not count:
        return ""
    return ngettext("%(count)s project on record", "%(count)s projects on record", count) % {
        "count": number(count)
    }
