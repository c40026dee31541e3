from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from convivio.pages.feeds import feed_of
from convivio.pages.models import News
from convivio.pages.permissions import may_write
from convivio.pages.publishers import NETWORK, Publisher, all_publishers, publisher_of
from convivio.pages.reading_news import ShownNews, news_out, with_publishers
from convivio.pages.views.public import frame_of
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

ON_A_PAGE = 12
IN_A_FEED = 30


@policy(ANYONE)
@require_safe
def news_list(request: ActingRequest, slug: str = NETWORK) -> HttpResponse:
    """What a publisher tells anyone, newest first."""
    publisher = publisher_of(slug)
    page = Paginator(news_out(localdate(), publisher), ON_A_PAGE).get_page(request.GET.get("page"))
    tellers = all_publishers()
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "page": page,
        "news": with_publishers(page.object_list, tellers),
        "tellers": tellers,
        "may_write": bool(may_write(request.acting, publisher)),
    }
    return render(request, "pages/news_list.html", context)


@policy(ANYONE)
@require_safe
def news_item(request: ActingRequest, number: int) -> HttpResponse:
    """One piece of news; a draft, or one for a later day, only those read who write there."""
    news, publisher = readable_news(request, number)
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "shown": ShownNews(news, publisher),
        "is_out": news.is_out_on(localdate()),
        "may_write": bool(may_write(request.acting, publisher)),
        "latest": news_out(localdate(), publisher).filter(publisher=publisher.key).exclude(pk=number)[:3],
    }
    return render(request, "pages/news_page.html", context)


def readable_news(request: ActingRequest, number: int) -> tuple[News, Publisher]:
    """Find news that this reader may read, and who tells it.

    Errors: Http404, alike for what is not there and for what is not out.
    """
    news = News.objects.filter(pk=number).first()
    publisher = next((one for one in all_publishers() if news and one.key == news.publisher), None)
    if news is None or publisher is None:
        raise Http404
    if not (may_write(request.acting, publisher) or news.is_out_on(localdate())):
        raise Http404
    return news, publisher


@policy(ANYONE)
@require_safe
def feed(request: ActingRequest, slug: str = NETWORK) -> HttpResponse:
    """The same as a feed, in the reader's language."""
    publisher = publisher_of(slug)
    rows = with_publishers(news_out(localdate(), publisher)[:IN_A_FEED], _tellers(publisher))
    language = get_language() or "it"
    text = feed_of(publisher, rows, language, request.build_absolute_uri)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _tellers(publisher: Publisher) -> list[Publisher]:
    """Give those whose news is listed: of the network's list, also each cluster's."""
    return [publisher] if publisher.cluster else all_publishers()
