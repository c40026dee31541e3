"""Contacts who are not of a member: written down, said again to be needed, forgotten when their time is over."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.office.models import Contact, kept_until
from convivio.office.permissions import may_keep_office
from convivio.people.acting import Acting


@transaction.atomic
def write_contact(contact: Contact, *, by: Acting) -> Contact:
    """Write somebody down, or what changed of them.

    Raises: NotAllowed.
    """
    lock(contact.cluster)
    may_keep_office(by, contact.cluster).enforce()
    is_new = contact.pk is None
    if is_new and contact.owner is None:
        contact.owner = by.person
    contact.save()
    record("contact.written" if is_new else "contact.changed", contact, by=by, because=contact.cluster)
    return contact


@transaction.atomic
def keep_longer(contact: Contact, *, by: Acting) -> None:
    """Say that a contact is still needed: it is kept as long as a new one.

    Raises: NotAllowed.
    """
    lock(contact)
    may_keep_office(by, contact.cluster).enforce()
    contact.keep_until = kept_until()
    contact.save(update_fields=["keep_until"])
    record("contact.kept", contact, by=by, because=contact.cluster)


@transaction.atomic
def remove_contact(contact: Contact, *, by: Acting) -> None:
    """Forget a contact; the lines of calls and visits stay, without the name.

    Raises: NotAllowed.
    """
    lock(contact)
    may_keep_office(by, contact.cluster).enforce()
    record("contact.removed", contact, by=by, because=contact.cluster)
    contact.delete()


def contacts_of(cluster: Cluster, words: str = "") -> QuerySet[Contact]:
    """Give the contacts of a cluster by name, those that have all words."""
    rows = Contact.objects.filter(cluster=cluster).select_related("organisation", "owner")
    for word in words.split()[:8]:
        found = rows.filter(name__icontains=word) | rows.filter(organisation_name__icontains=word)
        rows = found | rows.filter(organisation__name__icontains=word) | rows.filter(role__icontains=word)
    return rows.order_by("name", "pk")


def forget_contacts() -> int:
    """Forget the contacts whose time is over: the clock does it every day."""
    with transaction.atomic():
        rows = list(Contact.objects.past_keeping(localdate()).select_related("cluster"))
        for contact in rows:
            record("contact.forgotten", contact, by=None, because=contact.cluster)
            contact.delete()
    return len(rows)
