"""One answer: its page for either side, and the steps that they take."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.needs import answering
from convivio.needs.forms import MeetingForm, WordsForm
from convivio.needs.models import Answer
from convivio.needs.page import answer_context
from convivio.needs.permissions import find_answer
from convivio.people.acting import Acting, SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

Step = Callable[[Answer, str, Acting], None]
STEPS: dict[str, tuple[Step, Any]] = {
    "introduce": (
        lambda answer, _words, by: answering.introduce(answer, by=by),
        gettext_lazy("Both sides are asked whether they want to know one another."),
    ),
    "agree": (
        lambda answer, _words, by: answering.agree(answer, by=by),
        gettext_lazy("Your yes is written down."),
    ),
    "decline": (
        lambda answer, words, by: answering.decline(answer, words, by=by),
        gettext_lazy("They are told that it is not this time."),
    ),
    "take_back": (
        lambda answer, _words, by: answering.take_back(answer, by=by),
        gettext_lazy("Your answer is taken back; you can answer again."),
    ),
    "deliver": (
        lambda answer, words, by: answering.deliver(answer, words, by=by),
        gettext_lazy("It is met, and by whom is written down."),
    ),
    "nothing": (
        lambda answer, words, by: answering.come_to_nothing(answer, words, by=by),
        gettext_lazy("It is written down why nothing came of it."),
    ),
    "undo": (
        lambda answer, _words, by: answering.take_up_again(answer, by=by),
        gettext_lazy("It stands where it stood before."),
    ),
}


@policy(SIGNED_IN)
@require_safe
def answer(request: SignedInRequest, address: str) -> HttpResponse:
    """What was answered, and how far it has come."""
    found = find_answer(request.acting, address)
    return render(request, "needs/answer_page.html", answer_context(found, request.acting))


@policy(SIGNED_IN)
@require_POST
def step(request: SignedInRequest, address: str) -> HttpResponse:
    """Take the next step of an answer."""
    found, name = find_answer(request.acting, address), request.POST.get("step", "")
    if name == "meet":
        return _meeting(request, found)
    if name not in STEPS:
        raise Http404
    do, said = STEPS[name]
    form = WordsForm(request.POST)
    try:
        do(found, form.cleaned_data["words"] if form.is_valid() else "", request.acting)
    except WrongState as refusal:
        return _page(request, found, 409, refusal=refusal)
    messages.success(request, str(said))
    return redirect("needs:mine" if name == "take_back" else found.get_absolute_url())


def _meeting(request: SignedInRequest, found: Answer) -> HttpResponse:
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, meeting=form)
    try:
        answering.meet(found, form.cleaned_data["day"], form.cleaned_data["words"], by=request.acting)
    except WrongState as refusal:
        return _page(request, found, 409, refusal=refusal)
    messages.success(request, _("The meeting is written down, and the other side is told."))
    return redirect(found)


def _page(request: SignedInRequest, found: Answer, status: int, **more: Any) -> HttpResponse:
    found = Answer.objects.select_related("entry__cluster", "organisation", "person").get(pk=found.pk)
    context = answer_context(found, request.acting, **more)
    return render(request, "needs/answer_page.html", context, status=status)
