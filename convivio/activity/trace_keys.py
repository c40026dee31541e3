"""The key that signs checkpoints: secret in the home, its public half for any auditor."""

import contextlib
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


def next_path() -> Path:
    """Where a new key waits until a checkpoint names it."""
    return path().with_name("trace-key.next")


def private_key() -> Ed25519PrivateKey:
    """Read the signing key of this installation, made at the first asking."""
    with contextlib.suppress(FileExistsError):
        _write(path(), os.O_EXCL)
    return _read(path())


def make_next() -> Ed25519PrivateKey:
    """Make a key that is not in use yet, in the place of one that never was."""
    _write(next_path(), os.O_TRUNC)
    return _read(next_path())


def take_next(public: str) -> None:
    """Put the key that waits in the place of the old one, if it is the one with this public half."""
    if next_path().exists() and public_half(_read(next_path())) == public:
        next_path().replace(path())
        folder = os.open(path().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(file: Path, how: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        made = Ed25519PrivateKey.generate()
        opened.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        opened.flush()
        os.fsync(opened.fileno())


def _read(file: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(f"{file} is not a signing key of the trace.")
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
