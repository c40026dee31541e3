"""Signing in with an identity provider (OpenID Connect): it vouches for an address, and only then do we link.

An identity is the provider's own number for somebody. The first time, it is linked to whoever has the
address, if the provider says that it proved that address; an unproved one opens nothing of anybody's.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.people.models import Person


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth, with the house's rule: linked by a proved address, or not at all."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return not settings.DEMO

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        address = _proved_address(sociallogin)
        if not address:
            raise ImmediateHttpResponse(_refused(request))
        EmailAddress.objects.filter(email=address, verified=False).exclude(user__email=address).delete()
        person = Person.objects.filter(email=address).first() or _owner(address)
        if person is not None:
            sociallogin.connect(request, person)
            _prove(person, address)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        person: Person = super().populate_user(request, sociallogin, data)
        person.email = person.email.lower()
        person.name = str(data.get("name") or "")[:120]
        return person


def _proved_address(sociallogin: SocialLogin) -> str:
    """Return the address that the provider proved, or nothing; only a plain true counts as yes."""
    told = sociallogin.account.extra_data
    told = told.get("userinfo") or told.get("id_token") or told
    return str(told.get("email") or "").strip().lower() if told.get("email_verified") is True else ""


def _owner(address: str) -> Person | None:
    found = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    owner: Person | None = found.user if found else None
    return owner


def _prove(person: Person, address: str) -> None:
    """Keep that the address is proved: the provider that this installation trusts says so."""
    EmailAddress.objects.filter(email=address, verified=True).exclude(user=person).update(verified=False)
    defaults = {"verified": True, "primary": address == person.email}
    EmailAddress.objects.update_or_create(user=person, email=address, defaults=defaults)


def _refused(request: HttpRequest) -> Any:
    context = {
        "code": "address_not_proved",
        "message": _("Your identity provider does not say that it proved your e-mail address."),
        "advice": _("Sign in with a code instead: it proves the address."),
        "advice_url": reverse("account_request_login_code"),
        "advice_label": _("Sign in with a code"),
    }
    return render(request, "web/refusal.html", context, status=403)
