"""The keys of an installation in a backup: as they are, or behind a passphrase."""

import base64
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from convivio.kernel.errors import BadInput

NAMES = ("secret-key", "trace-key")
PURPOSE = b"convivio backup keys"


def packed(home: Path, passphrase: bytes | None) -> bytes:
    """Put the keys of a home into a few bytes."""
    found = {
        name: base64.b64encode((home / name).read_bytes()).decode()
        for name in NAMES
        if (home / name).is_file()
    }
    plain = json.dumps(found).encode()
    if passphrase is None:
        return json.dumps({"keys": found}).encode()
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, PURPOSE)
    words = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return json.dumps({name: base64.b64encode(value).decode() for name, value in words.items()}).encode()


def unpacked(content: bytes, passphrase: bytes | None) -> dict[str, bytes]:
    """Take the keys out again.

    Errors: BadInput, when they are behind a passphrase and this is not it.
    """
    words = json.loads(content)
    if "sealed" in words:
        words = {"keys": json.loads(_opened(words, passphrase))}
    return {name: base64.b64decode(words["keys"][name]) for name in NAMES if name in words["keys"]}


def _opened(words: dict[str, str], passphrase: bytes | None) -> bytes:
    if passphrase is None:
        raise BadInput("The keys in this backup are behind a passphrase: say --passphrase-file.")
    salt, nonce, sealed = (base64.b64decode(words[name]) for name in ("salt", "nonce", "sealed"))
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, PURPOSE)
    except InvalidTag as error:
        raise BadInput("This is not the passphrase of the keys in this backup.") from error


def _key(passphrase: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase)


def read_passphrase(file: Path | None) -> bytes | None:
    """Read a passphrase from the first line of a file.

    Errors: BadInput, when there is none.
    """
    if file is None:
        return None
    try:
        words = file.read_bytes().split(b"\n", 1)[0].strip()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error
    if not words:
        raise BadInput(f"{file} holds no passphrase in its first line.")
    return words
