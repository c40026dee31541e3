"""The one-time secret that opens the set-up in a browser, while there is no network yet.

It is kept in the home, so that only who looks after the installation can know it.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from convivio.clusters.models import Network
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.web.policies import Policy


def path() -> Path:
    return Path(settings.HOME) / "setup-secret"


def set_up_address() -> str:
    """Return the address that opens the set-up once; nothing, when there is a network already."""
    if Network.objects.exists():
        return ""
    return f"{urljoin(settings.ADDRESS, '/setup/')}?secret={_secret()}"


def opens(given: str) -> bool:
    """Say whether somebody knows the secret."""
    return bool(given) and path().exists() and constant_time_compare(given.strip(), _secret())


def forget_secret() -> None:
    """Let the secret open nothing any more."""
    path().unlink(missing_ok=True)


def _secret() -> str:
    """Read the secret, made at the first asking."""
    try:
        descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path().read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(24))
    return path().read_text(encoding="ascii").strip()


def _there_is_no_network(_request: HttpRequest, **_named: object) -> Verdict:
    return Verdict(_("There is a network here already.")) if Network.objects.exists() else ALLOWED


BEFORE_THE_NETWORK = Policy("before the network", _there_is_no_network, hides=True)
