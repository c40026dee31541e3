"""Rows of memberships and suspensions, kept so that no day belongs to two of them."""

from django.db import IntegrityError, transaction

from convivio.clusters.models import Membership, Suspension
from convivio.memberships.errors import AlreadyAMember, SuspendedAlready


def new_membership(membership: Membership) -> Membership:
    """Keep a new membership; the database refuses days that another one has.

    Raises: AlreadyAMember.
    """
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as overlap:
        raise AlreadyAMember(str(membership.organisation)) from overlap
    return membership


def reopened(membership: Membership) -> Membership:
    """Keep a membership whose last day was taken away.

    Raises: AlreadyAMember, when the organisation came back meanwhile.
    """
    try:
        with transaction.atomic():
            membership.save(update_fields=["until_on", "ending", "ending_words"])
    except IntegrityError as overlap:
        raise AlreadyAMember(str(membership.organisation)) from overlap
    return membership


def new_suspension(suspension: Suspension) -> Suspension:
    """Keep a new suspension; the database refuses days that another one has.

    Raises: SuspendedAlready.
    """
    try:
        with transaction.atomic():
            suspension.save(force_insert=True)
    except IntegrityError as overlap:
        raise SuspendedAlready(str(suspension.membership.organisation)) from overlap
    return suspension
