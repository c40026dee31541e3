"""Who was a member of a cluster on a day, as a page and as a table to take away."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import Cluster
from convivio.memberships.days import columns, counts_by_category, members_on, rows
from convivio.memberships.office_forms import DayForm
from convivio.memberships.permissions import LOOKS_AFTER
from convivio.memberships.views.asked import REFUSED
from convivio.people.acting import SignedInRequest
from convivio.web.figures import Bar
from convivio.web.policies import policy
from convivio.web.tables import csv_response, xlsx_response


@policy(LOOKS_AFTER)
@require_safe
def on(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The members of a cluster on a day, and how many there were of each category."""
    found = get_object_or_404(Cluster, slug=cluster)
    form = DayForm({"day": request.GET.get("day") or localdate()})
    day = form.cleaned_data["day"] if form.is_valid() else localdate()
    names = names_of_categories(found)
    members = list(members_on(found, day))
    context: dict[str, Any] = {
        "cluster": found,
        "form": form,
        "day": day,
        "members": [(one, category_name(one.category, names)) for one in members],
        "bars": [
            Bar(capfirst(name), count) for name, count in counts_by_category(members_on(found, day), names)
        ],
        "exports": _exports(found, day),
    }
    return render(request, "memberships/on.html", context, status=REFUSED if form.errors else 200)


@policy(LOOKS_AFTER)
@require_safe
def on_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """The same members as a table."""
    answers = {"csv": csv_response, "xlsx": xlsx_response}
    form = DayForm({"day": request.GET.get("day") or localdate()})
    if ending not in answers or not form.is_valid():
        raise Http404
    found, day = get_object_or_404(Cluster, slug=cluster), form.cleaned_data["day"]
    name = _("Members of %(cluster)s on %(day)s") % {"cluster": found, "day": day.isoformat()}
    return answers[ending](name, columns(), rows(members_on(found, day), names_of_categories(found)))


def _exports(cluster: Cluster, day: date) -> list[dict[str, str]]:
    return [
        {
            "label": ending.upper(),
            "url": f"{reverse('memberships:on_file', args=[cluster.slug, ending])}?day={day.isoformat()}",
        }
        for ending in ("csv", "xlsx")
    ]
