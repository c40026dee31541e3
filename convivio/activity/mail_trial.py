"""Trying the mail: one letter, sent at once, and plainly what the mail server answered."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput

PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """How a trial went: whether the letter left, in a sentence, and the server's own words."""

    has_left: bool
    sentence: str
    answer: str = ""


def try_mail(address: str) -> Trial:
    """Send a letter to one address now, and say how that went.

    Errors: BadInput, when this is no address.
    """
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadInput(_("“%(email)s” is not an e-mail address.") % {"email": address}) from error
    backend = get_connection(timeout=PATIENCE)
    letter = EmailMessage(
        _("Convivio: the mail works"),
        _("This letter was sent to try the mail of %(address)s. Nothing needs to be done.")
        % {"address": settings.ADDRESS},
        to=[address],
    )
    if not isinstance(backend, EmailBackend):
        return _without_server(letter)
    return _with_server(backend, letter, address)


def _without_server(letter: EmailMessage) -> Trial:
    letter.send()
    folder = getattr(settings, "EMAIL_FILE_PATH", "")
    return Trial(
        True,
        _("No mail server was asked: letters are written into the folder %(folder)s.") % {"folder": folder}
        if folder
        else _("No mail server was asked: this installation keeps its letters."),
    )


def _with_server(backend: EmailBackend, letter: EmailMessage, address: str) -> Trial:
    where = {"server": f"{backend.host}:{backend.port}", "address": address}
    try:
        backend.open()
        said = _hand_over(backend.connection, letter, address)
    except smtplib.SMTPAuthenticationError as error:
        return Trial(False, _("%(server)s does not take this user and password.") % where, _said(error))
    except smtplib.SMTPResponseException as error:
        return Trial(False, _("%(server)s refused the letter to %(address)s.") % where, _said(error))
    except ssl.SSLError as error:
        return Trial(False, _("%(server)s and Convivio could not agree on TLS.") % where, str(error))
    except (TimeoutError, socket.gaierror, OSError) as error:
        return Trial(False, _reason(error) % where, str(error))
    finally:
        backend.close()
    return Trial(True, _("%(server)s took the letter to %(address)s. See whether it arrives.") % where, said)


def _hand_over(server: Any, letter: EmailMessage, address: str) -> str:
    """Speak the steps of a letter one by one, and return the last answer; a refused step is an error."""
    sender = letter.from_email.rpartition("<")[2].rstrip("> ")
    for code, words in (server.mail(sender), server.rcpt(address), server.data(letter.message().as_bytes())):
        if code >= 400:  # noqa: PLR2004 - from here on SMTP refuses
            raise smtplib.SMTPResponseException(code, words)
    return f"{code} {words.decode(errors='replace')}"


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return _("%(server)s did not answer in time.")
    if isinstance(error, socket.gaierror):
        return _("There is no machine of the name in %(server)s.")
    return _("%(server)s cannot be reached: is the mail server running, and its port right?")


def _said(error: smtplib.SMTPResponseException) -> str:
    words = error.smtp_error
    return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
