"""Letters with a notice in them: the PDF is set when the letter leaves, so that nothing waits for it before."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from convivio.activity.outbox import declare_sender, put
from convivio.dues.models import Notice
from convivio.dues.papers import notice_pdf

KIND = "letter_with_notice"


def post_with_notice(to: str, subject: str, text: str, notice: Notice, language: str) -> None:
    """Write a letter that carries a notice, in the transaction of its cause; the clock sends it.

    Errors: TransactionManagementError, outside a transaction.
    """
    put(
        KIND,
        {
            "to": to,
            "subject": " ".join(subject.split()),
            "text": text,
            "notice": notice.pk,
            "language": language[:2],
        },
    )


def send(payload: dict[str, Any], number: int) -> None:
    """Give one letter with its notice to the mail server; tried twice, it carries the same name."""
    notice = Notice.objects.select_related("cluster", "account__organisation").get(pk=payload["notice"])
    mail = EmailMessage(
        payload["subject"],
        payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": f"<notice-{number}@{settings.MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    name = f"{notice.year}-{notice.number}.pdf"
    mail.attach(name, notice_pdf(notice, payload["language"]), "application/pdf")
    mail.send()


declare_sender(KIND, send)
