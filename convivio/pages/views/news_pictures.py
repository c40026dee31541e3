from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convivio.pages.actions.news_pictures import SIZES, path_of, remove_news_picture, set_news_picture
from convivio.pages.errors import NewsChangedMeanwhile, NewsPictureIsRefused
from convivio.pages.forms import NewsPictureForm
from convivio.pages.models import News
from convivio.pages.permissions import find_desk
from convivio.pages.publishers import Publisher
from convivio.pages.views.news import readable_news
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.web.pictures import picture_response
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
def news_picture(request: ActingRequest, number: int, digest: str, size: str) -> HttpResponse:
    """The picture of a piece of news, to whoever may read the news."""
    news, _publisher = readable_news(request, number)
    if size not in SIZES or not digest or news.picture != digest:
        raise Http404
    return picture_response(path_of(digest, size), SIZES[size].form)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def news_picture_writing(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Give a piece of news a picture, say it in words, or take it away."""
    publisher = find_desk(request.acting, slug)
    news = get_object_or_404(News, publisher=publisher.key, pk=number)
    if request.method != "POST":
        return _page(request, publisher, news, NewsPictureForm(news=news), 200)
    form = NewsPictureForm(request.POST, request.FILES, news=news)
    removes = "remove" in request.POST
    if not removes and not form.is_valid():
        return _page(request, publisher, news, form, 422)
    try:
        _do(request, publisher, news, form, removes=removes)
    except NewsChangedMeanwhile:
        messages.error(request, _("Somebody changed this news while you were writing: look again."))
        return redirect("pages:news_picture_writing", slug, number)
    except NewsPictureIsRefused as refusal:
        form.add_error("file", refusal.message)
        return _page(request, publisher, news, form, 422)
    messages.success(request, _("The picture is gone.") if removes else _("The picture is kept."))
    return redirect("pages:news_writing", slug, number)


def _do(
    request: SignedInRequest, publisher: Publisher, news: News, form: NewsPictureForm, *, removes: bool
) -> None:
    revision = form.revision
    if removes:
        remove_news_picture(publisher, news, revision=revision, by=request.acting)
        return
    said = form.cleaned_data
    alt = {"it": said["alt_it"], "en": said["alt_en"]}
    set_news_picture(publisher, news, said["file"], alt, revision=revision, by=request.acting)


def _page(
    request: SignedInRequest, publisher: Publisher, news: News, form: NewsPictureForm, status: int
) -> HttpResponse:
    context = {"publisher": publisher, "news": news, "form": form}
    return render(request, "pages/news_picture.html", context, status=status)
