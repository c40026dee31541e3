from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, office_of
from convivio.dues.actions.asking import issue_notices
from convivio.dues.actions.paying import Arrival, record_payment
from convivio.dues.issuing_plan import plan_of
from convivio.dues.models import Account, Books, FeeLine, FeeSchedule, Notice, Payment, Reduction
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting
from convivio.people.tests.factories import acting

IBAN = "IT60X0542811101000000123456"
"""The example of the Italian banks' association: its check digits fit, and it is nobody's."""


def cluster_with_rules(**schedule: Any) -> Cluster:
    """Make a cluster that says where to pay: 1,000 to enter, 500 a year, half for the small and the micro."""
    cluster = ClusterFactory.create()
    Books.objects.create(cluster=cluster, payee="Cluster Salute", iban=IBAN)
    rules = rules_of(cluster, **schedule)
    FeeLine.objects.create(schedule=rules, what="entry", amount=Decimal(1000))
    FeeLine.objects.create(schedule=rules, what="yearly", amount=Decimal(500))
    for size in ("small", "micro"):
        Reduction.objects.create(schedule=rules, size=size)
    return cluster


def rules_of(cluster: Cluster, **said: Any) -> FeeSchedule:
    usual = {"from_on": date(2019, 1, 1), "source": "Statuto, art. 7", "decided_on": date(2018, 11, 20)}
    return FeeSchedule.objects.create(cluster=cluster, **{**usual, **said})


def member(cluster: Cluster, name: str = "", size: str = "large", **said: Any) -> Membership:
    """Make a large company that has been a member since 2020."""
    named = {"name": name} if name else {}
    return MembershipFactory.create(
        cluster=cluster, organisation=OrganisationFactory.create(size=size, **named), **said
    )


def keeper(cluster: Cluster) -> Acting:
    """Make somebody of the cluster's office, who acts for it."""
    return acting(office_of(cluster), cluster.key)


def payer_of(organisation: Organisation) -> Acting:
    """Make somebody who pays for an organisation."""
    mandate = MandateFactory.create(organisation=organisation, right=Mandate.Right.PAY)
    return acting(mandate.person, organisation.key)


def issued(cluster: Cluster, by: Acting, year: int | None = None) -> list[Notice]:
    """Issue what a year asks of everybody."""
    return issue_notices(cluster, plan_of(cluster, year or localdate().year), by=by, send=False)


def paid(cluster: Cluster, amount: str, by: Acting, account: Account | None = None, **said: Any) -> Payment:
    """Record a payment of today."""
    arrival = Arrival(on=localdate(), amount=Decimal(amount), **said)
    return record_payment(cluster, arrival, account=account, by=by)
