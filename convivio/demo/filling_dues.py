"""Two years of dues for the demonstration's clusters, each by its own rules: paid, in part, late, reminded."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Office
from convivio.demo.network_files import Entry, entries
from convivio.dues.actions.asking import issue_notices
from convivio.dues.actions.keeping_rules import begin_arrears_rule, begin_schedule, say_where_to_pay
from convivio.dues.actions.paying import Arrival, record_payment
from convivio.dues.balances import balances_of
from convivio.dues.issuing_plan import plan_of
from convivio.dues.models import ArrearsRule, FeeLine, FeeSchedule, Notice, Payment, Reduction, Reminder
from convivio.dues.standard_texts import STANDARD
from convivio.kernel.money import euros
from convivio.people.acting import Acting, acting_as

KINDS = 23
PARTLY, NEVER, TOO_MUCH = (3, 17), (7, 12), (5,)
"""Of every 23 members: who pays a part, who does not pay yet, who pays too much."""
ISSUED_ON = (2, 2)


def fill_dues(clusters: Mapping[str, Cluster]) -> dict[str, int]:
    """Ask, pay and remind for last year and this one; count the notices and the payments."""
    for entry in entries("dues"):
        cluster = clusters[entry["cluster"]]
        by = _keeper(cluster)
        _rules(cluster, entry, by)
        for year in (localdate().year - 1, localdate().year):
            _year(cluster, year, by)
        _unknown_payer(cluster, by)
    return {"notices": Notice.objects.count(), "payments": Payment.objects.count()}


def _keeper(cluster: Cluster) -> Acting:
    office = Office.objects.filter(cluster=cluster, kind=Office.Kind.CLUSTER_OFFICE).order_by("pk")
    return acting_as(office.select_related("person")[0].person, cluster.key)


def _rules(cluster: Cluster, entry: Entry, by: Acting) -> None:
    names = ("payee", "iban", "address", "email", "days_to_pay")
    say_where_to_pay(cluster, {name: entry[name] for name in names}, by=by)
    for rules in entry["rules"]:
        schedule = FeeSchedule(
            cluster=cluster,
            from_on=_day(rules["from"]),
            source=rules["source"],
            decided_on=_day(rules["decided_on"]),
            part_of_year=rules["part_of_year"],
        )
        lines = [FeeLine(**{**one, "amount": euros(one["amount"])}) for one in rules["lines"]]
        begin_schedule(schedule, lines, [Reduction(**one) for one in rules["reductions"]], by=by)
    if "arrears" in entry:
        begin_arrears_rule(_arrears(cluster, entry["arrears"]), by=by)


def _arrears(cluster: Cluster, said: Mapping[str, Any]) -> ArrearsRule:
    return ArrearsRule(
        cluster=cluster,
        from_on=_day(said["from"]),
        days=said["days"],
        rights=said["rights"],
        source=said["source"],
        decided_on=_day(said["decided_on"]),
    )


def _year(cluster: Cluster, year: int, by: Acting) -> None:
    on = min(date(year, *ISSUED_ON), localdate())
    for notice in issue_notices(cluster, plan_of(cluster, year), send=False, on=on, by=by):
        _paid(notice, by)
        _reminded(notice)


def _paid(notice: Notice, by: Acting) -> None:
    """Pay a notice as its member does, the same at every filling; who is late this year paid the last."""
    kind = sum(notice.account.organisation.slug.encode()) % KINDS
    is_last = notice.year < localdate().year
    if kind in NEVER and not (is_last and kind == NEVER[0]):
        return
    amount = notice.total
    if kind in PARTLY and not is_last:
        amount = euros(notice.total / 2)
    elif kind in TOO_MUCH:
        amount = notice.total + 50
    on = notice.on + timedelta(days=5 + kind * 2)
    if on <= localdate():
        words = f"Quota associativa {notice.reference}"
        name = notice.account.organisation.name
        arrival = Arrival(on=on, amount=amount, payer=name, words=words, manner=Payment.Manner.BANK)
        record_payment(notice.cluster, arrival, account=notice.account, first=[notice], by=by)


def _reminded(notice: Notice) -> None:
    """Write down the reminders that went out when their days had passed; the last is left for the office."""
    left = balances_of([notice])[notice.pk].open
    for level, (days, _subject, _text) in enumerate(STANDARD[:-1], 1):
        on = notice.due_on + timedelta(days=days)
        if left and on < localdate():
            Reminder.objects.create(notice=notice, level=level, on=on, open=left, recipient_count=1)


def _unknown_payer(cluster: Cluster, by: Acting) -> None:
    arrival = Arrival(
        on=localdate() - timedelta(days=3),
        amount=Decimal(250),
        payer="Studio Contabile Bassi",
        words="quota per conto cliente",
        manner=Payment.Manner.BANK,
    )
    record_payment(cluster, arrival, by=by)


def _day(text: str) -> date:
    return date(localdate().year, 1, 1) if text == "this year" else date.fromisoformat(text)
