"""Give one member a long life: more than a thousand rows in the rooms that its office looks at."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, now

from convivio.clusters.models import Cluster, Membership
from convivio.consortia.models import Consortium, Seat
from convivio.dues.models import Account, Charge, Entry, Notice, Posting
from convivio.office.models import Encounter, Note
from convivio.organisations.models import Mandate
from convivio.people.models import Person
from convivio.trackrecord.models import Participation, Project

ENCOUNTERS, NOTES, TABLES, PROJECTS, PEOPLE, YEARS = 300, 200, 100, 150, 100, 60


def fill(chance: random.Random, cluster: Cluster, number: int) -> None:
    """Write the rows of one organisation that is a member of a cluster."""
    of: dict[str, Any] = {"cluster": cluster, "organisation_id": number}
    days = [localdate() - timedelta(days=chance.randrange(3000)) for _ in range(ENCOUNTERS)]
    Encounter.objects.bulk_create(Encounter(**of, on=on, line=f"Chiamata del {on}") for on in days)
    Note.objects.bulk_create(Note(**of, text=f"Nota {place}", written_at=now()) for place in range(NOTES))
    _seats(number)
    _projects(number)
    _people(number)
    _dues(cluster, number)


def _seats(number: int) -> None:
    tables = Consortium.objects.bulk_create(
        Consortium(name=f"Tavolo {place}", visibility="public", audience="public") for place in range(TABLES)
    )
    Seat.objects.bulk_create(Seat(consortium=table, organisation_id=number, position=1) for table in tables)


def _projects(number: int) -> None:
    had = Participation.objects.filter(organisation_id=number).values("project")
    free = Project.objects.exclude(pk__in=had).order_by("pk")[:PROJECTS]
    Participation.objects.bulk_create(
        Participation(
            project=project,
            organisation_id=number,
            role=Participation.Role.PARTICIPANT,
            position=99,
            contribution=Decimal(100_000),
        )
        for project in free
    )


def _people(number: int) -> None:
    people = Person.objects.bulk_create(
        Person(email=f"persona-{place}@convivio.example", name=f"Persona {place}") for place in range(PEOPLE)
    )
    Mandate.objects.bulk_create(
        Mandate(person=person, organisation_id=number, right=right, from_on=date(2021, 1, 1))
        for person in people
        for right in (Mandate.Right.SPEAK, Mandate.Right.VOTE)
    )


def _dues(cluster: Cluster, number: int) -> None:
    """Ask for the dues of many years, one notice each, as the ledger would."""
    membership = Membership.objects.get(cluster=cluster, organisation_id=number)
    account = Account.objects.create(cluster=cluster, organisation_id=number)
    for year in range(localdate().year - YEARS, localdate().year):
        notice = Notice.objects.create(
            cluster=cluster, account=account, year=year, number=1, on=date(year, 1, 31),
            due_on=date(year, 3, 31), reference=f"RF{year}", total=Decimal(500),
        )  # fmt: skip
        charge = Charge.objects.create(
            notice=notice, membership=membership, what="yearly", year=year, category=membership.category,
            amount=Decimal(500),
        )  # fmt: skip
        posting = Posting.objects.create(cluster=cluster, kind=Posting.Kind.ASKED, on=notice.on)
        sides = ((Entry.Side.RECEIVABLE, 50_000), (Entry.Side.YEARLY, -50_000))
        Entry.objects.bulk_create(
            Entry(posting=posting, cluster=cluster, side=side, cents=cents, account=account, charge=charge)
            for side, cents in sides
        )
