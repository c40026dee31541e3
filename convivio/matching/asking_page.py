"""What the page that asks for a need shows: who leads, where to start from, the words so far."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.calls.models import Call
from convivio.ideas.as_need import idea_for, words_of_idea
from convivio.kernel.keys import number_in
from convivio.matching.models import Question, QuestionQuerySet
from convivio.matching.permissions import questions_of
from convivio.matching.samples import samples
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest

SOONEST = 4
LATEST = 3


def asking_context(
    request: SignedInRequest, words: str = "", error: str = "", question: Question | None = None
) -> dict[str, Any]:
    """Gather the page; what was typed stays."""
    reader = request.acting.reader
    chosen = request.POST or request.GET
    sample = next((one for one in samples() if one.slug == request.GET.get("sample")), None)
    calls = Call.objects.visible_to(reader)
    call = question.call if question else calls.filter(slug=chosen.get("call", "")).first()
    lead = question.lead if question else lead_of(request, chosen.get("lead"))
    idea = idea_for(request.acting, number_in(chosen.get("idea", "")))
    return {
        "words": words or (sample.text if sample else words_of_idea(idea, request.acting) if idea else ""),
        "idea": idea,
        "error": error,
        "call": call,
        "lead": lead,
        "leads": _leads(request, lead),
        "samples": samples(),
        "calls": calls.open_on(localdate()).soonest_deadline_first()[:SOONEST] if call is None else [],
        "asked": _asked(request) if question is None else [],
        "find_url": reverse("matching:find"),
    }


def lead_of(request: SignedInRequest, chosen: str | None) -> Organisation | None:
    """Return who leads: the one chosen, or whoever the person acts for; nobody when that is chosen."""
    rows = Organisation.objects.visible_to(request.acting.reader)
    if chosen is None or chosen == "":
        current = request.acting.current
        kind, _colon, number = (current.key if current else "").partition(":")
        return rows.filter(pk=int(number)).first() if kind == "organisation" else None
    return None if chosen == "-" else rows.filter(slug=chosen).first()


def _leads(request: SignedInRequest, lead: Organisation | None) -> list[dict[str, Any]]:
    """Offer those the person acts for, the one that is chosen, and nobody."""
    numbers = [
        int(choice.key.partition(":")[2])
        for choice in request.acting.choices
        if choice.key.startswith("organisation:")
    ]
    rows = list(
        Organisation.objects.visible_to(request.acting.reader).filter(pk__in=numbers).order_by("name")
    )
    if lead is not None and lead not in rows:
        rows.append(lead)
    offered = [{"value": row.slug, "label": row.name, "chosen": row == lead} for row in rows]
    return [*offered, {"value": "-", "label": _("nobody yet"), "chosen": lead is None}]


def _asked(request: SignedInRequest) -> QuestionQuerySet:
    """Give the latest questions of whoever asks."""
    rows = questions_of(request.acting).select_related("call", "lead").newest_first()
    return rows.annotate(pick_count=Count("picks"))[:LATEST]
