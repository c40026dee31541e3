from django.http import Http404
from django.utils.translation import gettext as _

from convivio.clusters.models import Office
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.pages.publishers import Publisher, publisher_of
from convivio.people.acting import Acting

WRITERS_OF_A_CLUSTER = (Office.Kind.CLUSTER_OFFICE, Office.Kind.BOARD)
WRITERS_OF_THE_NETWORK = (Office.Kind.COORDINATOR,)


def may_write(acting: Acting, publisher: Publisher) -> Verdict:
    """Say whether this person may change these public pages today.

    A cluster's are its office's and its board's, the network's the coordinator's: nobody writes for another.
    """
    writers = WRITERS_OF_A_CLUSTER if publisher.cluster else WRITERS_OF_THE_NETWORK
    if any(acting.may(kind, publisher.key) for kind in writers):
        return ALLOWED
    if publisher.cluster:
        return Verdict(
            _("Only the office and the board of %(name)s write its pages.") % {"name": publisher.name}
        )
    return Verdict(_("Only the coordinator writes the pages of the network."))


def find_desk(acting: Acting, slug: str) -> Publisher:
    """Return the publisher whose desk this person may sit at.

    Errors: Http404, alike for the desk of others and for one that is not there.
    """
    publisher = publisher_of(slug)
    if not may_write(acting, publisher):
        raise Http404
    return publisher
