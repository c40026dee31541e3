"""Which account an organisation has in a cluster, and whom its letters reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from convivio.clusters.models import Cluster
from convivio.dues.models import Account
from convivio.organisations.models import Mandate, Organisation


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, and the language of whoever reads there."""

    email: str
    language: str = "it"


def accounts_for(cluster: Cluster, organisations: Iterable[Organisation]) -> dict[int, Account]:
    """Give by organisation its account, opened where there is none; the books must be held."""
    wanted = {one.pk: one for one in organisations}
    rows = Account.objects.filter(cluster=cluster, organisation__in=wanted).order_by("-pk")
    found = {one.organisation_id: one for one in rows.select_related("organisation", "cluster")}
    missing = [Account(cluster=cluster, organisation=one) for pk, one in wanted.items() if pk not in found]
    Account.objects.bulk_create(missing)
    return {**found, **{one.organisation_id: one for one in missing}}


def recipients(accounts: Iterable[Account], day: date) -> dict[int, list[Recipient]]:
    """Say for each account whom its letters reach: the address it gave, or who pays, or who signs."""
    kept = list(accounts)
    wanted = {one.organisation_id for one in kept if not one.email}
    held = Mandate.objects.filter(organisation__in=wanted, right__in=[Mandate.Right.PAY, Mandate.Right.SIGN])
    by_right: dict[tuple[int, str], list[Recipient]] = {}
    for mandate in (
        held.holding_on(day).filter(person__is_active=True).select_related("person").order_by("pk")
    ):
        reached = by_right.setdefault((mandate.organisation_id, mandate.right), [])
        reached.append(Recipient(mandate.person.email, mandate.person.language))
    found = {}
    for one in kept:
        paying = by_right.get((one.organisation_id, Mandate.Right.PAY))
        signing = by_right.get((one.organisation_id, Mandate.Right.SIGN), [])
        found[one.pk] = [Recipient(one.email)] if one.email else (paying or signing)
    return found
