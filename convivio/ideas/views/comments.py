"""What is said of an idea: writing, editing, removing, putting back, hiding."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.ideas import talking
from convivio.ideas.forms import CommentForm
from convivio.ideas.permissions import find_comment, find_idea, may_change_comment
from convivio.ideas.views.idea import again
from convivio.kernel.errors import BadInput, DomainError, NotAllowed, WrongState
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_POST
def writing(request: SignedInRequest, number: int) -> HttpResponse:
    """Say something of an idea."""
    idea, form = find_idea(request.acting, number), CommentForm(request.POST)
    words = request.POST.get("words", "")
    try:
        comment = talking.comment_on(idea, words, by=request.acting)
    except (BadInput, WrongState) as refusal:
        return again(request, idea, refusal, comment_form=form)
    messages.success(request, _("It is there."))
    return redirect(comment)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, number: int) -> HttpResponse:
    """Change what I said."""
    comment = find_comment(request.acting, number)
    may_change_comment(request.acting, comment).enforce()
    form, refusal = CommentForm(request.POST or None, initial={"words": comment.words}), None
    if request.method == "POST":
        try:
            talking.edit_comment(comment, request.POST.get("words", ""), by=request.acting)
        except (BadInput, WrongState) as refused:
            refusal = refused
        else:
            messages.success(request, _("It is kept."))
            return redirect(comment)
    context = {"comment": comment, "form": form, "refusal": refusal}
    return render(request, "ideas/comment_page.html", context, status=refusal.status if refusal else 200)


@policy(SIGNED_IN)
@require_POST
def standing(request: SignedInRequest, number: int) -> HttpResponse:
    """Remove what I said, put it back; hide what somebody said, show it again."""
    comment, said = find_comment(request.acting, number), request.POST.get("answer", "")
    acts = {
        "remove": (talking.remove_comment, _("It is removed. You can put it back for thirty days.")),
        "put_back": (talking.put_back, _("It is there again.")),
        "show": (talking.show_again, _("It is shown again.")),
    }
    try:
        if said == "hide":
            talking.hide(comment, request.POST.get("reason", ""), by=request.acting)
            told = _("It is hidden; your reason stands in its place.")
        elif said in acts:
            act, told = acts[said]
            act(comment, by=request.acting)
        else:
            raise Http404
    except NotAllowed:
        raise
    except DomainError as refusal:
        return again(request, find_idea(request.acting, comment.idea_id), refusal)
    messages.success(request, told)
    return redirect(comment)
