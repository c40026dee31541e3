"""What is done to public pages, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.pages.models import News, Text

declare_acts(
    Circle.BODY,
    {
        "text.published": gettext_noop("%(who)s published %(what)s"),
        "news.written": gettext_noop("%(who)s wrote %(what)s"),
        "news.changed": gettext_noop("%(who)s changed %(what)s"),
        "news.published": gettext_noop("%(who)s published %(what)s"),
        "news.withdrawn": gettext_noop("%(who)s withdrew %(what)s"),
        "news.picture_set": gettext_noop("%(who)s gave %(what)s a picture, or other words for it"),
        "news.picture_removed": gettext_noop("%(who)s took the picture of %(what)s away"),
        "funding.added": gettext_noop("%(who)s added a programme that finances %(what)s"),
        "funding.changed": gettext_noop("%(who)s changed a programme that finances %(what)s"),
        "body.added": gettext_noop("%(who)s added a body of %(what)s"),
        "body.changed": gettext_noop("%(who)s changed a body of %(what)s"),
        "term.added": gettext_noop("%(who)s added a term in a body of %(what)s"),
        "term.changed": gettext_noop("%(who)s changed a term in a body of %(what)s"),
    },
)
declare_thing("text", gettext_noop("a text of a public page"), rows=rows_of(Text), publisher="publisher")
declare_thing("news", gettext_noop("a piece of news"), rows=rows_of(News), publisher="publisher")
