"""Words that members miss, for an office to decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.people.acting import SignedInRequest
from convivio.skills import naming
from convivio.skills.forms import SettlingForm
from convivio.skills.models import Word
from convivio.skills.permissions import SETTLES_WORDS
from convivio.web.policies import policy

SETTLED_SHOWN = 30
DECISIONS = {"merge", "new", "refuse", "again"}


@policy(SETTLES_WORDS)
@require_safe
def words(request: SignedInRequest) -> HttpResponse:
    """The words that wait, and those that were decided."""
    return _page(request)


@policy(SETTLES_WORDS)
@require_POST
def settling(request: SignedInRequest, number: int) -> HttpResponse:
    """Make a word a name of a concept, a concept, or leave it out; or open it again."""
    word, form = (
        get_object_or_404(Word.objects.select_related("concept", "organisation"), pk=number),
        SettlingForm(request.POST),
    )
    if not form.is_valid() or not DECISIONS & set(request.POST):
        return _page(request, status=422, wrong=word, form=form)
    try:
        _settle(request, word, form)
    except WrongState as refusal:
        return _page(request, status=409, refusal=refusal)
    messages.success(request, _("It is decided, and can be opened again here."))
    return redirect("skills:words")


def _settle(request: SignedInRequest, word: Word, form: SettlingForm) -> None:
    said = form.cleaned_data
    if "merge" in request.POST:
        naming.merge_word(word, said["found"], by=request.acting)
    elif "new" in request.POST:
        naming.make_concept(word, said["label_it"], said["label_en"], by=request.acting)
    elif "refuse" in request.POST:
        naming.refuse_word(word, by=request.acting)
    else:
        naming.open_again(word, by=request.acting)


def _page(request: SignedInRequest, *, status: int = 200, **more: object) -> HttpResponse:
    rows = Word.objects.select_related("organisation", "person", "concept")
    context = {
        "open": rows.filter(state=Word.State.OPEN),
        "settled": rows.exclude(state=Word.State.OPEN).order_by("-decided_at")[:SETTLED_SHOWN],
        **more,
    }
    return render(request, "skills/words.html", context, status=status)
