"""Contacts who are not of a member."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.office.contacting import contacts_of, keep_longer, remove_contact, write_contact
from convivio.office.encountering import encounters_of
from convivio.office.forms import ContactForm
from convivio.office.models import CONTACTS_ARE_KEPT, Contact
from convivio.office.permissions import KEEPS_OFFICE, READS_OFFICE, find_cluster, may_keep_office
from convivio.office.ways import PAGE, REFUSED, exports, office_tabs, taken_away
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

DAYS_OF_A_MONTH = 30.4


@policy(READS_OFFICE)
@require_safe
def contacts(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The contacts of a cluster, by name."""
    found, words = find_cluster(request, cluster), " ".join(request.GET.get("q", "").split())[:200]
    rows = contacts_of(found, words)
    context = {
        "cluster": found,
        "tabs": office_tabs(found, "contacts"),
        "words": words,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "months": round(CONTACTS_ARE_KEPT.days / DAYS_OF_A_MONTH),
        "keeps": bool(may_keep_office(request.acting, found)),
        "exports": exports("office:contacts_file", found, request.GET.urlencode()) if rows.exists() else [],
    }
    return render(request, "office/contacts.html", context)


@policy(READS_OFFICE)
@require_safe
def contacts_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """The same contacts as a table."""
    found, words = find_cluster(request, cluster), request.GET.get("q", "")[:200]
    heads = [
        _("Name"), _("Organisation"), _("Role"), _("E-mail address"), _("Telephone"), _("Where you met"),
        _("What they agreed to"), _("Who keeps in touch"), _("Keep until"),
    ]  # fmt: skip
    rows = (
        [
            one.name, one.of, one.role, one.email, one.phone, one.source, one.consent, str(one.owner or ""),
            one.keep_until,
        ]
        for one in contacts_of(found, words)
    )  # fmt: skip
    return taken_away(ending, _("Contacts of %(cluster)s") % {"cluster": found}, heads, rows)


@policy(KEEPS_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_writing(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Write a new contact down."""
    found = find_cluster(request, cluster)
    return _written(request, found, Contact(cluster=found), _("The contact is kept."))


@policy(KEEPS_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """A contact, with what was said with them, to be changed."""
    rows = Contact.objects.select_related("cluster", "organisation", "owner")
    found = get_object_or_404(rows, pk=number, cluster__slug=cluster)
    return _written(request, found.cluster, found, _("What changed is kept."))


def _written(request: SignedInRequest, cluster: Cluster, found: Contact, said: str) -> HttpResponse:
    form = ContactForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        write_contact(form.save(commit=False), by=request.acting)
        messages.success(request, said)
        return redirect("office:contacts", cluster.slug)
    context = {
        "cluster": cluster,
        "tabs": office_tabs(cluster, "contacts"),
        "contact": found if found.pk else None,
        "form": form,
        "encounters": encounters_of(cluster).filter(contact=found)[:PAGE] if found.pk else [],
    }
    return render(request, "office/contact.html", context, status=REFUSED if form.errors else 200)


@policy(KEEPS_OFFICE)
@require_POST
def contact_keeping(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Say that a contact is still needed."""
    found = get_object_or_404(Contact, pk=number, cluster__slug=cluster)
    keep_longer(found, by=request.acting)
    messages.success(request, _("%(name)s is kept for two more years.") % {"name": found.name})
    return redirect("office:contacts", cluster)


@policy(KEEPS_OFFICE)
@require_POST
def contact_removal(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Forget a contact."""
    found = get_object_or_404(Contact, pk=number, cluster__slug=cluster)
    remove_contact(found, by=request.acting)
    messages.success(request, _("%(name)s is forgotten.") % {"name": found.name})
    return redirect("office:contacts", cluster)
