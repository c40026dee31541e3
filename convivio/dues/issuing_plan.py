"""What would be asked of whom for a year: the preview of a batch of notices, and the batch itself."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convivio.clusters.categories import with_category_names
from convivio.clusters.models import Cluster, Membership
from convivio.dues.fees import Fee
from convivio.dues.models import Charge, What
from convivio.dues.schedules import amount_for, terms_of


class Standing(Enum):
    """What becomes of a member in a batch."""

    ASKED_NOW = "new", _("gets a notice")
    NO_RULE = "no_rule", _("no rule speaks of it")
    EXEMPT = "exempt", _("exempt")
    HAS_ONE = "has_one", _("has one already")

    def __init__(self, code: str, label: str) -> None:
        self.code = code
        self.label = label


@dataclass(slots=True)
class Proposal:
    """One member of a year: what it would be asked for, or why not."""

    membership: Membership
    fees: list[Fee] = field(default_factory=list)
    exempt: list[Fee] = field(default_factory=list)
    asked: list[Charge] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.fees), Decimal(0))

    @property
    def standing(self) -> Standing:
        if self.fees:
            return Standing.ASKED_NOW
        if self.asked:
            return Standing.HAS_ONE
        return Standing.EXEMPT if self.exempt else Standing.NO_RULE


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch of notices for a year would ask."""

    year: int
    proposals: list[Proposal]

    def of(self, standing: Standing) -> list[Proposal]:
        return [one for one in self.proposals if one.standing is standing]

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.proposals), Decimal(0))

    @property
    def digest(self) -> str:
        """A fingerprint of what was shown, to notice when it changed before it is issued."""
        shown = [
            (one.membership.pk, fee.basis.what, fee.amount) for one in self.proposals for fee in one.fees
        ]
        return hashlib.sha256(repr(sorted(shown)).encode()).hexdigest()


def members_of_year(cluster: Cluster, year: int, only: Collection[int] | None = None) -> list[Membership]:
    """Give the memberships that hold on some day of a year, by name; all, or only these."""
    rows = Membership.objects.filter(cluster=cluster, from_on__lte=date(year, 12, 31))
    if only is not None:
        rows = rows.filter(pk__in=only)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=date(year, 1, 1)))
    return with_category_names(
        rows.select_related("organisation", "cluster").order_by("organisation__name", "pk")
    )


def plan_of(cluster: Cluster, year: int, *, only: Collection[int] | None = None) -> Plan:
    """Say what a cluster would ask for a year, in a few questions to the database; of all, or only of these.

    What was asked already is not asked again, nor the same year twice of a body that left and came back.
    """
    members = members_of_year(cluster, year, only)
    terms = terms_of(cluster)
    asked = _asked(cluster, year, members, narrow=only is not None)
    proposals, claimed = [], set(asked)
    for membership in members:
        one = Proposal(membership)
        for what in (What.ENTRY, What.YEARLY):
            key = _key(membership, what)
            owed = amount_for(membership, what, year, terms)
            if key in claimed:
                one.asked += asked.get(key, [])
            elif owed is not None and owed.is_exempt:
                one.exempt.append(owed)
            elif owed is not None:
                one.fees.append(owed)
                claimed.add(key)
        proposals.append(one)
    return Plan(year, proposals)


def preview_of(cluster: Cluster, year: int) -> Plan:
    """Say what the rules bring in for a year whatever was asked already, member by member."""
    terms = terms_of(cluster)
    proposals = []
    for membership in members_of_year(cluster, year):
        owed = [amount_for(membership, what, year, terms) for what in (What.ENTRY, What.YEARLY)]
        known = [one for one in owed if one is not None]
        proposals.append(
            Proposal(
                membership,
                [one for one in known if not one.is_exempt],
                [one for one in known if one.is_exempt],
            )
        )
    return Plan(year, proposals)


def _asked(
    cluster: Cluster, year: int, members: Iterable[Membership], *, narrow: bool
) -> dict[tuple[int, str], list[Charge]]:
    """Gather what stands asked, by body for a yearly fee, by membership for an entry."""
    rows = Charge.objects.filter(membership__cluster=cluster, is_cancelled=False)
    if narrow:
        bodies = [one.organisation_id for one in members]
        rows = rows.filter(membership__organisation__in=bodies)
    rows = rows.filter(Q(year=year) | Q(what=What.ENTRY)).select_related("membership", "notice__cluster")
    found: dict[tuple[int, str], list[Charge]] = {}
    for charge in rows:
        found.setdefault(_key(charge.membership, charge.what), []).append(charge)
    return found


def _key(membership: Membership, what: str) -> tuple[int, str]:
    return (membership.organisation_id if what == What.YEARLY else membership.pk, what)
