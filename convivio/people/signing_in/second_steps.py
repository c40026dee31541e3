"""The second step of signing in: an app's code or a passkey; whoever holds an office cannot do without."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.http import HttpRequest

from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.people.signing_in.closed_secrets import close, opened

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second steps, by our name; an office does not take off its last one."""

    def _get_site_name(self) -> str:
        return "Convivio"

    def encrypt(self, text: str) -> str:
        return close(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = authenticator.user
        others = Authenticator.objects.filter(user=person, type__in=STEPS).exclude(pk=authenticator.pk)
        return not needs_one(acting_as(person)) or others.exists()


def needs_one(acting: Acting) -> bool:
    """Say whether this person may only act after a second step: whoever holds an office today."""
    return bool(settings.SECOND_STEP_FOR_OFFICES) and acting.keeps_an_office


def has_one(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def was_taken(request: HttpRequest) -> bool:
    """Say whether this very session went through a second step.

    To have one set up is not enough: somebody who only read the mail may be signed in since before.
    """
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def count_as_taken(request: HttpRequest, user: Person, authenticator: Authenticator, **_named: Any) -> None:
    """Count the first use, by which a step was set up, as a step taken."""
    if authenticator.type in STEPS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


authenticator_added.connect(count_as_taken, dispatch_uid="convivio.people.signing_in.second_steps")
