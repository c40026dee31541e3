from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.kernel.keys import number_in
from convivio.people import actions
from convivio.people.acting import CHOSEN, SignedInRequest
from convivio.people.forms import AccountForm, TokenForm
from convivio.people.models import Token
from convivio.people.permissions import IN_THE_DEMONSTRATION
from convivio.people.picker import people_to_pick, person_to_pick
from convivio.people.tokens import make_token, revoke_token
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.views import way_back


@policy(IN_THE_DEMONSTRATION)
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: HttpRequest) -> HttpResponse:
    """Show the invented people, and sign in as the one that was picked."""
    if request.method != "POST":
        return render(
            request, "people/picker.html", {"people": people_to_pick(), "next": request.GET.get("next", "")}
        )
    number = number_in(request.POST.get("person", ""))
    person = None if number is None else person_to_pick(number)
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = redirect(way_back(request))
    if "language" not in request.POST:
        return response
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return response


@policy(SIGNED_IN)
@require_POST
def acting_for(request: SignedInRequest) -> HttpResponse:
    """Change for whom the person acts, among what holds today."""
    chosen = request.POST.get("key", "")
    keys = {choice.key for choice in request.acting.choices} | {request.user.key}
    if chosen in keys:
        request.session[CHOSEN] = chosen
    return redirect(way_back(request))


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """What you say of yourself, and the tokens of your programs."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_account(form.instance, by=request.acting)
        messages.success(request, _("Your details are kept."))
        response = redirect("people:account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.instance.language, samesite="Lax")
        return response
    return render(
        request, "people/account.html", {"form": form, "token_form": TokenForm(), **_tokens(request)}
    )


@policy(SIGNED_IN)
@require_POST
def tokens(request: SignedInRequest) -> HttpResponse:
    """Make a token, and show its secret this once."""
    form = TokenForm(request.POST)
    secret = ""
    if form.is_valid():
        secret = make_token(request.user, form.cleaned_data["name"], by=request.acting)
        form = TokenForm()
    context = {"form": AccountForm(instance=request.user), "token_form": form, "secret": secret}
    return render(request, "people/account.html", {**context, **_tokens(request)})


@policy(SIGNED_IN)
@require_POST
def token_end(request: SignedInRequest, number: int) -> HttpResponse:
    """End a token of yours."""
    revoke_token(get_object_or_404(Token, pk=number, person=request.user), by=request.acting)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("people:account")


def _tokens(request: SignedInRequest) -> dict[str, object]:
    return {"tokens": Token.objects.valid_at(now()).filter(person=request.user).order_by("-created_at")}
