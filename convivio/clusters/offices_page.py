"""Who keeps the offices of a body, as those who keep it see it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Office
from convivio.clusters.office_permissions import Body, offices_of
from convivio.people.holdings import Held, Holding, together
from convivio.people.invitations.inviting import answer_of, declined_invitations, open_invitations
from convivio.people.models import Invitation, Person

RANK = {kind.value: place for place, kind in enumerate(Office.Kind)}


def kept(body: Body) -> list[Office]:
    """List the offices of a body from today on, in their order, then by name."""
    rows = offices_of(body).filter(Q(until_on=None) | Q(until_on__gte=localdate()))
    found = rows.select_related("person", "given_by", "cluster", "network")
    return sorted(found, key=lambda row: (RANK[row.kind], str(row.person).casefold(), row.from_on))


def letters_waiting(body: Body) -> list[tuple[Invitation, str]]:
    """List the invitations that nobody has answered, each with what it offers."""
    return [(one, answer_of(one).offer(one).offered) for one in open_invitations(body.key)]


def letters_declined(body: Body) -> list[tuple[Invitation, str]]:
    """List the invitations that were declined, each with what it offered."""
    return [(one, answer_of(one).offer(one).offered) for one in declined_invitations(body.key)]


def holdings(person: Person, day: date) -> Iterator[Holding]:
    """Give one holding for each cluster, and one for the network, in which somebody keeps an office."""
    rows = Office.objects.filter(person=person).filter(Q(until_on=None) | Q(until_on__gte=day))
    found: dict[Body, list[Held]] = {}
    for row in rows.select_related("cluster", "network", "given_by").order_by("from_on", "pk"):
        body = row.cluster or row.network
        if body is not None:
            one = Held((str(row.get_kind_display()),), row.from_on, row.until_on, str(row.given_by or ""))
            found.setdefault(body, []).append(one)
    for body, held in found.items():
        slug = body.slug if isinstance(body, Cluster) else "network"
        yield Holding(
            key=body.key,
            body=str(body),
            url=body.get_absolute_url() if isinstance(body, Cluster) else "",
            people_url=reverse("clusters:offices", args=[slug]),
            back_url=reverse("clusters:offices_given_back", args=[slug]),
            rows=together(held),
        )
