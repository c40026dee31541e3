"""What is typed to sign in: an address, and the code that came to it."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    RequestLoginCodeForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit

from convivio.people.models import Person
from convivio.people.signing_in.codes import is_of


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """An address that wants a code; whether anybody is known by it shows nowhere."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = _person_at(email)
        return email


def _person_at(email: str) -> Person | None:
    """Find who proved this address, or was given it; always by the same two questions."""
    proved = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    named = Person.objects.filter(email=email).first()
    person: Person | None = proved.user if proved else named
    return person if person is not None and person.is_active else None


class LoginCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by mail."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_of(code, self.expected_code or ""):
            raise get_adapter().validation_error("incorrect_code")
        return code


class EmailCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that proves an address, when an account is opened or an address added."""

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not is_of(typed, self.expected_code or ""):
            raise get_adapter().validation_error("incorrect_code")
        self.expected_code: str = typed
        code: str = super().clean_code()
        return code
