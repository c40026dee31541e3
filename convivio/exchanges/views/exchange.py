"""One exchange: asking for it, telling of it, and every step that either side takes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.exchanges.amounts import amount_in_words
from convivio.exchanges.beginning import ask, tell_what_took_place
from convivio.exchanges.forms import ASK, GAVE, DeliveredForm, NewForm, WordsForm, WorthForm
from convivio.exchanges.models import Exchange, Side, State
from convivio.exchanges.moves import CONFIRM, DELIVER, DISPUTE, MOVES, Move, open_to, waits_for
from convivio.exchanges.permissions import find_exchange, may_speak_for_somebody, sides_of, why_only_reading
from convivio.exchanges.stepping import step, take_back, undoable
from convivio.exchanges.telling import in_a_sentence
from convivio.exchanges.valuing import agree_on_worth, is_open_to_worth, may_agree_on_worth, propose_worth
from convivio.kernel.errors import WrongState
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.euros import written
from convivio.web.policies import SIGNED_IN, policy

STEP_WORDS = {
    State.ASKED: gettext_lazy("Asked for"),
    State.AGREED: gettext_lazy("Agreed"),
    State.DELIVERED: gettext_lazy("It took place, says one side"),
    State.CONFIRMED: gettext_lazy("Confirmed by the other side"),
    State.DISPUTED: gettext_lazy("Seen differently"),
    State.DECLINED: gettext_lazy("A no"),
    State.WITHDRAWN: gettext_lazy("Nothing came of it"),
}
"""Each step as the history of an exchange tells it."""


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Ask an organisation for something, or tell what was given or received."""
    may_speak_for_somebody(request.acting).enforce()
    current = request.acting.current
    ours = get_object_or_404(Organisation, pk=split_key(current.key)[1] if current else 0)
    initial = {name: request.GET.get(name, "")[:300] for name in ("way", "other", "words", "what")}
    initial = {name: value for name, value in initial.items() if value}
    form = NewForm(request.POST or None, ours=ours, reader=request.acting.reader, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form, ours)
    exchange = _begin(request, form, ours)
    messages.success(request, _("The other side has been told, and answers."))
    return redirect(exchange)


def _begin(request: SignedInRequest, form: NewForm, ours: Organisation) -> Exchange:
    way, other = form.cleaned_data["way"], form.cleaned_data["other"]
    if way == ASK:
        return ask(other, ours, form.shared, by=request.acting)
    if way == GAVE:
        return tell_what_took_place(ours, other, form.shared, Side.GIVER, by=request.acting)
    return tell_what_took_place(other, ours, form.shared, Side.TAKER, by=request.acting)


def _new_page(request: SignedInRequest, form: NewForm, ours: Organisation) -> HttpResponse:
    context = {"form": form, "organisation": ours}
    return render(request, "exchanges/new.html", context, status=422 if form.errors else 200)


@policy(SIGNED_IN)
@require_safe
def page(request: SignedInRequest, number: int) -> HttpResponse:
    """How an exchange stands, how it came there, and whose turn it is."""
    return _page(request, find_exchange(request.acting, number))


@policy(SIGNED_IN)
@require_POST
def stepping(request: SignedInRequest, number: int) -> HttpResponse:
    """Take a step: agree, decline, withdraw, say how much it was, confirm, or see it differently."""
    found, move = find_exchange(request.acting, number), MOVES.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    words, delivered = WordsForm(request.POST, wants_words=move.wants_words), None
    if move is DELIVER:
        delivered = DeliveredForm(request.POST)
        if not delivered.is_valid():
            return _page(request, found, status=422, delivered=delivered)
    if not words.is_valid():
        return _page(request, found, status=422, words=words)
    try:
        step(
            found, move, by=request.acting, words=words.cleaned_data["words"],
            delivered=delivered.delivered if delivered else None,
        )  # fmt: skip
    except WrongState as refusal:
        found = find_exchange(request.acting, number)
        return _page(request, found, status=409, words=words, refusal=refusal)
    messages.success(request, _said(move))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def taking_back(request: SignedInRequest, number: int) -> HttpResponse:
    """Undo the last step."""
    found = find_exchange(request.acting, number)
    try:
        take_back(found, by=request.acting)
    except WrongState as refusal:
        return _page(request, find_exchange(request.acting, number), status=409, refusal=refusal)
    messages.success(request, _("It is taken back, and the other side has been told."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def worth(request: SignedInRequest, number: int) -> HttpResponse:
    """Say what it is worth in euros, or agree on what the other side says."""
    found, form = find_exchange(request.acting, number), WorthForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, worth_form=form)
    said = form.cleaned_data
    try:
        if "agree" in request.POST:
            agree_on_worth(found, said["worth"], by=request.acting)
        else:
            propose_worth(found, said["worth"], said["worth_basis"], by=request.acting)
    except WrongState as refusal:
        found = find_exchange(request.acting, number)
        return _page(request, found, status=409, worth_form=form, refusal=refusal)
    messages.success(request, _("It is kept, and the other side has been told."))
    return redirect(found)


def _said(move: Move) -> str:
    if move is CONFIRM:
        return _("It is confirmed: it stands in the ledger of both.")
    if move is DISPUTE:
        return _("They have been told what you see differently.")
    return _("It is kept, and the other side has been told.")


def _page(request: SignedInRequest, found: Exchange, *, status: int = 200, **more: Any) -> HttpResponse:
    sides = sides_of(request.acting, found)
    moves = {move.name for move in open_to(found, sides)}
    initial = {"worth": written(found.worth), "worth_basis": found.worth_basis}
    context = {
        "exchange": found,
        "sentence": in_a_sentence(found),
        "amount": amount_in_words(found.amount, found.unit),
        "moves": moves,
        "why_not": why_only_reading(request.acting, found),
        "our_turn": bool(waits_for(found) & set(sides)),
        "waits_for": [found.organisation_of(side) for side in sorted(waits_for(found) - set(sides))],
        "steps": _steps(found),
        "undo": undoable(found, sides),
        "delivered": DeliveredForm(
            initial={"amount": found.amount.normalize(), "on": found.on or localdate()}
        ),
        "words": WordsForm(),
        "may_value": bool(sides) and is_open_to_worth(found),
        "may_agree": may_agree_on_worth(request.acting, found),
        "worth_form": WorthForm(initial=initial),
        **more,
    }
    return render(request, "exchanges/exchange_page.html", context, status=status)


def _steps(exchange: Exchange) -> list[dict[str, Any]]:
    rows = exchange.steps.select_related("person")
    return [
        {
            "at": one.at,
            "said": STEP_WORDS[State(one.state)],
            "amount": amount_in_words(one.amount, exchange.unit),
            "whom": exchange.organisation_of(one.side) if one.side else None,
            "person": one.person,
            "words": one.words,
            "is_taken_back": one.is_taken_back,
        }
        for one in rows
    ]
