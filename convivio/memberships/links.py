"""Return links: how somebody without an account begins an application, and comes back to it."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.memberships.errors import LinkOpensNothing, TooManyLetters
from convivio.memberships.letters import post_link, post_warning
from convivio.memberships.models import Application, Passage, ReturnLink, State
from convivio.memberships.permissions import may_write
from convivio.memberships.writers import Writer
from convivio.people.acting import Acting

HOLDS = timedelta(days=14)
AN_HOUR = timedelta(hours=1)
MOST_FOR_AN_ADDRESS = 5
MOST_FOR_A_CLUSTER = 200


@transaction.atomic
def ask_for_link(cluster: Cluster, email: str, *, language: str) -> None:
    """Send a link to an address; whether it has an application already is not told, and not looked up.

    An address that asked for many gets no more for a while, and hears nothing of it.

    Raises: TooManyLetters, when the cluster sent very many within the hour.
    """
    lock(cluster)
    lately = ReturnLink.objects.filter(cluster=cluster, made_at__gt=now() - AN_HOUR)
    if lately.count() >= MOST_FOR_A_CLUSTER:
        raise TooManyLetters
    if lately.filter(email=email).count() < MOST_FOR_AN_ADDRESS:
        _make(cluster, None, email, language)


@transaction.atomic
def share(application: Application, email: str, *, language: str, by: Writer) -> str:
    """Send a colleague a link to an application, and return its secret, to be shown this once.

    Raises: NotAllowed; TooManyLetters.
    """
    lock(application)
    may_write(by.acting, application, by.links).enforce()
    lately = application.return_links.filter(made_at__gt=now() - AN_HOUR)
    if lately.count() >= MOST_FOR_AN_ADDRESS:
        raise TooManyLetters
    secret = _make(application.cluster, application, email, language)
    application.touch()
    record("application.shared", application, by=by.acting)
    return secret


def link_by(secret: str) -> ReturnLink:
    """Return the link that this secret opens now.

    Raises: LinkOpensNothing, whatever the cause.
    """
    unopened = ReturnLink.objects.unopened_at(now()).select_related("cluster", "application")
    found = unopened.filter(digest=_digest(secret)).first()
    if found is None:
        raise LinkOpensNothing
    return found


@transaction.atomic
def open_link(secret: str, *, by: Acting) -> ReturnLink:
    """Open a link, once: whoever opens it writes the application, which begins now if there is none.

    Raises: LinkOpensNothing.
    """
    link = link_by(secret)
    lock(link)
    if link.opened_at is not None:
        raise LinkOpensNothing
    link.opened_at = now()
    link.application = (
        link.application
        or _begun_with(link)
        or begin(link.cluster, link.email, language=link.language, by=by)
    )
    link.save(update_fields=["opened_at", "application"])
    link.application.touch()
    return link


@transaction.atomic
def begin(cluster: Cluster, email: str, *, language: str, by: Acting) -> Application:
    """Begin an application: a draft that only those who write it see."""
    begun_by = by.person if by.person and by.person.email == email else None
    application = Application.objects.create(
        cluster=cluster, email=email, language=language, begun_by=begun_by
    )
    Passage.objects.create(application=application, into=State.DRAFT, by=begun_by)
    record("application.begun", application, by=by, because=cluster)
    return application


def in_hand(cluster: Cluster, email: str) -> Application | None:
    """Return the application that an address has begun in a cluster and can still write."""
    begun = Application.objects.with_the_applicant().filter(cluster=cluster, email=email)
    return begun.order_by("-begun_at").first()


def warn(application: Application, *, erased_on: date) -> None:
    """Send the applicant a link by which a draft that is to be erased is kept; whoever calls it holds the row."""
    said = partial(post_warning, erased_on=erased_on)
    _make(application.cluster, application, application.email, application.language, said=said)


def _begun_with(link: ReturnLink) -> Application | None:
    return in_hand(link.cluster, link.email)


def _make(
    cluster: Cluster,
    application: Application | None,
    email: str,
    language: str,
    *,
    said: Callable[[ReturnLink, str], None] = post_link,
) -> str:
    secret = secrets.token_urlsafe(32)
    link = ReturnLink.objects.create(
        cluster=cluster,
        application=application,
        email=email,
        language=language,
        digest=_digest(secret),
        expires_at=now() + HOLDS,
    )
    said(link, secret)
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
