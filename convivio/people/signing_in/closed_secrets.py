"""Secrets of second steps, closed with the installation's key: who copies the database cannot make a code."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from convivio.people.errors import SecondStepIsUnreadable

CLOSED = "closed-1:"
PURPOSE = b"convivio.people.second-steps"
NONCE_BYTES = 12


def close(text: str) -> str:
    """Close a text, each time differently.

    Source: AES-256-GCM (NIST SP 800-38D); the key by HKDF (RFC 5869) from the key of the installation.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), PURPOSE)
    return CLOSED + base64.b64encode(nonce + sealed).decode()


def opened(text: str) -> str:
    """Open a text again, also with a key that was in use before; one that was never closed is as it is.

    Raises:
        SecondStepIsUnreadable: it was closed with another key, or changed since.
    """
    if not text.startswith(CLOSED):
        return text
    sealed = base64.b64decode(text.removeprefix(CLOSED))
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], PURPOSE).decode()
        except InvalidTag:
            continue
    raise SecondStepIsUnreadable


def _key(secret: str | bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(force_bytes(secret))
