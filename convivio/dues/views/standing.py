from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import Cluster
from convivio.dues.actions.keeping_rules import write_to
from convivio.dues.forms import EmailForm, PeriodForm
from convivio.dues.ledger import euros_of
from convivio.dues.models import Account, Books
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.reports import Report, report_of, statement_of, waiting_payments
from convivio.dues.views.desk import UNPROCESSABLE, cluster_named, page
from convivio.people.acting import SignedInRequest
from convivio.web.amounts import money
from convivio.web.figures import Bar
from convivio.web.policies import policy


@policy(KEEPS_DUES)
@require_safe
def desk(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What was asked, received and is open, by year, by category and by how late it is."""
    kept = cluster_named(request, cluster)
    report = report_of(kept, localdate())
    return page(
        request,
        "desk.html",
        kept,
        "desk",
        tiles=_tiles(report, kept),
        years=[(str(year), _in_euros(tally)) for year, tally in sorted(report.by_year.items(), reverse=True)],
        categories=_categories(report, kept),
        ages=ages_of(report),
        can_ask=Books.objects.filter(cluster=kept).exclude(iban="").exists(),
        waiting=len(waiting_payments(kept)),
        period=PeriodForm(),
    )


def _tiles(report: Report, cluster: Cluster) -> list[dict[str, Any]]:
    def url(name: str, query: str = "") -> str:
        return reverse(f"dues:{name}", args=[cluster.slug]) + query

    figures = [
        (report.total.due, _("asked"), url("notices")),
        (report.total.received, _("received for it"), url("payments")),
        (report.total.open, _("open"), url("notices", "?show=open")),
        (report.unmatched, _("not matched yet"), url("payments", "?show=waiting")),
        (report.credit, _("credit of members"), url("payments", "?show=credit")),
    ]
    return [{"figure": money(euros_of(cents)), "words": words, "url": link} for cents, words, link in figures]


def _in_euros(tally: Any) -> dict[str, Any]:
    names = ("due", "received", "written_off", "open")
    return {name: euros_of(getattr(tally, name)) for name in names}


def _categories(report: Report, cluster: Cluster) -> list[tuple[int, str, dict[str, Any]]]:
    names = names_of_categories(cluster)
    latest = max(report.by_year, default=0)
    kept = [(year, code, tally) for (year, code), tally in report.by_category.items() if year == latest]
    return [(year, category_name(code, names), _in_euros(tally)) for year, code, tally in kept]


def ages_of(report: Report) -> list[Bar]:
    """Say how late what is open is, as bars."""
    bars = [Bar(_("not due yet"), report.not_due / 100, money(euros_of(report.not_due)))]
    for (first, last), cents in report.ages.items():
        span = {"first": max(first, 1), "last": last}
        words = _("%(first)s to %(last)s days late") if last else _("%(first)s days late and more")
        bars.append(Bar(words % span, cents / 100, money(euros_of(cents))))
    return bars


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: SignedInRequest, cluster: str, slug: str) -> HttpResponse:
    """What one member was asked, paid and owes; and where its notices go."""
    kept = cluster_named(request, cluster)
    rows = Account.objects.filter(cluster=kept, organisation__slug=slug).select_related("organisation")
    account = get_object_or_404(rows.order_by("pk")[:1])
    form = EmailForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        write_to(account, form.cleaned_data["email"], by=request.acting)
        return redirect("dues:statement", kept.slug, slug)
    movements = statement_of(account.organisation, kept)
    return page(
        request,
        "statement.html",
        kept,
        "desk",
        account=account,
        movements=movements,
        balance=movements[-1].balance if movements else 0,
        count_text=ngettext("%(count)s act", "%(count)s acts", len(movements)) % {"count": len(movements)},
        form=form,
        status=UNPROCESSABLE if form.errors else 200,
    )
