from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.calls.models import Call
from convivio.consortia.permissions import find_visible as find_consortium
from convivio.consortia.permissions import may_change
from convivio.engine.errors import EmptyText
from convivio.engine.rank import suggestions_of
from convivio.ideas.as_need import idea_for, words_of_idea
from convivio.kernel.errors import BadInput, DomainError
from convivio.kernel.keys import number_in
from convivio.matching import actions, setting
from convivio.matching.answering import Wanted, rank, suggest
from convivio.matching.answers_page import (
    answers_asked,
    answers_context,
    changed_context,
    picked_context,
    rank_for,
)
from convivio.matching.asking_page import asking_context, lead_of
from convivio.matching.causes import idea_of
from convivio.matching.completing import completing_context, fill_the_seats
from convivio.matching.evidence import evidence_context
from convivio.matching.forms import QuestionForm, TableForm, rule_set_choices
from convivio.matching.models import Question
from convivio.matching.permissions import find_visible, questions_of
from convivio.matching.tables import table_of
from convivio.matching.winners import winners_context
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.search.addresses import page_in
from convivio.web.policies import SIGNED_IN, policy

LONGEST_NUMBER = 18
QUESTIONS_A_PAGE = 20


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: SignedInRequest) -> HttpResponse:
    """Say what you need, or start from a call."""
    if request.method != "POST":
        return render(request, "matching/find.html", asking_context(request))
    form = QuestionForm(request.POST)
    try:
        question = _ask(request, form)
    except DomainError as refusal:
        context = asking_context(request, words=request.POST.get("words", ""), error=refusal.message)
        return render(request, "matching/find.html", context, status=422)
    return redirect(question)


def _ask(request: SignedInRequest, form: QuestionForm) -> Question:
    """Ask what the form says; the engine is asked at once, so that a need without a word is refused here."""
    if not form.is_valid():
        raise BadInput(" ".join(str(error) for errors in form.errors.values() for error in errors))
    said, acting = form.cleaned_data, request.acting
    calls, idea = Call.objects.visible_to(acting.reader), idea_for(acting, number_in(said["idea"]))
    asking = actions.Asking(
        text=said["words"] or (words_of_idea(idea, acting) if idea else ""),
        because=idea.key if idea else "",
        call=calls.filter(slug=said["call"]).first() if said["call"] else None,
        lead=lead_of(request, said["lead"]),
        after=questions_of(acting).filter(address=said["after"]).first() if said["after"] else None,
    )
    try:
        rank(Wanted(text=actions.words_in(asking.text, asking.call), lead=asking.lead), acting.reader, 0)
    except EmptyText as error:
        raise BadInput(_("There is no word here to look for. Say what you need in a sentence.")) from error
    return actions.ask_question(asking, by=acting)


@policy(SIGNED_IN)
@require_safe
def answers(request: SignedInRequest, address: str) -> HttpResponse:
    """Partners for a need: those you know, those new to you, and the table you are setting."""
    question = find_visible(request.acting, address)
    context = asking_context(request, words=question.text, question=question)
    context |= answers_context(request, question, request.acting.reader)
    context["cause"] = idea_of(question, request.acting)
    return render(request, "matching/answers.html", context)


@policy(SIGNED_IN)
@require_safe
def evidence(request: SignedInRequest, address: str) -> HttpResponse:
    """What a reason rests on: the passages that speak of the need."""
    question = find_visible(request.acting, address)
    of, slug = request.GET.get("of", ""), request.GET.get("for", "")
    if not of and not slug:
        return redirect(question)
    context = evidence_context(question, of, slug, request.acting.reader)
    return render(request, f"matching/{'_evidence' if request.htmx else 'evidence'}.html", context)


@policy(SIGNED_IN)
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """What you and those you act for have asked."""
    rows = questions_of(request.acting).select_related("call", "lead").newest_first()
    page = Paginator(rows.annotate(pick_count=Count("picks")), QUESTIONS_A_PAGE)
    shown = page.get_page(page_in(request.GET, page.num_pages))
    return render(request, "matching/questions.html", {"questions": shown})


