from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convivio.pages.actions import bodies as body_actions
from convivio.pages.actions import funding as funding_actions
from convivio.pages.bodies import bodies_of
from convivio.pages.errors import AlreadyFinanced, TermIsHeld
from convivio.pages.forms import (
    BodyForm,
    FundingForm,
    TermForm,
    initial_body,
    initial_funding,
    initial_term,
)
from convivio.pages.funding import funding_of
from convivio.pages.models import Body, Funding, Term
from convivio.pages.permissions import find_desk
from convivio.pages.publishers import Publisher
from convivio.pages.views.desk import tabs_of
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_safe
def bodies_desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """The bodies and their terms, to be written."""
    publisher = find_desk(request.acting, slug)
    context = {
        "publisher": publisher,
        "tabs": tabs_of(publisher, "bodies_desk"),
        "bodies": bodies_of(publisher, request.acting.reader, localdate()),
    }
    return render(request, "pages/bodies_desk.html", context)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def body_writing(request: SignedInRequest, slug: str, number: int = 0) -> HttpResponse:
    """Add a body, or change what it is."""
    publisher = find_desk(request.acting, slug)
    body = get_object_or_404(Body, publisher=publisher.key, pk=number) if number else None
    form = BodyForm(request.POST or None, initial=initial_body(body), publisher=publisher)

    def keep() -> object:
        if body is None:
            return body_actions.add_body(publisher, form.founding, by=request.acting)
        return body_actions.change_body(publisher, body, form.founding, by=request.acting)

    title = _("Change “%(name)s”") % {"name": body} if body else _("Add a body")
    return _kept_or_shown(request, publisher, form, keep, _Page(title, "bodies_desk"))


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def term_writing(request: SignedInRequest, slug: str, body: int, number: int = 0) -> HttpResponse:
    """Say who sits in a body, or on which day a term ends."""
    publisher = find_desk(request.acting, slug)
    found = get_object_or_404(Body, publisher=publisher.key, pk=body)
    term = get_object_or_404(Term, body=found, pk=number) if number else None
    form = TermForm(request.POST or None, initial=initial_term(term), publisher=publisher, term=term)

    def keep() -> object:
        if term is None:
            return body_actions.add_term(publisher, found, form.sitting, by=request.acting)
        return body_actions.change_term(publisher, term, form.sitting, by=request.acting)

    title = term.person_name if term else _("Somebody new in “%(name)s”") % {"name": found}
    return _kept_or_shown(request, publisher, form, keep, _Page(title, "bodies_desk"))


@policy(SIGNED_IN)
@require_safe
def funding_desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which programmes finance us, to be written."""
    publisher = find_desk(request.acting, slug)
    context = {
        "publisher": publisher,
        "tabs": tabs_of(publisher, "funding_desk"),
        "fundings": funding_of(publisher.key),
        "today": localdate(),
    }
    return render(request, "pages/funding_desk.html", context)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def funding_writing(request: SignedInRequest, slug: str, number: int = 0) -> HttpResponse:
    """Write down a programme that finances us, or on which day it ended."""
    publisher = find_desk(request.acting, slug)
    funding = get_object_or_404(Funding, publisher=publisher.key, pk=number) if number else None
    form = FundingForm(request.POST or None, initial=initial_funding(funding))

    def keep() -> object:
        if funding is None:
            return funding_actions.add_funding(publisher, form.grant, by=request.acting)
        return funding_actions.change_funding(publisher, funding, form.grant, by=request.acting)

    title = str(funding.programme) if funding else _("Add a programme")
    return _kept_or_shown(request, publisher, form, keep, _Page(title, "funding_desk"))


class _Page:
    """The page of one row: its title, and the list it belongs to."""

    def __init__(self, title: str, back: str) -> None:
        self.title = title
        self.back = back


def _kept_or_shown(
    request: SignedInRequest, publisher: Publisher, form: Form, keep: Callable[[], object], page: _Page
) -> HttpResponse:
    """Keep a form that is right and go back to the list, or show it with what has to be put right."""
    more: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                keep()
            except (TermIsHeld, AlreadyFinanced) as refusal:
                more["refusal"], status = refusal, 409
            else:
                messages.success(request, _("It is kept, and shown to anyone."))
                return redirect(f"pages:{page.back}", publisher.slug)
    context = {"publisher": publisher, "form": form, "page": page, **more}
    return render(request, "pages/row_writing.html", context, status=status)
