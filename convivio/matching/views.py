from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.calls.models import Call
from convivio.consortia.permissions import find_visible as find_consortium
from convivio.consortia.permissions import may_change
from convivio.engine.errors import EngineError
from convivio.engine.rank import suggestions_of
from convivio.kernel.errors import BadInput, DomainError
from convivio.matching import actions, setting
from convivio.matching.answering import suggest
from convivio.matching.answers_page import Adds, answers_context, candidate_of, rank_for, table_context
from convivio.matching.asking_page import asking_context, lead_of
from convivio.matching.completing import completing_context, fill_the_seats
from convivio.matching.forms import QuestionForm, TableForm, rule_set_choices
from convivio.matching.models import Question
from convivio.matching.permissions import find_visible
from convivio.matching.tables import table_of
from convivio.matching.winners import winners_context
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

LONGEST_NUMBER = 18


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
    """Ask what the form says; the engine is asked at once, so that an empty need is refused here."""
    if not form.is_valid():
        raise BadInput(" ".join(str(error) for errors in form.errors.values() for error in errors))
    said = form.cleaned_data
    calls = Call.objects.visible_to(request.acting.reader)
    asking = actions.Asking(
        text=said["words"],
        call=calls.filter(slug=said["call"]).first() if said["call"] else None,
        lead=lead_of(request, said["lead"]),
    )
    question = actions.ask_question(asking, by=request.acting)
    try:
        rank_for(question, request.acting.reader)
    except EngineError as error:
        question.delete()
        raise BadInput(_("There is no word here to look for. Say what you need in a sentence.")) from error
    return question


@policy(SIGNED_IN)
@require_safe
def answers(request: SignedInRequest, address: str) -> HttpResponse:
    """Partners for a need: those you know, those new to you, and the table you are setting."""
    question = find_visible(request.acting, address)
    context = answers_context(request, question, request.acting.reader)
    context |= asking_context(request, words=question.text, question=question)
    return render(request, "matching/answers.html", context)


@policy(SIGNED_IN)
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """What you and those you act for have asked."""
    rows = Question.objects.visible_to(request.acting.reader).select_related("call").newest_first()
    return render(request, "matching/questions.html", {"questions": rows[:50]})


@policy(SIGNED_IN)
@require_POST
def picks(request: SignedInRequest, address: str) -> HttpResponse:
    """Pick a partner for the table, or put one back."""
    question = find_visible(request.acting, address)
    organisation = _organisation(request, request.POST.get("organisation", ""))
    if request.POST.get("pick") == "no":
        actions.put_back(question, organisation, by=request.acting)
    else:
        ranking = rank_for(question, request.acting.reader)
        found = suggest(ranking, suggestions_of(ranking, [organisation.key]), request.acting.reader)
        reasons = [
            {"kind": said.kind, "text": said.text, "evidence": list(said.evidence)}
            for one in found
            for said in one.reasons
        ]
        actions.pick(question, organisation, reasons, by=request.acting)
    if request.htmx:
        return render(request, "matching/_picked.html", _picked(request, question, organisation))
    return redirect(question)


def _picked(request: SignedInRequest, question: Question, organisation: Organisation) -> dict[str, Any]:
    """Give what changes on the page when somebody is picked: their card, and the table."""
    reader = request.acting.reader
    table = table_of(question, reader)
    ranking = rank_for(question, reader)
    adds = Adds(ranking, actions.words_of(question), table)
    found = suggest(ranking, suggestions_of(ranking, [organisation.key]), reader)
    is_picked = organisation in table.picked
    cards = [candidate_of(one, adds, {}, picked=is_picked) for one in found]
    return {
        **table_context(question, table),
        "candidate": cards[0] if cards else None,
        "rule_sets": rule_set_choices(),
        "asked_from_tray": request.headers.get("HX-Target", "").startswith("tray"),
    }


@policy(SIGNED_IN)
@require_POST
def rules(request: SignedInRequest, address: str) -> HttpResponse:
    """Judge the table by other rules."""
    question = find_visible(request.acting, address)
    name = request.POST.get("rule_set", "")
    if name not in dict(rule_set_choices()):
        raise BadInput(_("There is no such rule set; choose one of the list."))
    actions.choose_rules(question, name, by=request.acting)
    return redirect(question)


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
