"""Signing in: a code by mail; nobody needs a password."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

LOG = logging.getLogger(__name__)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth, with the house's rule: an account by itself acts for nobody, so that anybody may open one.

    In the demonstration nobody may.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth gives it
        return not settings.DEMO

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail; when it cannot leave, the answer stays the one that a stranger's address gets."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            LOG.exception("A mail of the sign-in could not leave: look at the mail settings.")
