"""What waits at a cluster: its applications by state, and whom each waits for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Min, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import Cluster, Membership, Suspension
from convivio.kernel.keys import split_key
from convivio.memberships.models import UNDER_WAY, Application, ApplicationQuerySet, State
from convivio.memberships.permissions import BOARD, OFFICE
from convivio.people.acting import Acting
from convivio.web.amounts import number


@dataclass(frozen=True, slots=True)
class Waiting:
    """The applications in one state, and a sentence on whom they wait for."""

    title: str
    teach: str
    applications: list[Application]


def sent_to(cluster: Cluster) -> ApplicationQuerySet:
    return Application.objects.sent_to(cluster).select_related("organisation")


def under_way(cluster: Cluster) -> list[Waiting]:
    """Give what waits at a cluster, by whom it waits for, the longest waiting first."""
    found = list(sent_to(cluster).under_way().longest_waiting_first())
    for one in found:
        one.cluster = cluster
    titles = {
        State.SENT: (_("For the office to check"), _("Nothing waits for the office.")),
        State.BOARD: (_("For the board to decide"), _("Nothing waits for the board.")),
        State.RETURNED: (_("Back with the applicants"), _("Nobody was asked for more.")),
    }
    return [
        Waiting(title, teach, [one for one in found if one.state == state])
        for state, (title, teach) in titles.items()
    ]


def over(cluster: Cluster) -> ApplicationQuerySet:
    """Give what was decided or withdrawn, the latest first."""
    return sent_to(cluster).exclude(state__in=[*UNDER_WAY, State.DRAFT]).order_by("-state_since", "-pk")


def counts_by_state(cluster: Cluster) -> dict[str, int]:
    """Count applications that were sent, by state, in one question."""
    return Counter(Application.objects.sent_to(cluster).values_list("state", flat=True))


def with_names(applications: Iterable[Application], cluster: Cluster) -> list[tuple[Application, str]]:
    """Give each application with the name of the category it asks for."""
    names = names_of_categories(cluster)
    return [(one, category_name(str(one.answers.get("category", "")), names)) for one in applications]


def tiles(cluster: Cluster) -> list[dict[str, object]]:
    """Count members and applications, without a name."""
    today = localdate()
    held = Membership.objects.filter(cluster=cluster).holding_on(today)
    still = Suspension.objects.filter(membership__in=held).holding_on(today)
    counts = counts_by_state(cluster)
    return [
        {"figure": number(held.count()), "words": _("members today")},
        {"figure": number(still.count()), "words": _("of them suspended")},
        {"figure": number(counts.get(State.SENT, 0)), "words": _("applications with the office")},
        {"figure": number(counts.get(State.BOARD, 0)), "words": _("before the board")},
    ]


@dataclass(frozen=True, slots=True)
class Pile:
    """How many applications wait for an office of mine, and since when."""

    cluster: Cluster
    state: str
    count: int
    since: datetime


def piles(acting: Acting) -> list[Pile]:
    """Give what waits for the offices and boards that this person keeps, in one question."""
    waits = {OFFICE.value: State.SENT, BOARD.value: State.BOARD}
    mine = [
        Q(cluster=split_key(choice.key)[1], state=waits[kind])
        for choice in acting.choices
        for kind in sorted(choice.rights & set(waits))
    ]
    if not mine:
        return []
    wanted = reduce(or_, mine)
    found = Application.objects.filter(wanted).order_by().values_list("cluster", "state")
    counted = list(found.annotate(count=Count("pk"), since=Min("state_since")))
    clusters = Cluster.objects.in_bulk([cluster for cluster, *_rest in counted])
    return [Pile(clusters[cluster], state, count, since) for cluster, state, count, since in counted]
