from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import ANYONE as TO_ANYONE
from convivio.needs import board as shown
from convivio.needs.askers import entries_of, named_openly, numbers_edited_by, open_entries_of
from convivio.needs.feed import as_atom
from convivio.needs.models import Answer, Entry
from convivio.needs.permissions import may_post
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.search.addresses import changed, page_in, without
from convivio.web.amounts import number
from convivio.web.policies import ANYONE, SIGNED_IN, policy
from convivio.web.tables import csv_response, xlsx_response

PAGE = 25
MOST_PAGES = 200
MOST_TAKEN_AWAY = 5000
MOST_FED = 50
MOST_OF_OURS = 200
TABLES = {"csv": csv_response, "xlsx": xlsx_response}


@policy(ANYONE)
@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """What is asked and offered, newest first, as narrow as the address says; also as a table to take away."""
    asked = shown.asked_in(request.GET)
    rows = shown.entries_for(request.acting.reader, asked.words)
    found = shown.narrowed(rows, asked.narrowing).select_related("cluster")
    table = TABLES.get(request.GET.get("format", ""))
    if table is not None:
        return table(_("Needs and offers"), shown.columns(), shown.rows_to_take(found[:MOST_TAKEN_AWAY]))
    clusters = list(Cluster.objects.all())
    counts = shown.counts_of(rows, asked, clusters)
    total = sum(counts["state"].get(state, 0) for state in asked.narrowing["state"])
    page_number = page_in(request.GET, MOST_PAGES)
    page = Paginator(range(min(total, MOST_PAGES * PAGE)), PAGE).get_page(page_number)
    entries = list(found[max(page.start_index() - 1, 0) : page.end_index()])
    context = {
        "entries": _with_askers(entries),
        "words": asked.words,
        "facets": shown.facets_of(counts, asked, clusters),
        "chosen_count": sum(map(len, asked.chosen.values())),
        "keep": [{"name": "q", "value": asked.words}] if asked.words else [],
        "chips": _chips(request, asked, clusters),
        "count_text": ngettext("%(shown)s entry", "%(shown)s entries", total) % {"shown": number(total)},
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "page": page,
        "has_some": bool(sum(counts["state"].values())),
        "may_post": may_post(request.acting),
        "wider_url": request.path,
    }
    return render(request, "needs/board.html", context)


@policy(ANYONE)
@require_safe
def feed(request: ActingRequest) -> HttpResponse:
    """What is new for anyone, for a feed reader."""
    rows = Entry.objects.open().visible_to(TO_ANYONE)[:MOST_FED]
    language = (get_language() or "it")[:2]
    return HttpResponse(as_atom(rows, language), content_type="application/atom+xml; charset=utf-8")


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """What an organisation asks and offers under its name; what it asks hidden is not there."""
    reader = request.acting.reader
    organisation = get_object_or_404(Organisation.objects.visible_to(reader), slug=slug)
    rows = open_entries_of(organisation).open().visible_to(reader).select_related("cluster")
    template = "needs/_of_organisation.html" if request.htmx else "needs/needs_of_organisation.html"
    entries = [(one, None) for one in rows[:MOST_OF_OURS]]
    return render(request, template, {"organisation": organisation, "entries": entries})


@policy(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What the organisations that I write for ask, offer and answer."""
    answers: QuerySet[Answer] = Answer.objects.filter(organisation__in=numbers_edited_by(request.acting))
    context = {
        "entries": entries_of(request.acting).select_related("cluster")[:MOST_OF_OURS],
        "answers": answers.select_related("entry", "organisation")[:MOST_OF_OURS],
        "may_post": may_post(request.acting),
    }
    return render(request, "needs/mine.html", context)


def _with_askers(entries: list[Entry]) -> list[tuple[Entry, Organisation | None]]:
    openly = named_openly(entries)
    return [(one, openly.get(one.pk)) for one in entries]


def _chips(request: ActingRequest, asked: shown.Asked, clusters: list[Cluster]) -> list[dict[str, str]]:
    return [
        {"label": shown.names_of(name, clusters).get(value, value), "url": without(request, name, value)}
        for name, values in asked.chosen.items()
        for value in values
    ]
