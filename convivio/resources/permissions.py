"""Who may offer a resource, book it, and decide about its bookings."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Membership
from convivio.dues.arrears import rights_withheld
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.resources.models import Booking, Kind, Resource

BOOK, EDIT = "book", "edit"
NOT_BOOKED = (Kind.DATA_SET, Kind.DOCUMENT)


def may_offer(acting: Acting, owner: Organisation) -> Verdict:
    """Say whether this person says what an organisation lends, and looks after it."""
    if acting.may(EDIT, owner.key):
        return ALLOWED
    return Verdict(_("It takes a mandate to edit for %(name)s.") % {"name": owner})


def may_book(acting: Acting, resource: Resource) -> Verdict:
    """Say whether this person may book a resource for the organisation that they act for now."""
    if not acting.reader.sees(resource.audience):
        return Verdict(_("There is no such resource."))
    if resource.kind in NOT_BOOKED or resource.withdrawn_at is not None:
        return Verdict(_("This is not booked."))
    current = acting.current
    if current is None or not acting.may(BOOK, current.key):
        return Verdict(_("It takes a mandate to book for an organisation. Choose for whom you act, or ask for it."))
    return _not_in_arrears(current.key)


def may_decide(acting: Acting, booking: Booking) -> Verdict:
    """Say whether this person answers for the owner."""
    return may_offer(acting, booking.resource.owner)


def may_change(acting: Acting, booking: Booking) -> Verdict:
    """Say whether this person may move or cancel a booking: who books for its organisation, or its owner's people."""
    if acting.may(BOOK, booking.organisation.key) or may_decide(acting, booking):
        return ALLOWED
    return Verdict(_("Only those who booked it, and the owner, may do this."))


def _not_in_arrears(key: str) -> Verdict:
    """Let the dues of every cluster that it belongs to say whether a member may book, by that cluster's own rule."""
    today, number = localdate(), int(key.rpartition(":")[2])
    rows = Membership.objects.with_rights_on(today).filter(organisation=number)
    for membership in rows.select_related("organisation", "cluster"):
        verdict = rights_withheld(membership.organisation, membership.cluster, today, BOOK)
        if not verdict:
            return verdict
    return ALLOWED
