"""Signing in: a code by mail; nobody needs a password."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth, with the house's rule: an account by itself acts for nobody, so that anybody may open one.

    In the demonstration nobody may.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth gives it
        return not settings.DEMO
