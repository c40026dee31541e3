"""The letters that ask for dues and remind of them, in the language of whoever reads them, with the PDF."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.dues.accounts import Recipient
from convivio.dues.enclosing import post_with_notice
from convivio.dues.models import Batch, BatchLine, Notice, ReminderLevel
from convivio.dues.standard_texts import PLACES
from convivio.web.amounts import in_words, money

_place = re.compile(r"\{(\w+)\}")


def post_notice(notice: Notice, recipient: Recipient) -> None:
    """Send a notice to one who pays."""
    with translation.override(recipient.language):
        words = words_for(notice, notice.total)
        subject = _("Notice %(number)s of %(cluster)s: %(open)s") % words
        text = _(
            "%(cluster)s asks %(organisation)s for its dues: %(open)s, by %(due)s.\n\nThe notice is enclosed: it "
            "says how the amount came about, and has the code that your bank's app reads. With the payment, "
            "please give the reference %(reference)s.\n\nWhoever pays or signs for %(organisation)s finds it "
            "here too:\n%(address)s"
        )
        post_with_notice(recipient.email, subject, text % words, notice, recipient.language)


def post_reminder(notice: Notice, level: ReminderLevel, left: Decimal, recipient: Recipient) -> None:
    """Remind one who pays of a notice that is late."""
    with translation.override(recipient.language):
        words = words_for(notice, left)
        subject, text = (filled(str(one), words) for one in (level.subject, level.text))
        post_with_notice(recipient.email, subject, text, notice, recipient.language)


def post_batch_is_done(batch: Batch) -> None:
    """Tell whoever ordered a batch of notices, and may have left, that all of it is dealt with."""
    if batch.person is None or not batch.person.is_active:
        return
    asked = batch.lines.filter(state=BatchLine.State.ASKED).count()
    with translation.override(batch.person.language):
        words = {
            "cluster": str(batch.cluster),
            "year": batch.year,
            "asked": asked,
            "left": batch.lines.count() - asked,
            "address": settings.ADDRESS + batch.get_absolute_url(),
        }
        subject = _("Notices of %(cluster)s for %(year)s: %(asked)s issued") % words
        text = _(
            "The notices that you ordered are dealt with.\n\nIssued: %(asked)s\nNot issued, because something "
            "changed meanwhile: %(left)s\n\n%(address)s"
        )
        post(batch.person.email, subject, text % words)


def words_for(notice: Notice, left: Decimal) -> dict[str, str]:
    """Say of a notice what its letters speak of, in the reader's language."""
    organisation = notice.account.organisation
    return {
        "cluster": str(notice.cluster),
        "organisation": organisation.name,
        "number": str(notice),
        "due": in_words(notice.due_on, "j F Y"),
        "total": money(notice.total),
        "open": money(left),
        "reference": notice.reference,
        "address": settings.ADDRESS + reverse("dues:of_organisation", args=[organisation.slug]),
    }


def filled(text: str, words: Mapping[str, str]) -> str:
    """Put words in their places; nothing in a text is ever run, and an unknown place stays as it was written."""
    return _place.sub(lambda found: words[found[1]] if found[1] in PLACES else found[0], text)
