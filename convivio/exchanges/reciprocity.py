"""Who gives and who receives in a cluster, for its office: sums of each member, never the words of an exchange."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.exchanges.models import Exchange, ExchangeQuerySet
from convivio.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """One member: how often it gave and received, with how many others, and the worth on which both sides agree."""

    organisation: Organisation
    gave: int = 0
    received: int = 0
    given_worth: Decimal = Decimal(0)
    received_worth: Decimal = Decimal(0)

    @property
    def way(self) -> str:
        """Say in a word how it shares: both ways, only gives, only receives, not at all."""
        if self.gave and self.received:
            return "both"
        if self.gave:
            return "gives"
        return "receives" if self.received else "none"

    @property
    def way_in_words(self) -> str:
        return words_of(self.way)


WAYS = ("both", "gives", "receives", "none")


def words_of(way: str) -> str:
    return {
        "both": _("gives and receives"),
        "gives": _("only gives"),
        "receives": _("only receives"),
        "none": _("has not shared yet"),
    }[way]


def members_on(cluster: Cluster, day: date) -> list[Organisation]:
    """Give the members of a cluster on a day, by name."""
    held = Membership.objects.holding_on(day).filter(cluster=cluster)
    return list(Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name", "pk"))


def standings_of(members: Iterable[Organisation], first: date, last: date) -> list[Standing]:
    """Add up what each member gave and received between two days. Two questions, whatever their number."""
    rows = Exchange.objects.counted().during(first, last)
    organisations = list(members)
    numbers = [one.pk for one in organisations]
    gave, received = _by("giver", rows, numbers), _by("taker", rows, numbers)
    nothing = (0, Decimal(0))
    return [
        Standing(
            one,
            gave=gave.get(one.pk, nothing)[0],
            received=received.get(one.pk, nothing)[0],
            given_worth=gave.get(one.pk, nothing)[1],
            received_worth=received.get(one.pk, nothing)[1],
        )
        for one in organisations
    ]


def _by(column: str, rows: ExchangeQuerySet, numbers: list[int]) -> dict[int, tuple[int, Decimal]]:
    agreed = Q(worth_agreed_on__isnull=False)
    found = rows.filter(**{f"{column}__in": numbers}).order_by().values_list(column)
    counted = found.annotate(many=Count("pk"), euros=Sum("worth", filter=agreed))
    return {number: (many, euros or Decimal(0)) for number, many, euros in counted}
