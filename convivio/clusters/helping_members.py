"""What the office of a cluster does for the people of a member: answering claims, ending what nobody else can.

These are acts of a cluster, not of the organisation.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.models import Membership, Office
from convivio.clusters.office_permissions import Kind, may_help_member, signatories
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.claims.claiming import post_answer, settle_claim
from convivio.organisations.errors import SomebodyActsForIt
from convivio.organisations.mandates.granting import cut_mandates, write_mandates
from convivio.organisations.mandates.letters import post_ended
from convivio.organisations.models import Claim, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person


def may_answer(acting: Acting, claim: Claim) -> Verdict:
    """Say whether this person answers a claim: the office where it is a member, or else the coordinator."""
    if claims_for(acting).filter(pk=claim.pk).exists():
        return ALLOWED
    return Verdict(
        _("A claim is answered by the office of the cluster, or by the coordinator where there is none.")
    )


def claims_for(acting: Acting) -> QuerySet[Claim]:
    """Keep the claims that this person answers, of organisations that the person may see."""
    held = Membership.objects.holding_on(localdate())
    clusters = _kept_clusters(acting)
    mine = Exists(held.filter(organisation=OuterRef("organisation"), cluster__in=clusters))
    seen = Claim.objects.filter(organisation__audience__in=acting.reader.audiences)
    answered = seen.filter(mine)
    if any(Kind.COORDINATOR in choice.rights for choice in acting.choices):
        alone = ~Exists(held.filter(organisation=OuterRef("organisation")))
        answered = seen.filter(mine | alone)
    return answered.select_related("organisation", "person", "decided_by")


def open_claims_for(acting: Acting) -> QuerySet[Claim]:
    return claims_for(acting).filter(state=Claim.State.OPEN).order_by("made_at", "pk")


def answers_claims(acting: Acting) -> bool:
    """Say whether this person keeps an office to which claims come."""
    return any({Kind.CLUSTER_OFFICE, Kind.COORDINATOR} & choice.rights for choice in acting.choices)


def lookers_after(organisation: Organisation) -> Iterator[Person]:
    """Give the people to whom a claim is written: the offices of its clusters, or else the coordinator."""
    today = localdate()
    clusters = Membership.objects.filter(organisation=organisation).holding_on(today).values("cluster")
    offices = Office.objects.filter(kind=Kind.CLUSTER_OFFICE, cluster__in=clusters).holding_on(today)
    if not clusters.exists():
        offices = Office.objects.filter(kind=Kind.COORDINATOR).holding_on(today)
    people = Person.objects.filter(is_active=True, pk__in=offices.values("person"))
    yield from people.order_by("pk")


@transaction.atomic
def accept_claim(claim: Claim, rights: Iterable[str], *, answer: str = "", by: Acting) -> None:
    """Let whoever claimed an organisation act for it, with these rights.

    Raises: NotAllowed; ClaimIsSettled; SomebodyActsForIt, when somebody signs for it by now.
    """
    organisation = lock(claim.organisation)
    lock(claim)
    may_answer(by, claim).enforce()
    settle_claim(claim, Claim.State.ACCEPTED, answer, by=by)
    if signatories(organisation).exists():
        raise SomebodyActsForIt(
            _("Somebody signs for %(name)s by now: they decide who else acts for it.")
            % {"name": organisation.name}
        )
    chosen = sorted(rights)
    write_mandates(organisation, claim.person, chosen, localdate(), None, given_by=by.person)
    facts = {"person": claim.person.key, "rights": chosen}
    record("claim.accepted", organisation, by=by, because=claim, facts=facts)
    post_answer(claim)


@transaction.atomic
def refuse_claim(claim: Claim, *, answer: str, by: Acting) -> None:
    """Say no to a claim, and why.

    Raises: NotAllowed; ClaimIsSettled.
    """
    lock(claim)
    may_answer(by, claim).enforce()
    settle_claim(claim, Claim.State.REFUSED, answer, by=by)
    record("claim.refused", claim.organisation, by=by, because=claim)
    post_answer(claim)


@transaction.atomic
def end_for_member(organisation: Organisation, person: Person, *, by: Acting) -> None:
    """End, as the office, what somebody may do for a member: also when nobody is left who signs.

    Raises: NotAllowed.
    """
    lock(organisation)
    may_help_member(by, organisation).enforce()
    rights = cut_mandates(organisation, person)
    if rights:
        facts = {"person": person.key, "rights": rights}
        record("mandate.ended_by_office", organisation, by=by, facts=facts)
        post_ended(person, organisation, by.person)


def _kept_clusters(acting: Acting) -> list[int]:
    keys = [choice.key for choice in acting.choices if Kind.CLUSTER_OFFICE in choice.rights]
    return [split_key(key)[1] for key in keys]
