from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.consortia import actions, exports
from convivio.consortia.budgets import paid_seats, suggested_shares
from convivio.consortia.errors import ChangedMeanwhile
from convivio.consortia.forms import (
    BeginForm,
    BudgetForm,
    DescriptionForm,
    number_or_none,
    with_shares,
)
from convivio.consortia.models import Consortium, Departure, Seat
from convivio.consortia.offering import offered
from convivio.consortia.permissions import find_visible, may_begin, may_change
from convivio.consortia.table_page import TablePage
from convivio.consortia.verdicts import judge_all
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

PAGE = 20
WITH_SEATS = Prefetch("seats", Seat.objects.select_related("organisation"))


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def consortium_list(request: SignedInRequest) -> HttpResponse:
    """The drafts of whom I act for, and my own; or one more, begun with a name."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        beginning = actions.Beginning(
            name=form.cleaned_data["name"],
            rule_set=form.cleaned_data["rule_set"],
            sittings=_lead_of(request),
        )
        return redirect(actions.begin_consortium(beginning, by=request.acting))
    context = {**_drafts(request), "form": form, "may_begin": may_begin(request.acting)}
    return render(request, "consortia/consortium_list.html", context, status=422 if form.errors else 200)


@policy(SIGNED_IN)
@require_safe
def page(request: SignedInRequest, number: int) -> HttpResponse:
    """A table: what is missing, who sits there, the money, rule by rule, how it came here."""
    return _page(request, find_visible(request.acting, number))


@policy(SIGNED_IN)
@require_POST
def description(request: SignedInRequest, number: int) -> HttpResponse:
    """Give the table another name, or judge it by other rules."""
    consortium = find_visible(request.acting, number)
    current = {"name": consortium.name, "rule_set": consortium.rule_set}
    form = DescriptionForm({**current, **request.POST.dict()}, current=consortium.rule_set)
    if not form.is_valid():
        return _page(request, consortium, status=422, naming=form)
    told = form.cleaned_data
    return _tried(
        request,
        consortium,
        lambda: actions.describe(
            consortium,
            name=told["name"],
            rule_set=told["rule_set"],
            revision=told["revision"],
            by=request.acting,
        ),
        _("The table is kept."),
        focus="name",
        naming=form,
    )


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: SignedInRequest, number: int) -> HttpResponse:
    """Look for partners by name, and seat them."""
    consortium = find_visible(request.acting, number)
    if request.method != "POST":
        typed = request.GET.get("q", "").strip()
        context = {
            "consortium": consortium,
            "typed": typed,
            "offered": offered(typed, consortium, request.acting.reader),
        }
        template = "consortia/_offered.html" if request.htmx else "consortia/offered_page.html"
        return render(request, template, context)
    partner = _organisation(request)
    sitting = actions.Sitting(partner, request.POST.get("role") or Seat.Role.BENEFICIARY)
    return _tried(
        request,
        consortium,
        lambda: actions.seat_partners(consortium, [sitting], by=request.acting),
        _("%(name)s has a seat at the table.") % {"name": partner},
        focus="seated",
    )


@policy(SIGNED_IN)
@require_POST
def seat_role(request: SignedInRequest, number: int, seat: int) -> HttpResponse:
    """Give a partner another role."""
    consortium = find_visible(request.acting, number)
    found = get_object_or_404(consortium.seats.select_related("organisation"), pk=seat)
    role = request.POST.get("role", "")
    revision = _revision(request, consortium)
    return _tried(
        request,
        consortium,
        lambda: actions.change_role(found, role, revision=revision, by=request.acting),
        _("The role is changed."),
        typed_role=(found.pk, role),
    )


@policy(SIGNED_IN)
@require_POST
def departure(request: SignedInRequest, number: int, seat: int) -> HttpResponse:
    """Take a partner from the table; they can be seated again."""
    consortium = find_visible(request.acting, number)
    found = get_object_or_404(consortium.seats.select_related("organisation"), pk=seat)
    revision = _revision(request, consortium)
    return _tried(
        request,
        consortium,
        lambda: actions.free_seat(found, revision=revision, by=request.acting),
        "",
        focus="left",
    )


@policy(SIGNED_IN)
@require_POST
def seat_again(request: SignedInRequest, number: int, departure: int) -> HttpResponse:
    """Seat a partner who left, as they sat before."""
    consortium = find_visible(request.acting, number)
    left = get_object_or_404(
        Departure.objects.select_related("organisation"), pk=departure, consortium=number
    )
    left.consortium = consortium
    return _tried(
        request,
        consortium,
        lambda: actions.seat_again(left, by=request.acting),
        _("%(name)s sits at the table again.") % {"name": left.organisation},
        focus="seated",
    )


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: SignedInRequest, number: int) -> HttpResponse:
    """Share the budget: typed, split equally, or by weights."""
    consortium = find_visible(request.acting, number)
    shown = TablePage(consortium, request.acting)
    paid = paid_seats(consortium, shown.seats)
    if request.method != "POST":
        may_change(request.acting, consortium).enforce()
        return _budget_page(request, shown, BudgetForm(consortium=consortium, seats=paid))
    form = BudgetForm(request.POST, consortium=consortium, seats=paid)
    if form.is_valid() and request.POST.get("do") in {"equal", "weights"}:
        return _suggestion(request, shown, form, paid)
    if form.is_valid():
        form.check_sum()
    if form.errors:
        return _budget_page(request, shown, form, status=422)
    return _keep_budget(request, shown, form, paid)


@policy(SIGNED_IN)
@require_POST
def setting_aside(request: SignedInRequest, number: int) -> HttpResponse:
    """Put the table out of the way."""
    consortium = find_visible(request.acting, number)
    actions.set_aside(consortium, revision=_revision(request, consortium), by=request.acting)
    messages.success(
        request, _("“%(name)s” is set aside. You can take it back below.") % {"name": consortium}
    )
    return redirect("consortia:list")


@policy(SIGNED_IN)
@require_POST
def taking_back(request: SignedInRequest, number: int) -> HttpResponse:
    """Put a table back among the drafts."""
    consortium = find_visible(request.acting, number)
    actions.take_back(consortium, by=request.acting)
    messages.success(request, _("“%(name)s” is back among your drafts.") % {"name": consortium})
    return redirect(consortium)


@policy(SIGNED_IN)
@require_POST
def export(request: SignedInRequest, number: int, form: str) -> HttpResponse:
    """Answer with the table as a file, and put on record that it was taken away."""
    consortium = find_visible(request.acting, number)
    if form not in exports.FORMS:
        raise Http404
    actions.note_export(consortium, form, by=request.acting)
    return exports.FORMS[form](TablePage(consortium, request.acting))


def _page(
    request: SignedInRequest, consortium: Consortium, status: int = 200, **more: object
) -> HttpResponse:
    """Show the table; to htmx, only what changes, with what just happened."""
    context = {"table": TablePage(consortium, request.acting), "consortium": consortium, **more}
    template = "consortia/_changed.html" if request.htmx else "consortia/consortium_page.html"
    response = render(request, template, context, status=status)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#table", "outerHTML"
    return response


def _tried(
    request: SignedInRequest,
    consortium: Consortium,
    act: Callable[[], object],
    sentence: str,
    focus: str = "",
    **typed: object,
) -> HttpResponse:
    """Change the table and show it; if somebody else did meanwhile, show theirs with what was typed.

    To htmx, `focus` names the part that the keyboard goes on from; a full page begins anew.
    """
    try:
        act()
    except ChangedMeanwhile as conflict:
        return _page(request, consortium, status=409, conflict=conflict.message, **typed)
    if sentence:
        messages.success(request, sentence)
    if not request.htmx:
        return redirect(consortium)
    return _page(request, consortium, focus=focus, typed_role=typed.get("typed_role"))


def _drafts(request: SignedInRequest) -> dict[str, object]:
    acting = request.acting
    mine = Consortium.objects.owned_by(acting.key, acting.person_key).visible_to(acting.reader)
    rows = mine.select_related("call").prefetch_related(WITH_SEATS).latest_change_first()
    listed = Paginator(rows.filter(set_aside_at=None), PAGE).get_page(request.GET.get("page"))
    tables = {one: list(one.seats.all()) for one in listed}
    judgements = judge_all(tables)
    drafts = [
        {
            "consortium": one,
            "judgement": judgements.get(one.pk),
            "seated": [seat.organisation for seat in found if seat.organisation],
        }
        for one, found in tables.items()
    ]
    put_away = mine.exclude(set_aside_at=None).order_by("-set_aside_at", "-pk")[:PAGE]
    return {"drafts": drafts, "page": listed, "put_away": list(put_away)}


def _lead_of(request: SignedInRequest) -> tuple[actions.Sitting, ...]:
    """Seat the organisation that the person acts for as the lead."""
    kind, _colon, number = request.acting.key.partition(":")
    if kind != "organisation":
        return ()
    return (actions.Sitting(Organisation.objects.get(pk=int(number)), Seat.Role.LEAD),)


def _organisation(request: SignedInRequest) -> Organisation:
    try:
        kind, number = split_key(request.POST.get("organisation", ""))
    except ValueError as error:
        raise Http404 from error
    if kind != "organisation":
        raise Http404
    return get_object_or_404(Organisation.objects.visible_to(request.acting.reader), pk=number)


def _revision(request: SignedInRequest, consortium: Consortium) -> int:
    """Read at which revision the page was opened; a form without one speaks of the table as it is."""
    told = request.POST.get("revision", "")
    number = number_or_none(told)
    return consortium.revision if number is None else number


def _suggestion(
    request: SignedInRequest, shown: TablePage, form: BudgetForm, paid: list[Seat]
) -> HttpResponse:
    """Fill the form with suggested shares; nothing is kept yet."""
    whole = form.cleaned_data["budget"]
    if whole is None:
        form.add_error("budget", _("Write the whole cost first: then it can be split."))
        return _budget_page(request, shown, form, status=422)
    weights = form.weights if request.POST.get("do") == "weights" else {}
    shares = suggested_shares(shown.consortium, paid, whole, weights)
    filled = BudgetForm(with_shares(request.POST.dict(), shares), consortium=shown.consortium, seats=paid)
    return _budget_page(request, shown, filled, suggested=True)


def _keep_budget(
    request: SignedInRequest, shown: TablePage, form: BudgetForm, paid: list[Seat]
) -> HttpResponse:
    consortium = shown.consortium
    try:
        actions.share_budget(
            consortium,
            form.cleaned_data["budget"],
            form.shares,
            revision=form.cleaned_data["revision"],
            by=request.acting,
        )
    except ChangedMeanwhile as conflict:
        again = BudgetForm(
            {**request.POST.dict(), "revision": consortium.revision}, consortium=consortium, seats=paid
        )
        return _budget_page(request, shown, again, status=409, conflict=conflict.message)
    messages.success(request, _("The budget is shared."))
    return _page(request, consortium, focus="budget") if request.htmx else redirect(consortium)


def _budget_page(
    request: SignedInRequest, shown: TablePage, form: BudgetForm, status: int = 200, **more: object
) -> HttpResponse:
    """Show the form; to htmx, in the place of the budget."""
    context = {"table": shown, "consortium": shown.consortium, "form": form, **more}
    template = "consortia/_budget_form.html" if request.htmx else "consortia/budget_page.html"
    response = render(request, template, context, status=status)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#budget-part", "outerHTML"
    return response
