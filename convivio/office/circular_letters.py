"""A circular as the letter that one person gets: in their language, with the way to have no more of them."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from convivio.activity.letters import KIND, footer_in
from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import put
from convivio.clusters.models import Cluster
from convivio.kernel.translated import Translated
from convivio.office.models import Circular
from convivio.people.models import Person
from convivio.web.reading import as_reading

SALT = "convivio.office.no-circulars"


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody reads."""

    subject: str
    text: str
    html: str
    language: str
    stop: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Tell mail programs how their own button stops circulars, without asking anything.

        Source: RFC 2369, section 3.2; RFC 8058, section 3.
        """
        if not self.stop:
            return {}
        return {"List-Unsubscribe": f"<{self.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def letter_for(circular: Circular, person: Person, why: str = "") -> Letter:
    """Write the letter of one person; the same words are shown before and sent after."""
    language = person.language[:2]
    with translation.override(language):
        body = Translated(circular.text).in_language(language).strip()
        foot = [_("You receive this from %(cluster)s.") % {"cluster": circular.cluster}]
        if why:
            foot = [
                _("You receive this from %(cluster)s because you act for %(members)s.")
                % {"cluster": circular.cluster, "members": why}
            ]
        stop = "" if circular.is_duty else stop_address(circular.cluster, person)
        said = _("No more circulars:")
        financed = footer_in(language)
        text = "\n\n".join(
            [
                body,
                "-- \n"
                + "\n".join(
                    [*foot, *([f"{said} {stop}"] if stop else []), *([financed] if financed else [])]
                ),
            ]
        )
        html = format_html("{}<hr><p><small>{}</small></p>", as_reading(body, 2), foot[0])
        if stop:
            html += format_html('<p><small><a href="{}">{}</a></small></p>', stop, _("No more circulars"))
        if financed:
            html += format_html("<p><small>{}</small></p>", financed)
        subject = Translated(circular.subject).in_language(language)
    return Letter(subject, f"{text}\n", html, language, stop)


def put_letter(to: str, letter: Letter) -> OutboxMessage:
    """Put one letter into the outbox; the clock takes it from there, some hundreds at a time."""
    subject = " ".join(letter.subject.split())
    said = {"to": to, "subject": subject, "text": letter.text, "html": letter.html}
    return put(KIND, {**said, "headers": letter.headers} if letter.headers else said)


def stop_address(cluster: Cluster, person: Person) -> str:
    """Give the address where a person says, with one click, that they want no circulars."""
    token = signing.dumps([cluster.pk, person.pk], salt=SALT)
    return settings.ADDRESS + reverse("office:stopping", args=[token])


def stopping(token: str) -> tuple[Cluster, Person]:
    """Say whose wish an address is.

    Errors: Http404, for one that was not given out.
    """
    try:
        cluster, person = signing.loads(token, salt=SALT)
    except signing.BadSignature as forged:
        raise Http404 from forged
    found = Cluster.objects.filter(pk=cluster).first(), Person.objects.filter(pk=person).first()
    if found[0] is None or found[1] is None:
        raise Http404
    return found[0], found[1]
