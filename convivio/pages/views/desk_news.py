from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import DomainError
from convivio.pages.actions import news as actions
from convivio.pages.errors import NewsChangedMeanwhile, NewsIsUnfinished
from convivio.pages.forms import NewsForm, initial_news
from convivio.pages.models import News
from convivio.pages.permissions import find_desk
from convivio.pages.publishers import Publisher
from convivio.pages.texts import as_page
from convivio.pages.views.desk import tabs_of
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

ON_A_PAGE = 20


@policy(SIGNED_IN)
@require_safe
def news_desk(request: SignedInRequest, slug: str) -> HttpResponse:
    """All news of a publisher: drafts, published, withdrawn."""
    publisher = find_desk(request.acting, slug)
    rows = News.objects.filter(publisher=publisher.key).select_related("written_by").newest_first()
    context = {
        "publisher": publisher,
        "tabs": tabs_of(publisher, "news_desk"),
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "today": localdate(),
    }
    return render(request, "pages/news_desk.html", context)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_news(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write a piece of news: keep it as a draft, or send it out."""
    return _write(request, find_desk(request.acting, slug), None)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def news_writing(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Change a piece of news."""
    publisher = find_desk(request.acting, slug)
    return _write(request, publisher, get_object_or_404(News, publisher=publisher.key, pk=number))


@policy(SIGNED_IN)
@require_POST
def news_standing(request: SignedInRequest, slug: str, number: int, standing: str) -> HttpResponse:
    """Send a piece of news out, or take it back."""
    publisher = find_desk(request.acting, slug)
    news = get_object_or_404(News, publisher=publisher.key, pk=number)
    try:
        if standing == "publication":
            actions.send_out_again(publisher, news, by=request.acting)
            messages.success(request, _("“%(title)s” is published.") % {"title": news})
        elif standing == "withdrawal":
            actions.withdraw_news(publisher, news, by=request.acting)
            messages.success(
                request, _("“%(title)s” is withdrawn; you can publish it again.") % {"title": news}
            )
        else:
            raise Http404
    except NewsIsUnfinished as refusal:
        messages.error(request, refusal.message)
    return redirect("pages:news_desk", slug)


def _write(request: SignedInRequest, publisher: Publisher, news: News | None) -> HttpResponse:
    if request.method != "POST":
        return _writing(request, publisher, news, NewsForm(initial=initial_news(news)))
    form = NewsForm(request.POST)
    if not form.is_valid():
        return _writing(request, publisher, news, form, status=422)
    if "look" in request.POST:
        return _writing(request, publisher, news, form, looks=_looks(form))
    try:
        kept = _keep(request, publisher, news, form)
    except NewsChangedMeanwhile as conflict:
        return _conflict(request, publisher, news, form, conflict)
    except NewsIsUnfinished as refusal:
        return _writing(request, publisher, news, form, status=409, refusal=refusal)
    told = _("“%(title)s” is published.") if kept.state == News.State.PUBLISHED else _("“%(title)s” is kept.")
    messages.success(request, told % {"title": kept})
    return redirect("pages:news_desk", publisher.slug)


def _keep(request: SignedInRequest, publisher: Publisher, news: News | None, form: NewsForm) -> News:
    out = "out" in request.POST
    if news is None:
        return actions.write_news(publisher, form.writing, out=out, by=request.acting)
    revision = form.cleaned_data["revision"] or 0
    return actions.change_news(publisher, news, form.writing, revision=revision, out=out, by=request.acting)


def _conflict(
    request: SignedInRequest, publisher: Publisher, news: News | None, form: NewsForm, conflict: DomainError
) -> HttpResponse:
    theirs = get_object_or_404(News, pk=news.pk if news else 0)
    again = NewsForm({**request.POST.dict(), "revision": theirs.revision})
    again.is_valid()
    return _writing(request, publisher, theirs, again, status=409, refusal=conflict, theirs=theirs)


def _looks(form: NewsForm) -> list[tuple[str, str, Any]]:
    writing = form.writing
    return [
        (code, writing.title.get(code, ""), as_page(writing.words.get(code, ""), 2)) for code in ("it", "en")
    ]


def _writing(
    request: SignedInRequest,
    publisher: Publisher,
    news: News | None,
    form: NewsForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"publisher": publisher, "news": news, "form": form, **more}
    return render(request, "pages/news_writing.html", context, status=status)
