from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.search.addresses import changed, page_in
from convivio.search.asking import AskedRequest
from convivio.search.finding import (
    MOST_PAGES,
    PAGE,
    Expansions,
    Question,
    begun,
    expansions_of,
    find,
    still_seen,
    totals,
)
from convivio.search.showing import Answer, Hit, answer_of, showing_of, showings
from convivio.web.policies import ANYONE, policy

FOR_EACH_KIND = 4


@policy(ANYONE)
@require_safe
def results(request: AskedRequest) -> HttpResponse:
    """Everything that holds these words, all kinds together or one at a time."""
    words = request.GET.get("q", "").strip()
    kind = request.GET.get("type", "")
    kinds = [showing.kind for showing in showings()]
    types = [kind] if kind in kinds else kinds
    reader = request.acting.reader
    page = page_in(request.GET, MOST_PAGES)
    more = expansions_of(words)
    found = find(Question(words=words, types=types, page=page, expansions=more), reader)
    context = {
        "words": words,
        "search_words": words,
        "answers": answers(still_seen(found.hits, reader)),
        "found": found,
        "kind": showing_of(kind),
        "tabs": _tabs(request, words, kind if kind in kinds else "", more),
        "page": Paginator(range(min(found.total, MOST_PAGES * PAGE)), PAGE).get_page(page),
        "is_cut": found.total > MOST_PAGES * PAGE,
        "everything_url": changed(request, type=None),
    }
    return render(request, "search/results.html", context)


@policy(ANYONE)
@require_safe
def suggest(request: AskedRequest) -> HttpResponse:
    """What begins like the letters typed so far, kind by kind: a fragment for the palette."""
    typed = request.GET.get("q", "").strip()
    reader = request.acting.reader
    groups: list[dict[str, Any]] = []
    for showing in showings():
        hits = begun(typed, reader, types=[showing.kind], most=FOR_EACH_KIND)
        rows = [_row(answer) for answer in answers(still_seen(hits, reader))]
        if rows:
            groups.append({"label": showing.label, "rows": rows})
    if groups:
        everything = {
            "label": _("Search everything for “%(words)s”") % {"words": typed},
            "url": f"{reverse('search:results')}?{urlencode({'q': typed})}",
            "icon": "search",
        }
        groups.append({"label": _("More"), "rows": [everything]})
    return render(request, "web/_suggestions.html", {"groups": groups})


def answers(hits: list[Hit]) -> list[Answer]:
    return [answer for hit in hits if (answer := answer_of(hit)) is not None]


def _row(answer: Answer) -> dict[str, object]:
    return {
        "label": answer.label,
        "aside": answer.aside,
        "url": answer.url,
        "kind": answer.kind,
        "icon": answer.icon,
        "tail": answer.noun,
    }


def _tabs(request: AskedRequest, words: str, kind: str, more: Expansions) -> list[dict[str, object]]:
    """Give a tab for everything and one for each kind, with how many answers it holds."""
    counts = totals(words, [showing.kind for showing in showings()], request.acting.reader, more)
    tabs: list[dict[str, object]] = [
        {
            "label": _("Everything"),
            "url": changed(request, type=None),
            "current": not kind,
            "count": sum(counts.values()),
        }
    ]
    tabs += [
        {
            "label": showing.label,
            "url": changed(request, type=showing.kind),
            "current": kind == showing.kind,
            "count": counts.get(showing.kind, 0),
        }
        for showing in showings()
    ]
    return tabs