@policy(SIGNED_IN)
@require_POST
def picks(request: SignedInRequest, address: str) -> HttpResponse:
    """Pick a partner for the table, or put one back."""
    question, reader = find_visible(request.acting, address), request.acting.reader
    organisation = _organisation(request, request.POST.get("organisation", ""))
    if request.POST.get("pick") == "no":
        actions.put_back(question, organisation, by=request.acting)
    else:
        ranking = rank_for(question, reader)
        found = suggest(ranking, suggestions_of(ranking, [organisation.key]), reader)
        reasons = [said.kept() for one in found for said in one.reasons]
        actions.pick(question, organisation, reasons, by=request.acting)
    if request.htmx:
        context = picked_context(request, question, organisation, reader)
        return render(request, "matching/_picked.html", context)
    return redirect(f"{question.get_absolute_url()}{_kept_filters(request, question)}")


def _kept_filters(request: SignedInRequest, question: Question) -> str:
    """Return to the list as it was narrowed, when the page that asked is this question's own."""
    told = urlsplit(request.headers.get("Referer", ""))
    return f"?{told.query}" if told.query and told.path == question.get_absolute_url() else ""


@policy(SIGNED_IN)
@require_POST
def rules(request: SignedInRequest, address: str) -> HttpResponse:
    """Judge the table by other rules."""
    question = find_visible(request.acting, address)
    name = request.POST.get("rule_set", "")
    if name not in dict(rule_set_choices()):
        raise BadInput(_("There is no such rule set; choose one of the list."))
    actions.choose_rules(question, name, by=request.acting)
    if request.htmx:
        asked = answers_asked(request, question, request.acting.reader)
        context = changed_context(asked, asked.adds())
        return render(request, "matching/_picked.html", {**context, "asked_from_tray": True})
    return redirect(f"{question.get_absolute_url()}{_kept_filters(request, question)}")


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: SignedInRequest, address: str) -> HttpResponse:
    """Turn the picks into a consortium, its other seats filled if you like."""
    question = find_visible(request.acting, address)
    form = TableForm(request.POST or None, initial=setting.initial_of(question))
    context = {"question": question, "form": form, "table": table_of(question, request.acting.reader)}
    if request.method != "POST":
        return render(request, "matching/table.html", context)
    if form.is_valid():
        try:
            consortium = setting.set_the_table(question, form.cleaned_data, by=request.acting)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The table is set, and kept as a draft. Nobody has been told."))
            return redirect(consortium)
    return render(request, "matching/table.html", context, status=422)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def for_table(request: SignedInRequest, number: int) -> HttpResponse:
    """What a kept table still misses, and the three who would fill it best; or fill all its seats."""
    consortium = find_consortium(request.acting, number)
    if request.method == "POST":
        seated = fill_the_seats(consortium, request.POST, by=request.acting)
        messages.success(request, _("%(names)s sit at the table now.") % {"names": ", ".join(seated)})
        return redirect(consortium)
    context = completing_context(consortium, request.acting.reader)
    context["may_change"] = bool(may_change(request.acting, consortium))
    whole = not request.htmx
    return render(request, "matching/for_table.html" if whole else "matching/_for_table.html", context)


@policy(SIGNED_IN)
@require_safe
def of_call(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who could win a call: the best few of each list."""
    call = Call.objects.visible_to(request.acting.reader).filter(slug=slug).first()
    if call is None:
        raise Http404
    context = winners_context(call, request.acting)
    return render(request, "matching/_of_call.html" if request.htmx else "matching/of_call.html", context)


def _organisation(request: SignedInRequest, key: str) -> Organisation:
    kind, _colon, number = key.partition(":")
    rows = Organisation.objects.visible_to(request.acting.reader)
    found = (
        rows.filter(pk=int(number)).first()
        if kind == "organisation" and number.isdecimal() and len(number) < LONGEST_NUMBER
        else None
    )
    if found is None:
        raise Http404
    return found
