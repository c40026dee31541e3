"""Tokens: secrets for programs, shown once, kept as digests."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person, Token
from convivio.people.signing_in.second_steps import has_one, needs_one

PREFIX = "cv_"


@transaction.atomic
def make_token(person: Person, name: str, *, expires_at: datetime | None = None, by: Acting) -> str:
    """Make a token for a person's programs, and return its secret: it is never shown again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        name=name,
        digest=_digest(secret),
        beginning=secret[:8],
        acting_for=by.acting_for_key,
        expires_at=expires_at,
    )
    record("token.made", token, by=by)
    return secret


@transaction.atomic
def revoke_token(token: Token, *, by: Acting) -> None:
    """End a token; the next request with it is refused."""
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record("token.revoked", token, by=by)


def acting_by_token(secret: str) -> Acting | None:
    """Say who acts with this secret; None when it opens nothing now.

    A token acts for whom it was made for and nobody else: when that mandate ends, so does the token.
    The programs of whoever holds an office wait until that person has a second step.
    """
    token = Token.objects.valid_at(now()).select_related("person").filter(digest=_digest(secret)).first()
    if token is None:
        return None
    acting = acting_as(token.person, token.acting_for or token.person.key)
    if needs_one(acting) and not has_one(token.person):
        return None
    return acting if acting.acting_for_key == token.acting_for else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
