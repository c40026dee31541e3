from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.dues.actions.keeping_rules import (
    begin_arrears_rule,
    begin_schedule,
    keep_reminder_level,
    say_where_to_pay,
)
from convivio.dues.forms import (
    ArrearsForm,
    LineForms,
    PayeeForm,
    ReductionForms,
    ReminderForm,
    ScheduleForm,
    YearForm,
    cases_twice,
    lines_in,
    reductions_in,
)
from convivio.dues.issuing_plan import Standing, preview_of
from convivio.dues.models import ArrearsRule, Books, FeeSchedule, ReminderLevel
from convivio.dues.naming import named_schedules
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.standard_texts import PLACES, levels_of
from convivio.dues.views.desk import UNPROCESSABLE, cluster_named, page
from convivio.kernel.errors import DomainError
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(KEEPS_DUES)
@require_safe
def rules(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What is asked of whom, since when, and where it is written; also what held before."""
    kept = cluster_named(request, cluster)
    schedules = named_schedules(kept)
    context = {"schedules": schedules, "today": localdate(), "next_year": str(localdate().year + 1)}
    return page(request, "rules.html", kept, "rules", **context)


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_change(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Copy the latest rules, change them, and let them begin on a day."""
    kept = cluster_named(request, cluster)
    latest = FeeSchedule.objects.filter(cluster=kept).order_by("-from_on").first()
    form = ScheduleForm(request.POST or None, initial=_copied(latest))
    line_forms = LineForms(
        request.POST or None, prefix="lines", form_kwargs={"cluster": kept}, initial=_rows(latest, "lines")
    )
    reduction_forms = ReductionForms(
        request.POST or None,
        prefix="reductions",
        form_kwargs={"cluster": kept},
        initial=_rows(latest, "reductions"),
    )
    if request.method == "POST" and _begun(request, kept, form, line_forms, reduction_forms):
        messages.success(request, _("The new rules are kept. What held before stays as it was."))
        return redirect("dues:rules", kept.slug)
    context = {"form": form, "line_forms": line_forms, "reduction_forms": reduction_forms, "latest": latest}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return page(request, "rules_change.html", kept, "rules", status=status, **context)


def _begun(
    request: SignedInRequest, cluster: Cluster, form: Any, line_forms: Any, reduction_forms: Any
) -> bool:
    """Let rules begin when all of the form is sound; else say what is not."""
    if not all([form.is_valid(), line_forms.is_valid(), reduction_forms.is_valid()]):
        return False
    lines = lines_in(line_forms)
    if not lines or cases_twice(lines):
        form.add_error(None, _("Write at least one amount, and one only for each case."))
        return False
    schedule = form.save(commit=False)
    schedule.cluster = cluster
    try:
        begin_schedule(schedule, lines, reductions_in(reduction_forms), by=request.acting)
    except DomainError as refusal:
        form.add_error("from_on", refusal.message)
        return False
    return True


def _copied(latest: FeeSchedule | None) -> dict[str, Any]:
    year = localdate().year + (1 if latest else 0)
    initial: dict[str, Any] = {"from_on": localdate().replace(year=year, month=1, day=1)}
    return {**initial, "part_of_year": latest.part_of_year} if latest else initial


def _rows(latest: FeeSchedule | None, name: str) -> list[dict[str, Any]]:
    names = {
        "lines": ("what", "category", "size", "amount"),
        "reductions": ("what", "category", "size", "organisation", "parts", "of", "reason"),
    }[name]
    return (
        [{one: getattr(row, one) for one in names} for row in getattr(latest, name).all()] if latest else []
    )


@policy(KEEPS_DUES)
@require_safe
def rules_preview(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What the rules would bring in for a year, member by member."""
    kept = cluster_named(request, cluster)
    form = YearForm(request.GET or None, initial={"year": localdate().year + 1})
    year = form.cleaned_data["year"] if form.is_valid() else localdate().year + 1
    plan = preview_of(kept, year)
    context = {"plan": plan, "form": form, "year": str(year), "no_rule": len(plan.of(Standing.NO_RULE))}
    return page(request, "rules_preview.html", kept, "rules", **context)


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Where members pay; what lateness costs; with which words they are reminded."""
    kept = cluster_named(request, cluster)
    books = Books.objects.filter(cluster=kept).first() or Books(cluster=kept)
    form = PayeeForm(request.POST or None, instance=books)
    if request.method == "POST" and form.is_valid():
        say_where_to_pay(kept, form.cleaned_data, by=request.acting)
        messages.success(request, _("Kept. New notices say this."))
        return redirect("dues:settings", kept.slug)
    return _settings(request, kept, form=form)


@policy(KEEPS_DUES)
@require_POST
def arrears_rule(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Let a rule about lateness begin."""
    kept = cluster_named(request, cluster)
    form = ArrearsForm(request.POST, prefix="arrears")
    if form.is_valid():
        rule = form.save(commit=False)
        rule.cluster = kept
        try:
            begin_arrears_rule(rule, by=request.acting)
        except DomainError as refusal:
            form.add_error("from_on", refusal.message)
        else:
            messages.success(request, _("The rule is kept."))
            return redirect("dues:settings", kept.slug)
    return _settings(request, kept, arrears=form)


@policy(KEEPS_DUES)
@require_POST
def reminder_words(request: SignedInRequest, cluster: str, level: int) -> HttpResponse:
    """Keep the words of a reminder."""
    kept = cluster_named(request, cluster)
    found = next((one for one in levels_of(kept) if one.level == level), None)
    wanted = found or get_object_or_404(ReminderLevel, pk=0)
    form = ReminderForm.of(wanted, request.POST)
    if form.is_valid():
        keep_reminder_level(form.put_into(wanted), by=request.acting)
        messages.success(request, _("The words are kept."))
        return redirect("dues:settings", kept.slug)
    return _settings(request, kept, worded=form)


def _settings(
    request: SignedInRequest, cluster: Cluster, form: Any = None, arrears: Any = None, worded: Any = None
) -> HttpResponse:
    books = Books.objects.filter(cluster=cluster).first() or Books(cluster=cluster)
    reminders = []
    for one in levels_of(cluster):
        of_level = ReminderForm.of(one)
        same = worded is not None and worded.prefix == of_level.prefix
        reminders.append((one, worded if same else of_level))
    refused = any(one is not None and one.errors for one in (form, arrears, worded))
    return page(
        request,
        "settings.html",
        cluster,
        "settings",
        form=form or PayeeForm(instance=books),
        arrears=arrears or ArrearsForm(prefix="arrears"),
        arrears_rules=ArrearsRule.objects.filter(cluster=cluster),
        reminders=reminders,
        stands_in=", ".join(f"{{{name}}}" for name in PLACES),
        status=UNPROCESSABLE if refused else 200,
    )
