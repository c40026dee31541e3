"""What an owner shows of a resource: its pictures and its documents."""

from collections.abc import Callable
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
from convivio.kernel.errors import DomainError, NotAllowed
from convivio.kernel.verdicts import Verdict
from convivio.people.acting import SignedInRequest
from convivio.resources import picturing
from convivio.resources.forms import PictureForm, PictureWordsForm
from convivio.resources.models import Picture, Resource
from convivio.resources.permissions import find_own, may_offer
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.uploads import takes_files


def _may_send(request: SignedInRequest, slug: str) -> Verdict:
    return may_offer(request.acting, find_own(request.acting, slug).owner)


@takes_files(MOST_MB[Sort.DOCUMENT], _may_send)
@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest, slug: str) -> HttpResponse:
    """The pictures and documents of a resource; add one."""
    resource = find_own(request.acting, slug)
    if request.method != "POST":
        return _page(request, resource)
    if "document" in request.FILES or "is_document" in request.POST:
        return _add_document(request, resource)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            picturing.add_picture(resource, form.cleaned_data["file"], form.shows, by=request.acting)
        except NotAllowed:
            raise
        except DomainError as refusal:
            form.add_error("file", refusal.message)
            return _page(request, resource, refusal.status, picture_form=form)
        messages.success(request, _("The picture is there."))
        return redirect("resources:files", slug)
    return _page(request, resource, 422, picture_form=form)


@policy(SIGNED_IN)
@require_POST
def file(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say a picture anew, show it earlier, take a file away, bring it back."""
    resource = find_own(request.acting, slug)
    found = get_object_or_404(File, about=resource.key, pk=number)
    answer = request.POST.get("answer", "")
    if answer == "words":
        return _say_anew(request, resource, found)
    act = ACTS.get(answer)
    if act is None:
        raise Http404
    act(request, resource, found)
    return redirect("resources:files", slug)


def _add_document(request: SignedInRequest, resource: Resource) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, resource, 422, document_form=form)
    try:
        picturing.add_document(resource, form.cleaned_data["document"], by=request.acting)
    except NotAllowed:
        raise
    except DomainError as refusal:
        form.add_error("document", refusal.message)
        return _page(request, resource, refusal.status, document_form=form)
    messages.success(request, _("The document is there."))
    return redirect("resources:files", resource.slug)


def _say_anew(request: SignedInRequest, resource: Resource, found: File) -> HttpResponse:
    picture = get_object_or_404(Picture, file=found)
    form = PictureWordsForm(request.POST, prefix=f"picture-{found.pk}")
    if not form.is_valid():
        return _page(request, resource, 422, said={found.pk: form})
    picturing.say_anew(picture, form.shows, by=request.acting)
    messages.success(request, _("It is kept."))
    return redirect("resources:files", resource.slug)


def _earlier(request: SignedInRequest, _resource: Resource, found: File) -> None:
    picturing.show_earlier(get_object_or_404(Picture, file=found), by=request.acting)


def _remove(request: SignedInRequest, resource: Resource, found: File) -> None:
    picturing.take_away(resource, found, by=request.acting)
    messages.success(
        request, _("“%(name)s” is removed. For thirty days you can bring it back, below.") % {"name": found}
    )


def _back(request: SignedInRequest, resource: Resource, found: File) -> None:
    picturing.bring_back(resource, found, by=request.acting)
    messages.success(request, _("“%(name)s” is back.") % {"name": found})


ACTS: dict[str, Callable[[SignedInRequest, Resource, File], None]] = {
    "earlier": _earlier,
    "remove": _remove,
    "back": _back,
}


def _page(
    request: SignedInRequest,
    resource: Resource,
    status: int = 200,
    *,
    said: dict[int, PictureWordsForm] | None = None,
    **more: Any,
) -> HttpResponse:
    pictures, documents = picturing.files_of(resource, request.acting)
    for one in pictures:
        one["form"] = (said or {}).get(one["row"].file_id) or _words_of(one["row"])
    removed = File.objects.filter(about=resource.key, removed_at__gt=now() - UNDONE_FOR)
    context = {
        "resource": resource,
        "pictures": pictures,
        "documents": [{**one, "act": _act(resource, one["row"])} for one in documents],
        "removed": [{"row": one, "act": _act(resource, one)} for one in removed.order_by("-removed_at")],
        "picture_form": PictureForm() if len(pictures) < picturing.MOST_PICTURES else None,
        "document_form": DocumentForm(),
        "most": picturing.MOST_PICTURES,
        **more,
    }
    return render(request, "resources/files_page.html", context, status=status)


def _act(resource: Resource, file: File) -> str:
    return reverse("resources:file", args=[resource.slug, file.pk])


def _words_of(picture: Picture) -> PictureWordsForm:
    initial = {f"shows_{code}": picture.shows.get(code, "") for code in ("it", "en")}
    return PictureWordsForm(initial=initial, prefix=f"picture-{picture.file_id}")
