"""Where else one can sign in: an identity provider that speaks OpenID Connect, when the settings name one."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

IDENTIFIER = "oidc"


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider: what people call it, and where signing in with it begins."""

    name: str
    url: str


def providers() -> list[Provider]:
    """List the providers of this installation; none, unless its settings name one."""
    if not settings.OIDC_ISSUER:
        return []
    return [Provider(settings.OIDC_NAME, reverse("openid_connect_login", args=[IDENTIFIER]))]
