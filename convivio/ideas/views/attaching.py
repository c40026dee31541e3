"""The documents beside an idea, for who writes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.files.forms import DocumentForm
from convivio.files.keeping import MOST_MB, UNDONE_FOR, Sort
from convivio.files.models import File
from convivio.ideas import attaching
from convivio.ideas.models import Idea
from convivio.ideas.permissions import find_own, may_write
from convivio.kernel.errors import DomainError, NotAllowed
from convivio.kernel.verdicts import Verdict
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.uploads import takes_files


def _may_send(request: SignedInRequest, number: int) -> Verdict:
    return may_write(request.acting, find_own(request.acting, number))


@takes_files(MOST_MB[Sort.DOCUMENT], _may_send)
@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest, number: int) -> HttpResponse:
    """The documents beside an idea; add one."""
    idea = find_own(request.acting, number)
    if request.method != "POST":
        return _page(request, idea)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, idea, 422, document_form=form)
    try:
        attaching.attach(idea, form.cleaned_data["document"], by=request.acting)
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error("document", refusal.message)
        return _page(request, idea, refusal.status, document_form=form)
    messages.success(request, _("The document is there."))
    return redirect("ideas:files", number)


@policy(SIGNED_IN)
@require_POST
def file(request: SignedInRequest, number: int, file: int) -> HttpResponse:
    """Take a document away, bring it back."""
    idea = find_own(request.acting, number)
    found = get_object_or_404(File, about=idea.key, pk=file)
    answer = request.POST.get("answer", "")
    if answer == "remove":
        attaching.take_away(idea, found, by=request.acting)
        said = _("“%(name)s” is removed. For thirty days you can bring it back, below.")
    elif answer == "back":
        attaching.bring_back(idea, found, by=request.acting)
        said = _("“%(name)s” is back.")
    else:
        raise Http404
    messages.success(request, said % {"name": found})
    return redirect("ideas:files", number)


def _page(request: SignedInRequest, idea: Idea, status: int = 200, **more: Any) -> HttpResponse:
    gone = File.objects.filter(about=idea.key, removed_at__gt=now() - UNDONE_FOR).order_by("-removed_at")
    documents = attaching.documents_of(idea, request.acting)
    context = {
        "idea": idea,
        "documents": [{**one, "act": _act(idea, one["row"])} for one in documents],
        "removed": [{"row": one, "act": _act(idea, one)} for one in gone],
        "document_form": DocumentForm(),
        **more,
    }
    return render(request, "ideas/files_page.html", context, status=status)


def _act(idea: Idea, file: File) -> str:
    return reverse("ideas:file", args=[idea.pk, file.pk])
