"""A real identity provider on this machine, for tests: allauth's own, in a process of its own.

    python -m convivio.people.tests.identity_provider PORT CALLBACK CLIENT SECRET

Whoever the header X-Somebody names is signed in there: `ADDRESS` with a proved address, `?ADDRESS` without.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

HOME = Path(tempfile.mkdtemp(prefix="convivio-test-provider-"))
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
settings.configure(
    SECRET_KEY=os.urandom(16).hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="__main__",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.idp.oidc",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "__main__.SomebodyMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HOME / "provider.sqlite3"}},
    IDP_OIDC_PRIVATE_KEY=KEY.decode(),
    USE_TZ=True,
)
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 - only once Django stands
from allauth.idp.oidc.models import Client  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402

urlpatterns = [path("", include("allauth.idp.urls")), path("account/", include("allauth.account.urls"))]


class SomebodyMiddleware:
    """Sign in whoever the header names, and make them up the first time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.headers.get("X-Somebody", "")
        if named:
            request.user = _somebody(named.lstrip("?"), proved=not named.startswith("?"))  # type: ignore[assignment]
        return self.get_response(request)


def _somebody(email: str, *, proved: bool) -> User:
    user, _ = User.objects.get_or_create(username=email, defaults={"email": email, "first_name": "Vera"})
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": proved, "primary": True}
    )
    return user


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing: the test reads nothing of it."""


def main(port: int, callback: str, client: str, secret: str) -> None:
    call_command("migrate", verbosity=0)
    Client.objects.create(
        id=client,
        name="Convivio",
        secret=make_password(secret),
        scopes="openid\nprofile\nemail",
        redirect_uris=callback,
        skip_consent=True,
    )
    make_server("127.0.0.1", port, WSGIHandler(), handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:5])
