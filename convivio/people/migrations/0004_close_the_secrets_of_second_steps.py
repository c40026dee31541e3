"""Close what stood open in the table of second steps; run twice, it closes nothing twice.

A process of the version before cannot read what is closed: it is stopped while this runs.
"""

import base64
import secrets
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations

CLOSED = "closed-1:"
PURPOSE = b"convivio.people.second-steps"
NONCE_BYTES = 12


def _lock() -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode()))


def _close(text: str) -> str:
    if text.startswith(CLOSED):
        return text
    nonce = secrets.token_bytes(NONCE_BYTES)
    return CLOSED + base64.b64encode(nonce + _lock().encrypt(nonce, text.encode(), PURPOSE)).decode()


def _open(text: str) -> str:
    if not text.startswith(CLOSED):
        return text
    sealed = base64.b64decode(text.removeprefix(CLOSED))
    return _lock().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE).decode()


def _each(change: Callable[[str], str]) -> Callable[[Any, Any], None]:
    def run(apps: Any, _editor: Any) -> None:
        steps = apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"])
        for step in steps.iterator(chunk_size=500):
            for name in ("secret", "seed"):
                if name in step.data:
                    step.data[name] = change(step.data[name])
            if "migrated_codes" in step.data:
                step.data["migrated_codes"] = [change(code) for code in step.data["migrated_codes"]]
            step.save(update_fields=["data"])

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_erasure_wishes"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(_each(_close), _each(_open))]
