"""Signing in: a code by mail or a passkey; nobody needs a password."""

from typing import Any
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from convivio.activity.letters import post
from convivio.people.models import Person
from convivio.people.signing_in.codes import digest_of
from convivio.people.signing_in.remote_addresses import address_of
from convivio.web.refusals import too_many

TOO_OFTEN = frozenset({"too_many_login_attempts", "rate_limited"})


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth, with the house's rules.

    An account by itself acts for nobody, so that anybody may open one; in the demonstration nobody may.
    A code is kept as a digest only. Letters go through the outbox, with links to our own address.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth gives it
        return not settings.DEMO

    def generate_login_code(self) -> str:
        return self._kept(super().generate_login_code())

    def generate_email_verification_code(self) -> str:
        return self._kept(super().generate_email_verification_code())

    def _kept(self, code: str) -> str:
        """Hold a code for the letter of this request, and give what may be kept of it."""
        current.request.code_for_the_letter = code
        return digest_of(code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter; when it cannot leave, the answer stays the one that a stranger's address gets."""
        known = {"email": email, "address": settings.ADDRESS, **context}
        if "code" in known:
            known["code"] = getattr(current.request, "code_for_the_letter", "")
        for name in ("signup_url", "password_reset_url", "activate_url"):
            if name in known:
                known[name] = urljoin(settings.ADDRESS, _path_of(str(known[name])))
        letter = self.render_mail(template_prefix, email, known)
        with transaction.atomic():
            post(email, str(letter.subject), str(letter.body))

    def pre_login(self, request: HttpRequest, user: Person, **hook: Any) -> HttpResponse | None:
        """Take a code that came by mail as the proof of its address, so that nobody needs a second one."""
        records = get_authentication_records(request, user)
        proved = records[-1].get("email") if records and records[-1]["method"] == "code" else None
        if proved and proved.lower() == user.email.lower():
            EmailAddress.objects.update_or_create(
                user=user, email=user.email, defaults={"verified": True, "primary": True}
            )
        answer: HttpResponse | None = super().pre_login(request, user, **hook)
        return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_safe_url(self, url: str) -> bool:
        """Let a sign-in end on a page of ours only, whatever other hosts this installation answers to."""
        ours = url_has_allowed_host_and_scheme(url, {current.request.get_host()})
        return ours and url.startswith("/")

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Answer whoever tries too often with the page that says so, and how long to wait."""
        if code in TOO_OFTEN:
            raise ImmediateHttpResponse(too_many(current.request))
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal


def _path_of(address: str) -> str:
    """Return what follows the host: a link in a letter never repeats what a request called us."""
    return "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
