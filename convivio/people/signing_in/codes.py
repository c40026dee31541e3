"""Codes by mail: kept as a digest under the installation's key, so that no copy of the database opens a door."""

from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "convivio.people.signing_in.codes"


def digest_of(code: str) -> str:
    """Return what is kept of a code: the same for every way of typing it."""
    return salted_hmac(SALT, normalize_user_code(code), algorithm="sha256").hexdigest()


def is_of(code: str, digest: str) -> bool:
    """Say whether a code is the one that was kept; no digest is the digest of none."""
    return bool(digest) and constant_time_compare(digest_of(code), digest)
