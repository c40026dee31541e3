"""The list of a cluster's members on a day, narrowed by what the address asks."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Organisation
from convivio.pages.members import members_seen

MEMBERS_ON_A_PAGE = 60
NARROWING = ("category", "chain", "since")
LONGEST = 80


def asked_in(query: Mapping[str, str]) -> tuple[dict[str, str], date]:
    """Read what the list is narrowed by, and on which day; what an address cannot mean is left out."""
    day = localdate()
    with suppress(ValueError):
        day = min(date.fromisoformat(query.get("on", "")), day)
    asked = {name: query[name] for name in NARROWING if query.get(name) and len(query[name]) <= LONGEST}
    since = asked.get("since", "")
    if since and not (since.isascii() and since.isdecimal() and len(since) == len("2026") and int(since)):
        del asked["since"]
    return asked, day


def member_rows(
    cluster: Cluster, reader: Reader, asked: Mapping[str, str], day: date
) -> QuerySet[Membership]:
    """Give the memberships that hold on a day, those of a category, of a value chain, or begun in a year."""
    rows = members_seen(reader, cluster).filter(from_on__lte=day)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=day))
    if asked.get("category"):
        rows = rows.filter(category=asked["category"])
    if asked.get("chain"):
        rows = rows.filter(value_chains__slug=asked["chain"])
    if asked.get("since"):
        rows = rows.filter(from_on__year=int(asked["since"]))
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def organisation_rows(reader: Reader, day: date) -> QuerySet[Organisation]:
    """Give the organisations that belong to any cluster on a day, each once."""
    held = members_seen(reader).filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name", "pk")
