"""Letters to the people whom a workbook brought: what they may do already, and how to begin.

Such a letter gives nothing: what it speaks of was given when the workbook was taken in, by whoever might.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import Verdict
from convivio.opendata.permissions import may_take_in_members
from convivio.organisations.mandates.letters import names_of
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.people.invitations.inviting import Answer, Offer, invite
from convivio.people.models import Invitation, Person

MOVED_IN = "moved_in"


def invite_people(people: Iterable[Person], cluster: Cluster, *, by: Acting) -> list[int]:
    """Write to each of these people, once; give the numbers of the letters.

    Raises: NotAllowed.
    """
    offer = {"cluster": cluster.pk}
    return [
        invite(
            one.email, kind=MOVED_IN, subject=one.key, offer=offer, language=one.language, days=30, by=by
        ).pk
        for one in people
    ]


def _cluster_of(invitation: Invitation) -> Cluster:
    return Cluster.objects.get(pk=invitation.offer["cluster"])


def _offer(invitation: Invitation) -> Offer:
    cluster = str(_cluster_of(invitation))
    held = Mandate.objects.filter(person=split_key(invitation.subject)[1]).holding_on(localdate())
    held = held.filter(organisation__memberships__cluster=invitation.offer["cluster"])
    by_name: dict[str, set[str]] = {}
    for name, right in held.values_list("organisation__name", "right"):
        by_name.setdefault(name, set()).add(right)
    lines = [
        _("You may, for %(name)s: %(rights)s.") % {"name": name, "rights": names_of(rights)}
        for name, rights in sorted(by_name.items())
    ]
    begins = _("The office of %(cluster)s wrote you down with this address.") % {"cluster": cluster}
    return Offer(
        title=_("begin on the pages of %(cluster)s") % {"cluster": cluster},
        offered="\n".join([begins, *lines]),
        then=_("When you accept, you see what you may do, and for whom. You can give it back at any time."),
    )


def _may_give(acting: Acting, invitation: Invitation) -> Verdict:
    return may_take_in_members(acting, _cluster_of(invitation))


def _take_up(_invitation: Invitation, _by: Acting) -> str:
    return reverse("people:account")


WELCOME = Answer(offer=_offer, may_give=_may_give, take_up=_take_up)
