"""Who may offer a resource, book it, and decide about its bookings."""

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership, Office
from convivio.clusters.office_permissions import cluster_kept
from convivio.dues.arrears import rights_withheld
from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.acting_for import may_for_somebody, numbers_of
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import NOBODY, Acting
from convivio.resources.models import Booking, BookingQuerySet, Resource, Waiting
from convivio.web.policies import Policy

BOOK, EDIT = "book", "edit"
READING = (Office.Kind.CLUSTER_OFFICE, Office.Kind.FACILITATOR, Office.Kind.BOARD)
"""Who reads of a cluster what its office does."""


def find_resource(acting: Acting, slug: str) -> Resource:
    """Find what this person may see; what its owner does not offer any more, its people see still.

    Errors: Http404.
    """
    rows = Resource.objects.visible_to(acting.reader).select_related("owner", "site", "contact")
    found = get_object_or_404(rows, slug=slug)
    if found.withdrawn_at is not None and not may_offer(acting, found.owner):
        raise Http404
    return found


def may_read_files(acting: Acting, key: str) -> bool:
    """Say whether this person may see a resource now, and with it what its owner shows of it."""
    rows = Resource.objects.visible_to(acting.reader).select_related("owner")
    found = rows.filter(pk=split_key(key)[1]).first()
    return found is not None and (found.withdrawn_at is None or bool(may_offer(acting, found.owner)))


def find_own(acting: Acting, slug: str) -> Resource:
    """Find a resource that this person looks after; for everybody else there is none.

    Errors: Http404.
    """
    found = find_resource(acting, slug)
    if not may_offer(acting, found.owner):
        raise Http404
    return found


def bookings_seen(acting: Acting) -> BookingQuerySet:
    """Keep the bookings of those for whom this person acts, and of what these lend."""
    numbers = numbers_of(acting)
    ours = Q(organisation__in=numbers) | Q(resource__owner__in=numbers)
    return Booking.objects.filter(ours).select_related("resource__owner", "organisation", "person")


def find_booking(acting: Acting, number: int) -> Booking:
    """Find a booking of ours or of what is ours.

    Errors: Http404.
    """
    return get_object_or_404(bookings_seen(acting), pk=number)


def may_offer(acting: Acting, owner: Organisation) -> Verdict:
    """Say whether this person says what an organisation lends, and looks after it."""
    if acting.may(EDIT, owner.key):
        return ALLOWED
    return Verdict(_("It takes a mandate to edit for %(name)s.") % {"name": owner})


def may_offer_for_somebody(acting: Acting) -> Verdict:
    """Say whether this person says what the organisation lends for which they act now."""
    return may_for_somebody(acting, Mandate.Right.EDIT)


def may_book(acting: Acting, resource: Resource) -> Verdict:
    """Say whether this person may book a resource for the organisation that they act for now."""
    if not acting.reader.sees(resource.audience):
        return Verdict(_("There is no such resource."))
    if not resource.is_booked or resource.withdrawn_at is not None:
        return Verdict(_("This is not booked."))
    verdict = may_book_for_somebody(acting)
    return _not_in_arrears(acting.current.key) if verdict and acting.current else verdict


def may_decide(acting: Acting, booking: Booking) -> Verdict:
    """Say whether this person answers for the owner."""
    return may_offer(acting, booking.resource.owner)


def may_book_for_somebody(acting: Acting) -> Verdict:
    """Say whether this person may book for the organisation that they act for now."""
    return may_for_somebody(acting, Mandate.Right.BOOK)


def may_change(acting: Acting, booking: Booking) -> Verdict:
    """Say whether this person may move or cancel a booking: who books for its organisation, or its owner's people."""
    if acting.may(BOOK, booking.organisation.key) or may_decide(acting, booking):
        return ALLOWED
    return Verdict(_("Only those who booked it, and the owner, may do this."))


def find_cluster_read(acting: Acting, slug: str) -> Cluster:
    """Find a cluster whose office this person keeps or reads.

    Errors: Http404.
    """
    found = cluster_kept(acting, slug)
    if found is None or not any(acting.may(kind, found.key) for kind in READING):
        raise Http404
    return found


def clusters_read(acting: Acting) -> list[Cluster]:
    """Give the clusters whose office this person keeps or reads, as they were read for this request."""
    read = (choice.body for choice in acting.choices if set(READING) & choice.rights)
    return [one for one in read if isinstance(one, Cluster)]


def _asks_to_read_use(request: HttpRequest, **named: object) -> Verdict:
    acting: Acting = getattr(request, "acting", NOBODY)
    found = cluster_kept(acting, named.get("cluster"))
    if found is not None and any(acting.may(kind, found.key) for kind in READING):
        return ALLOWED
    return Verdict(_("Only the office and the board of a cluster see this."))


READS_USE = Policy("reads the use of what members lend", _asks_to_read_use, hides=True)


def may_leave(acting: Acting, waiting: Waiting) -> Verdict:
    """Say whether this person takes an organisation out of a waiting list."""
    if acting.may(BOOK, waiting.organisation.key):
        return ALLOWED
    return Verdict(_("Only those who stand in it may leave a waiting list."))


def _not_in_arrears(key: str) -> Verdict:
    """Let the dues of every cluster that it belongs to say whether a member may book, by that cluster's own rule."""
    today, number = localdate(), int(key.rpartition(":")[2])
    rows = Membership.objects.with_rights_on(today).filter(organisation=number)
    for membership in rows.select_related("organisation", "cluster"):
        verdict = rights_withheld(membership.organisation, membership.cluster, today, BOOK)
        if not verdict:
            return verdict
    return ALLOWED
