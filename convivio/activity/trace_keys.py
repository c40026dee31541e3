"""The key that signs checkpoints: secret in the home, its public half for any auditor."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from convivio.kernel.errors import BadInput


def path() -> Path:
    return Path(settings.HOME) / "trace-key"


def private_key() -> Ed25519PrivateKey:
    """Read the signing key of this installation, made at the first asking."""
    try:
        descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read()
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        file.flush()
        os.fsync(file.fileno())
    return _read()


def _read() -> Ed25519PrivateKey:
    key = load_pem_private_key(path().read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(f"{path()} is not a signing key of the trace.")
    return key


def public_key() -> str:
    """Return the public half in hexadecimal: what an auditor keeps; nothing, before the first seal."""
    return public_half(private_key()) if path().exists() else ""


def public_half(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint(public: str) -> str:
    """Name a public key in a few letters."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def holds(public: str, signature: str, message: bytes) -> bool:
    """Say whether this key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
